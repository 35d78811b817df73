"""A short way for requests that can be answered at once: held to the end of the loop's round.

A task, a scope and a channel for each request cost as much as most answers: what can be answered
at once is written without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.heads import Head
from api.protocol import INVALID, BoundedHttp
from api.quick import Written
from api.reply import write_headers
from api.variants import read_headers

if TYPE_CHECKING:
    import asyncio

    from api.cache import Cache
    from api.rounds import Round

_LONG = 16_384
"""From so many bytes on, a body is not copied behind its head."""

_QUICK = frozenset((b"GET", b"HEAD", b"POST"))


class QuickHttp(BoundedHttp):
    """Holds a request that came in one piece to the end of the loop's round.

    It is answered from the cache then, or its answer is made there, for `Round` to send it together
    with others. What cannot be answered so goes the usual way, through the application. All that is
    answered in a round had come before it began: one look for a new revision serves for all.

    Clients send the same heads again and again: one that begins where a request may begin, with the
    bytes of another that did, says the same, and is not read again.
    """

    cache: Cache
    round: Round
    held: Head | None = None
    held_body = b""
    unread = b""
    """What is held, where the parser has seen nothing of it."""
    ready = (b"", b"")
    """The head and the content of an answer that is to be sent by `Round`."""
    is_whole = False
    is_refused = False
    begun = 0
    """How many requests began in the last piece: a head is known only where it was one."""
    in_message = False
    """Whether the parser is inside a request, which may have been answered already."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Find what connections share: to look for the cache costs as much as to look into it."""
        self.cache, self.round = self.app.state.cache, self.app.state.round
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that has not come whole goes the usual way."""
        if self.unread:
            self._go_usual_way()
        is_between = self._is_between()
        known = self.cache.heads.find(data) if is_between else None
        if known is not None:
            self.idle_since = None
            self._hold(*known, data)
            return
        self.begun = 0
        super().data_received(data)
        if self.held is None:
            return
        if not self.is_whole:
            self._go_usual_way()
        elif is_between and self.begun == 1:
            self.cache.heads.keep(data, self.held, self.held_body)

    def _is_between(self) -> bool:
        """Tell whether the next byte begins a request, and there is none before it."""
        is_free = self.cycle is None or self.cycle.response_complete
        return is_free and not (self.held or self.in_message or self.is_broken)

    def on_message_begin(self) -> None:
        """Begin a request; the one before it that is held goes the usual way, to be in order."""
        self.begun += 1
        self.in_message = True
        if self.held:
            self._go_usual_way()
        super().on_message_begin()

    def begin_request(self) -> None:
        """Hold what may be answered at once."""
        method = self.parser.get_method()
        if self.is_refused or not self._may_be_quick(method):
            super().begin_request()
            return
        self.is_whole, self.held_body = False, b""
        self.held = Head(method, self.url, read_headers(self.headers))

    def _may_be_quick(self, method: bytes) -> bool:
        parser = self.parser
        return (
            (self.cycle is None or self.cycle.response_complete)
            and method in _QUICK
            and self.url.startswith(b"/")
            and not self.url.startswith(b"//")
            and self.url.isascii()
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not parser.should_upgrade()
            and not self.expect_100_continue
        )

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if self.held:
            self.held_body += body
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Know that all of this request is here."""
        self.in_message = False
        if self.held:
            self._hold(self.held, self.held_body)
        else:
            super().on_message_complete()

    def _hold(self, head: Head, body: bytes, unread: bytes = b"") -> None:
        self.held, self.held_body, self.unread = head, body, unread
        self.is_whole = True
        self.round.hold(self)

    def answer_held(self) -> bool:
        """Answer what is held; tells whether the answer was made now, and is to be sent.

        One that was kept is sent at once; what is not answered here goes the usual way.
        """
        if self.held is None or not self.is_whole or self.transport.is_closing():
            return False
        answer = None
        method, url, headers = self.held
        if not self.flow.write_paused:
            answer = self.cache.answer(method, url, headers, self.held_body)
        if answer is None:
            self._go_usual_way()
            return False
        self.held, self.unread = None, b""
        lines = _write_defaults(self.server_state.default_headers)
        head = b"".join((STATUS_LINE[answer.status], lines, answer.head))
        self.ready = head, b"" if method == b"HEAD" else answer.content
        if type(answer) is Written:
            return True
        self.send_ready()
        return False

    def send_ready(self) -> None:
        """Send the answer that is ready."""
        (head, content), self.ready = self.ready, (b"", b"")
        if len(content) < _LONG:
            self.transport.write(head + content)
        else:
            self.transport.writelines((head, content))
        self.on_response_complete()

    def _go_usual_way(self) -> None:
        """Let uvicorn make of the request what it would have made of it at once."""
        self.held, unread, self.unread = None, self.unread, b""
        if unread:
            self._feed_refused(unread)
            return
        try:
            super().begin_request()
        except httptools.HttpParserError:
            super().send_400_response(INVALID)
            return
        if self.held_body:
            super().on_body(self.held_body)
        if self.is_whole:
            super().on_message_complete()

    def _feed_refused(self, unread: bytes) -> None:
        self.is_refused = True
        try:
            super().data_received(unread)
        finally:
            self.is_refused = False

    def end_with(self, last: bytes) -> None:
        """Answer what is held before the last answer."""
        if self.held:
            self._go_usual_way()
        super().end_with(last)

    def send_400_response(self, msg: str) -> None:
        """Answer what is held before what is no HTTP."""
        if self.held and self.is_whole:
            self._go_usual_way()
        self.held, self.unread = None, b""
        super().send_400_response(msg)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what is held before the client's end."""
        if self.held:
            self._go_usual_way()
        return super().eof_received()

    def shutdown(self) -> None:
        """Answer what is here, and close; streams would go on for as long as clients like."""
        self.app.state.streams.close()
        if self.held:
            self._go_usual_way()
        super().shutdown()


class _Defaults:
    """uvicorn's own headers as bytes; they change with the second."""

    headers: object = None
    lines = b""


def _write_defaults(headers: list[tuple[bytes, bytes]]) -> bytes:
    if headers is not _Defaults.headers:
        _Defaults.headers = headers
        _Defaults.lines = write_headers(headers)
    return _Defaults.lines
