"""Answers that are sent in pieces: ended with the client, with the server, and by a time."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from starlette.types import Receive, Scope, Send

_SLOWEST = 60  # seconds that one piece may take to be taken


class Streams:
    """What all streams of a process have in common: how many there are, and when they must end."""

    def __init__(self) -> None:
        """Begin with none."""
        self.open = 0
        self.closing = asyncio.Event()

    def close(self) -> None:
        """Let all of them end: the server stops."""
        self.closing.set()


class Stream(Response):
    """Sends pieces as they come. One that ends before its time is cut, unless it is `endless`."""

    def __init__(
        self,
        streams: Streams,
        pieces: AsyncGenerator[bytes, None],
        headers: Mapping[str, str],
        *,
        endless: float | None = None,
    ) -> None:
        """Take the pieces; an endless one ends by itself after so many seconds."""
        self.body = b""
        self.status_code = 200
        self.background = None
        self.init_headers(headers)
        del self.headers["content-length"]
        if "content-length" in {name.lower() for name in headers}:
            self.headers["content-length"] = headers["Content-Length"]
        self._streams = streams
        self._pieces = pieces
        self._endless = endless

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send, until all is sent or nobody is there any more."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.ensure_future(self._send_pieces(send))
        others: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(_left(receive)),
            asyncio.ensure_future(self._streams.closing.wait()),
        ]
        self._streams.open += 1
        try:
            await asyncio.wait(
                (sending, *others), timeout=self._endless, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            self._streams.open -= 1
            await _cancel(sending, *others)
        if sending.cancelled():
            if self._endless is None:
                return
        elif error := sending.exception():
            raise error
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_pieces(self, send: Send) -> None:
        async with aclosing(self._pieces) as pieces:
            async for piece in pieces:
                await _send_piece(send, piece)


async def _send_piece(send: Send, piece: bytes) -> None:
    message = {"type": "http.response.body", "body": piece, "more_body": True}
    if piece:
        async with asyncio.timeout(_SLOWEST):
            await send(message)


async def _left(receive: Receive) -> None:
    """Wait until the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _cancel(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            await task
