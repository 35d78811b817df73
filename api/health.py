"""For whoever watches the process: alive, and ready to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from api.answer import Asked

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.execute import Executor

_NO_STORE = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """Tell that the process answers; it reads nothing."""
    return Response(b'{"status":"ok"}', headers=_NO_STORE, media_type="application/json")


async def readyz(request: Request) -> Response:
    """Tell that the content can be read, and its revision; else 503 with the reason."""
    executor: Executor = request.app.state.executor
    answer = await executor.run(Asked("{ revision { number seededAt } }"))
    body = {"status": "ready", "revision": answer.revision, "seededAt": answer.seeded_at}
    return Response(orjson.dumps(body), headers=_NO_STORE, media_type="application/json")
