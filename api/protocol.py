"""uvicorn's HTTP protocol with an end to all that a client may keep going.

httptools reads a head of any length for as long as it comes, and uvicorn takes any number of
requests before it has answered the first one; a few such clients would hold the memory and the
connections of a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.body import WHOLE

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import ASGI3Application
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

_LONGEST_HEAD = 65_536
_SLOWEST_HEAD = 10.0
_MOST_WAITING = 100
_FRAMING = (b"content-length", b"transfer-encoding")
INVALID = "Invalid HTTP request received."
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class BoundedHttp(HttpToolsProtocol):
    """Closes connections whose head is longer than 64 KiB (431) or takes longer than 10 s.

    So it does with those on which more than 100 requests wait for their answers, and those that
    are idle for uvicorn's `timeout_keep_alive`, also before the first request.
    """

    head_bytes = 0
    in_head = False
    began_here = False
    is_broken = False
    head_timer: asyncio.TimerHandle | None = None
    idle_since: float | None = None
    running: RequestResponseCycle | None = None
    is_passing_over = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._be_idle()

    def data_received(self, data: bytes) -> None:
        """Read on; a head that is not whole by now is counted, and has its time."""
        if self.is_broken:
            return  # nobody knows where another request would begin
        self.began_here = False
        self._feed(data)
        if not self.in_head or self.is_broken:
            return
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(_SLOWEST_HEAD, self.transport.close)
        # Where it began in this very piece, others may have come in front of it.
        self.head_bytes += 0 if self.began_here else len(data)
        if self.head_bytes > _LONGEST_HEAD:
            self.end_with(_TOO_LARGE)

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._pass_over_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            self.logger.warning(INVALID)
            self.send_400_response(INVALID)

    def _pass_over_upgrade(self, rest: bytes) -> None:
        """Take the request as if it did not ask for another protocol (RFC 9110 §7.8).

        The parser has stopped behind the head; another one goes on from there.
        """
        self.cycle.more_body = True
        self.cycle.message_event.clear()
        self.scope.pop(WHOLE, None)  # type: ignore[misc]
        framing = b"".join(b"%b: %b\r\n" % field for field in self.headers if field[0] in _FRAMING)
        self.parser = httptools.HttpRequestParser(self)
        self.is_passing_over = True
        self._feed(b"POST / HTTP/1.1\r\n" + framing + b"\r\n" + rest)

    def end_with(self, last: bytes) -> None:
        """Send an answer of ours and close; what is due before it goes first, and is the last."""
        self.is_broken = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False
        elif not self.transport.is_closing():
            self.transport.write(last)
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; what came whole before it is answered first."""
        cycle = self.cycle
        waits = cycle is not None and not cycle.response_complete
        if waits and (self.pipeline or not cycle.more_body):
            self.is_broken = True
            cycle.keep_alive = False
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        if self.is_passing_over:
            return
        super().on_message_begin()
        self.idle_since = None
        self.in_head = self.began_here = True
        self.head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take the target, or a piece of it."""
        if not self.is_passing_over:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those behind a body are none (RFC 9110 §6.5.1)."""
        if self.in_head and not self.is_passing_over:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """End the count of this head."""
        if self.is_passing_over:
            self.is_passing_over = False
            return
        if self.head_timer is not None:
            self._end_head()
        self.in_head = False
        self.begin_request()

    def begin_request(self) -> None:
        """Let uvicorn make a request of the head. Raises where too many wait already."""
        if len(self.pipeline) >= _MOST_WAITING:
            message = f"more than {_MOST_WAITING} requests wait"
            raise httptools.HttpParserError(message)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Tell the application that all of this request is here."""
        self.scope[WHOLE] = True  # type: ignore[literal-required]
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.running = cycle
        # super() would take twice as long as all the rest of this, for each request.
        HttpToolsProtocol._start_asgi_task(self, cycle, app)  # noqa: SLF001 - our own method's

    def _unset_keepalive_if_required(self) -> None:
        """Let the timer run on: to stop and start it costs as much as to find an answer."""

    def on_response_complete(self) -> None:
        """Go on with what waits behind; where nothing does, be idle."""
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._be_idle()

    def _be_idle(self) -> None:
        self.idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait_idle(self.timeout_keep_alive)

    def _wait_idle(self, seconds: float) -> None:
        handler = self.timeout_keep_alive_handler
        self.timeout_keep_alive_task = self.loop.call_later(seconds, handler)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has been idle for its time."""
        self.timeout_keep_alive_task = None
        if self.idle_since is None:
            return
        left = self.idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._wait_idle(left)
        else:
            super().timeout_keep_alive_handler()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what came whole before the client ended its side; True: not closed yet.

        A head that has only begun will never be whole: it is dropped.
        """
        cycle = self.cycle
        if cycle is None or cycle.response_complete or cycle.more_body:
            return False
        if cycle.response_started and cycle.chunked_encoding:
            return False  # a stream may have no end of its own
        cycle.keep_alive = False
        self._end_head()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget all with the connection, and tell who is answering that nobody listens.

        uvicorn tells the newest request alone, but the one that is being answered may have others
        behind it; uvloop raises for who writes to a connection that is gone.
        """
        self._end_head()
        self.pipeline.clear()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        if self.running is not None:
            self.running.disconnected = not self.running.response_complete
        super().connection_lost(exc)

    def _end_head(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None
