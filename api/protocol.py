"""uvicorn's HTTP protocol with an end to a request's head: in bytes, and in time.

httptools reads a head of any length for as long as it comes; a few such clients would hold the
memory and the connections of a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

_LONGEST_HEAD = 65_536
_SLOWEST_HEAD = 10.0
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class BoundedHttp(HttpToolsProtocol):
    """Closes connections whose head is longer than 64 KiB (431) or takes longer than 10 s."""

    head_bytes = 0
    in_head = True
    head_timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Read on; what is not a whole head yet counts."""
        if self.in_head and self.head_timer is None:
            self.head_timer = self.loop.call_later(_SLOWEST_HEAD, self.transport.close)
        super().data_received(data)
        if self.in_head:
            self.head_bytes += len(data)
            if self.head_bytes > _LONGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_headers_complete(self) -> None:
        """End the count of this head."""
        self._end_head()
        self.in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Begin to count the next head."""
        super().on_message_complete()
        self.in_head = True
        self.head_bytes = 0

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        self._end_head()
        super().connection_lost(exc)

    def _end_head(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None
