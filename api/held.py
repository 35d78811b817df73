"""A short way for requests that can be answered at once: held to the end of the loop's round.

A task, a scope and a channel for each request cost as much as most answers: what can be answered
at once is written without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.protocol import INVALID, BoundedHttp
from api.reply import write_headers

if TYPE_CHECKING:
    from api.cache import Cache

_LONG = 16_384
"""From so many bytes on, a body is not copied behind its head."""

_QUICK = frozenset((b"GET", b"HEAD", b"POST"))


class QuickHttp(BoundedHttp):
    """Holds a request that came in one piece to the end of the loop's round.

    It is answered from the cache then, if it can be; else it goes the usual way, through the
    application. All that is answered in a round had come before it began, so one look for a new
    revision serves for all.
    """

    is_held = False
    is_whole = False
    held_body = b""

    @property
    def cache(self) -> Cache:
        """Give the application's cache."""
        cache: Cache = self.app.state.cache
        return cache

    def data_received(self, data: bytes) -> None:
        """Read on; a request that has not come whole goes the usual way."""
        super().data_received(data)
        if self.is_held and not self.is_whole:
            self._go_usual_way()

    def on_message_begin(self) -> None:
        """Begin a request; the one before it that is held goes the usual way, to be in order."""
        if self.is_held:
            self._go_usual_way()
        super().on_message_begin()

    def begin_request(self) -> None:
        """Hold what may be answered at once."""
        if self._may_be_quick():
            self.is_held, self.is_whole, self.held_body = True, False, b""
        else:
            super().begin_request()

    def _may_be_quick(self) -> bool:
        parser = self.parser
        return (
            (self.cycle is None or self.cycle.response_complete)
            and parser.get_method() in _QUICK
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
        if self.is_held:
            self.held_body += body
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Know that all of this request is here."""
        if self.is_held:
            self.is_whole = True
            self.loop.call_soon(self._answer_held)
        else:
            super().on_message_complete()

    def _answer_held(self) -> None:
        if not (self.is_held and self.is_whole) or self.transport.is_closing():
            return
        answer = None
        if not self.flow.write_paused:
            method = self.parser.get_method()
            answer = self.cache.answer(method, self.url, self.headers, self.held_body)
        if answer is None:
            self._go_usual_way()
            return
        self.is_held = False
        content = b"" if method == b"HEAD" else answer.content
        lines = _write_defaults(self.server_state.default_headers)
        head = b"".join((STATUS_LINE[answer.status], lines, answer.head))
        if len(content) < _LONG:
            self.transport.write(head + content)
        else:
            self.transport.writelines((head, content))
        self.on_response_complete()

    def _go_usual_way(self) -> None:
        """Let uvicorn make of the request what it would have made of it at once."""
        self.is_held = False
        try:
            super().begin_request()
        except httptools.HttpParserError:
            super().send_400_response(INVALID)
            return
        if self.held_body:
            super().on_body(self.held_body)
        if self.is_whole:
            super().on_message_complete()

    def end_with(self, last: bytes) -> None:
        """Answer what is held before the last answer."""
        if self.is_held:
            self._go_usual_way()
        super().end_with(last)

    def send_400_response(self, msg: str) -> None:
        """Answer what is held before what is no HTTP."""
        if self.is_held and self.is_whole:
            self._go_usual_way()
        self.is_held = False
        super().send_400_response(msg)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what is held before the client's end."""
        if self.is_held:
            self._go_usual_way()
        return super().eof_received()

    def shutdown(self) -> None:
        """Answer what is here, and close; streams would go on for as long as clients like."""
        self.app.state.streams.close()
        if self.is_held:
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
