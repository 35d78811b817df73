"""uvicorn's HTTP protocol with an end to a request's head, and a short way for ready answers.

httptools reads a head of any length for as long as it comes; a few such clients would hold the
memory and the connections of a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.body import WHOLE
from api.reply import write_headers

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from api.quick import Written
    from api.reply import Ready

CYCLE = "newsstand.cycle"
"""Where the scope has uvicorn's side of the request, for `write_ready`."""

_LONGEST_HEAD = 65_536
_SLOWEST_HEAD = 10.0
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class BoundedHttp(HttpToolsProtocol):
    """Closes connections whose head is longer than 64 KiB (431) or takes longer than 10 s."""

    head_bytes = 0
    in_head = False
    head_timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Read on; a head that is not whole by now is counted, and has its time."""
        super().data_received(data)
        if not self.in_head:
            return
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(_SLOWEST_HEAD, self.transport.close)
        self.head_bytes += len(data)
        if self.head_bytes > _LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        super().on_message_begin()
        self.in_head = True
        self.head_bytes = 0

    def on_headers_complete(self) -> None:
        """End the count of this head."""
        self._end_head()
        self.in_head = False
        super().on_headers_complete()
        self.scope[CYCLE] = self.cycle  # type: ignore[literal-required]

    def on_message_complete(self) -> None:
        """Tell the application that all of this request is here."""
        self.scope[WHOLE] = True  # type: ignore[literal-required]
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        self._end_head()
        super().connection_lost(exc)

    def _end_head(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None


class _Defaults:
    """uvicorn's own headers as bytes; they change with the second."""

    headers: object = None
    lines = b""


def can_write(cycle: RequestResponseCycle) -> bool:
    """Tell whether an answer can be written in one piece now."""
    return not cycle.flow.write_paused and not cycle.disconnected and bool(cycle.keep_alive)


def write_ready(cycle: RequestResponseCycle, ready: Ready | Written, *, head_only: bool) -> bool:
    """Write a whole answer in one piece; False: it must be sent as ASGI has it.

    uvicorn looks at each header of each answer anew, and writes in two pieces.
    """
    if not can_write(cycle):
        return False
    if cycle.default_headers is not _Defaults.headers:
        _Defaults.headers = cycle.default_headers
        _Defaults.lines = write_headers(cycle.default_headers)
    content = b"" if head_only else ready.content
    parts = (STATUS_LINE[ready.status], _Defaults.lines, ready.head, content)
    cycle.response_started = cycle.response_complete = True
    cycle.transport.write(b"".join(parts))
    cycle.message_event.set()
    cycle.on_response()
    return True
