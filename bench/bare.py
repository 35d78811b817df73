"""The ceiling: an ASGI application that sends bytes that are ready, whatever it is asked.

    python -m bench.bare FILE --port PORT

FILE has replies as JSON: [{"status", "headers": [[name, value]], "body": base64}], sent in turn.
"""

from __future__ import annotations

import base64
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.listening import main

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from bench.servers import Reply


def write_replies(file: Path, replies: Iterable[Reply]) -> Path:
    """Write what the server is to answer."""
    found = [
        {
            "status": reply.status,
            "headers": reply.headers,
            "body": base64.b64encode(reply.body).decode(),
        }
        for reply in replies
    ]
    file.write_text(json.dumps(found), "utf-8")
    return file


def build(file: str) -> ASGIApp:
    """Build the application from its file of replies."""
    ready = itertools.cycle([_messages(reply) for reply in json.loads(Path(file).read_text())])

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # the server's start and end
        start, body = next(ready)
        await send(start)
        await send(body)

    return app


def _messages(reply: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    headers = [(name.lower().encode(), value.encode()) for name, value in reply["headers"]]
    start = {"type": "http.response.start", "status": reply["status"], "headers": headers}
    return start, {"type": "http.response.body", "body": base64.b64decode(reply["body"])}


if __name__ == "__main__":
    main(build, "file")
