"""Requests of our own: the application asked from within, beneath its cache, for its very bytes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from api.respond import KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from starlette.applications import Starlette
    from starlette.types import Message, Receive

    from api.respond import Mark


@dataclass(frozen=True, slots=True)
class Told:
    """What the application says to a GET of `address`: a path, and a query where there is one.

    `headers` have small letters. `mark` tells the state that it belongs to; None: an error.
    """

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    mark: Mark | None


async def ask_inside(app: Starlette, address: str, into: BinaryIO | None = None) -> Told:
    """Ask for an address without its host, as a client who sends no headers.

    Where there is a file to write the body into, `content` is empty.
    """
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [],
        "app": app,
    }
    start: dict[str, Any] = {}
    pieces: list[bytes] = []
    keep = into.write if into else pieces.append

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            keep(message.get("body", b""))

    await app.state.inside(scope, _client(), send)
    headers = {name.decode("latin-1"): text.decode("latin-1") for name, text in start["headers"]}
    return Told(address, start["status"], headers, b"".join(pieces), scope.get(KEPT))  # type: ignore[arg-type]


def _client() -> Receive:
    """Ask without a body, and stay there until all is said."""
    left: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not left:
            await asyncio.get_running_loop().create_future()
        return left.pop()

    return receive


def without_host(url: str, public_url: str) -> str:
    """Give the address of a URL of ours, as `ask_inside` takes it."""
    parts = urlsplit(url.removeprefix(public_url))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
