"""For whoever watches the process: alive, and ready to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

from api.answer import Asked
from api.profile import JSON

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answer import Answer
    from api.execute import Executor

_NO_STORE = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """Tell that the process answers; it reads nothing."""
    return Response(b'{"status":"ok"}', headers=_NO_STORE, media_type=JSON)


async def readyz(request: Request) -> Response:
    """Tell that the content can be read, and its revision; else 503 with the reason."""
    executor: Executor = request.app.state.executor
    answer = await executor.run(Asked("{ revision { number seededAt } }", trusted=True))
    body = orjson.dumps(readiness(answer))
    return Response(body, headers=_NO_STORE, media_type=JSON)


def readiness(answer: Answer) -> dict[str, Any]:
    """Say which revision is served."""
    return {"status": "ready", "revision": answer.revision, "seededAt": answer.seeded_at}
