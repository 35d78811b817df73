"""The response cache: outermost, so that what has been answered once costs next to nothing.

find → or run the application, once for all who ask the same → represent → send
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request

from api.body import give_again, read_body, refuse
from api.conditions import CONDITIONS
from api.errors import Problem, crash_response, problem_response
from api.flight import Plain, Release, Taken, share, take, terms_of
from api.heads import Heads
from api.quick import answer_post
from api.reply import Call, Ready, Reply
from api.represent import represent
from api.sharing import RAW_SHARED
from api.store import key_of_post, plain_address
from api.timing import PREFER, asks_for_timing, with_timing, words_of
from api.variants import NAMES, meanings, read_headers
from api.wishes import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.execute import Executor
    from api.quick import Written
    from api.settings import Settings
    from api.store import Key, Store

WARMS = "newsstand.warms"
"""Where the scope says that nobody asks: the answer is made for those who will."""

OUTCOMES = ("hit", "miss", "wait", "not_modified", "not_cacheable", "warm")
"""What becomes of requests; `counts` has how many of each."""

_log = logging.getLogger("newsstand")
_READS = frozenset(("GET", "HEAD"))
_POSTED = "/graphql"  # the one address whose POSTs only read
_POSTED_URL = _POSTED.encode()
_RARE = CONDITIONS | {PREFER, b"range"}
_RARER = frozenset((b"if-match", b"if-unmodified-since", PREFER))
_NOTHING: Message = {"type": "http.response.body", "body": b""}


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A request that is not answered at once."""

    scope: Scope
    receive: Receive
    send: Send
    headers: Mapping[bytes, bytes]
    key: Key
    began: float


class Cache:
    """Plain ASGI middleware. Answers from the store what it has, and puts in what may be kept."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand around the application; `executor` and `store` come when it starts."""
        self.executor: Executor
        self.store: Store
        self.heads = Heads()
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self._app, self._settings = app, settings

    def answer(
        self, method: bytes, url: bytes, headers: Mapping[bytes, bytes], body: bytes
    ) -> Ready | Written | None:
        """Answer a whole request at once; None where it must go the usual way.

        `url` is the request's target, `headers` are as `read_headers` gives them.
        """
        try:
            return self._answer_quickly(method, url, headers, body)
        except Exception:  # noqa: BLE001 - logged; the usual way may do better, and answers if not
            _log.exception("a plain request failed, and takes the usual way")
            return None

    def _answer_quickly(
        self, method: bytes, url: bytes, headers: Mapping[bytes, bytes], body: bytes
    ) -> Ready | Written | None:
        if url == _POSTED_URL and method == b"POST":
            address: tuple[str, bytes] | None = (_POSTED, b"")
        else:
            address = plain_address(url, self._settings.limits.url)
        if address is None:
            return None
        if method != b"POST":
            return None if body else self._find_ready(address, headers)
        if address[0] != _POSTED or len(body) > self._settings.limits.body:
            return None
        key = key_of_post(*address, headers, body)
        return self._find_ready(key, headers) or self._answer_first(key, headers, body)

    def _answer_first(
        self, key: Key, headers: Mapping[bytes, bytes], body: bytes
    ) -> Written | None:
        """Answer a POST that is asked for the first time, if it is a plain one.

        It is not kept: most that are asked for once are not asked for again.
        """
        state = self.store.look()
        if state is None or not self.store.is_first(key):
            return None
        written = answer_post(self.executor, headers, body, state)
        if written is not None:
            self.store.posted.count(written.document, key, headers)
            self.counts["miss"] += 1
        return written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        method = scope["method"] if scope["type"] == "http" else ""
        address: tuple[str, bytes] = (scope["path"], scope["query_string"]) if method else ("", b"")
        if method in _READS:
            headers = read_headers(scope["headers"])
            key: Key = address
        elif method == "POST" and address[0] == _POSTED:
            headers = read_headers(scope["headers"])
            body = await self._read_body(scope, receive, send)
            if body is None:
                return
            receive = give_again(body, receive)
            key = key_of_post(*address, headers, body)
        else:
            self.counts["not_cacheable"] += bool(method)
            await self._app(scope, receive, send)
            return
        if method == "HEAD":
            headers.pop(b"range", None)  # ranges are of GET alone (RFC 9110 §14.2)
        if len(headers) < len(scope["headers"]):  # who reads one line reads all of them
            scope = {**scope, "headers": [*headers.items()]}
        ready = self._find_ready(key, headers)
        if ready is None:
            await self._answer(_Exchange(scope, receive, send, headers, key, time.perf_counter()))
        else:
            await _send(scope, send, ready.start, ready.body)

    async def _read_body(self, scope: Scope, receive: Receive, send: Send) -> bytes | None:
        """Read the body; where that fails, the application says so."""
        try:
            return await read_body(scope, receive, self._settings.limits.body)
        except ClientDisconnect:
            pass  # nobody is there to answer
        except Problem as problem:
            self.counts["not_cacheable"] += 1
            await self._app(scope, refuse(problem), send)
        return None

    def _find_ready(self, key: Key, headers: Mapping[bytes, bytes]) -> Ready | None:
        """Find an answer that can be sent as it is; what is rare takes the longer way."""
        kept = self.store.find(key, headers)
        if kept is None or time.time() >= kept.until:
            return None
        coding = kept.choose(headers.get(b"accept-encoding"))
        if _RARE.isdisjoint(headers):
            ready, outcome = kept.ready.get(coding), "hit"
        else:
            ready, outcome = _find_unchanged(kept.unchanged.get(coding), headers), "not_modified"
        if ready is not None:
            kept.hits += 1
            self.counts[outcome] += 1
        return ready

    async def _answer(self, exchange: _Exchange) -> None:
        """Answer what is not there yet, or not in this form."""
        outcome, answer = await self._obtain(exchange)
        if answer is None:
            self._count("not_cacheable", exchange)
            return
        start, body = await self._represent(exchange, answer)
        self._count(became := _outcome(outcome, answer, start), exchange)
        if asks_for_timing(exchange.headers):
            timing = words_of(answer.timing) if outcome == "hit" else answer.timing
            start = with_timing(start, became, exchange.began, timing)
        await _send(exchange.scope, exchange.send, start, body)

    async def _obtain(self, exchange: _Exchange) -> tuple[str, Taken]:
        kept = self.store.find(exchange.key, exchange.headers)
        if kept is not None and time.time() < kept.mark.over:
            kept.hits += WARMS not in exchange.scope
            return "hit", kept
        # Before there is an answer, nobody knows which headers it will depend on.
        place = (exchange.key, meanings(NAMES, exchange.headers))
        terms = terms_of(exchange.scope["method"], exchange.headers)
        return await share(self.store, place, terms, partial(self._run, exchange))

    async def _run(self, exchange: _Exchange, release: Release) -> Taken:
        scope, receive, send = exchange.scope, exchange.receive, exchange.send
        answer = await take(self._app, scope, receive, send, self._settings, release)
        if isinstance(answer, Reply):
            self.store.keep(Call.of(exchange.key, exchange.headers), answer)
            if scope["method"] == "POST" and WARMS not in scope:
                document = document_of(exchange.key[-1])
                self.store.posted.count(document, exchange.key, exchange.headers)
        return answer

    async def _represent(
        self, exchange: _Exchange, answer: Reply | Plain
    ) -> tuple[Message, Message]:
        if isinstance(answer, Plain):
            return answer.start, answer.body
        try:
            ready = await represent(answer, exchange.headers, self.store)
        except Problem as problem:
            ready = _make_ready(problem_response(Request(exchange.scope), problem))
        except Exception as error:  # noqa: BLE001 - it is logged and answered, as Crash does inside
            ready = _make_ready(crash_response(Request(exchange.scope), error))
        return ready.start, ready.body

    def _count(self, outcome: str, exchange: _Exchange) -> None:
        self.counts["warm" if WARMS in exchange.scope else outcome] += 1


def _make_ready(response: Response) -> Ready:
    headers = [*response.raw_headers, *RAW_SHARED]
    return Ready(response.status_code, headers, bytes(response.body), b"")


async def _send(scope: Scope, send: Send, start: Message, body: Message) -> None:
    await send(start)
    await send(body if scope["method"] != "HEAD" else _NOTHING)


def _find_unchanged(unchanged: Ready | None, headers: Mapping[bytes, bytes]) -> Ready | None:
    """Find the 304 for who asks with the very ETag; `judge` knows all other cases."""
    if unchanged is None or headers.get(b"if-none-match") != unchanged.etag:
        return None
    return unchanged if _RARER.isdisjoint(headers) else None


def _outcome(outcome: str, answer: Reply | Plain, start: Message) -> str:
    if start["status"] == HTTPStatus.NOT_MODIFIED:
        return "not_modified"
    is_error = start["status"] >= HTTPStatus.BAD_REQUEST
    return "not_cacheable" if is_error or isinstance(answer, Plain) else outcome
