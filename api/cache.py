"""The response cache: outermost, so that what has been answered once costs next to nothing.

find → or run the application, once for all who ask the same → represent → send
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from starlette.requests import ClientDisconnect, Request

from api.body import give_again, read_body, refuse
from api.conditions import CONDITIONS
from api.errors import Problem, crash_response, problem_response
from api.flight import Plain, Taken, share, take
from api.protocol import CYCLE, can_write, write_ready
from api.quick import answer_post
from api.reply import Asked, Kept, Ready
from api.represent import represent
from api.sharing import RAW_SHARED
from api.timing import PREFER, asks_for_timing, with_timing
from api.variants import NAMES, join_headers, meanings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.execute import Executor
    from api.settings import Settings
    from api.store import Key, Store

WARMS = "newsstand.warms"
"""Where the scope says that nobody asks: the answer is made for those who will."""

OUTCOMES = ("hit", "miss", "wait", "not_modified", "not_cacheable", "warm")
"""What becomes of requests; `counts` has how many of each."""

_READS = frozenset(("GET", "HEAD"))
_POSTED = "/graphql"  # the one address whose POSTs only read
_RARE = CONDITIONS | {PREFER}
_RARER = frozenset((b"if-match", b"if-unmodified-since", PREFER))
_NOTHING: Message = {"type": "http.response.body", "body": b""}
_MATTER = (*NAMES, b"content-type")


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
        """Stand around the application; `store` is there when it has started."""
        self.store: Store
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        # Left in the scope it would hold what holds it: work for the collector with every request.
        cycle = scope.pop(CYCLE, None)
        method = scope["method"] if scope["type"] == "http" else ""
        if method in _READS:
            headers = _read_headers(scope)
            key: Key = (scope["path"], scope["query_string"])
        elif method == "POST" and scope["path"] == _POSTED:
            headers = _read_headers(scope)
            body = await self._read_body(scope, receive, send)
            if body is None:
                return
            receive = give_again(body, receive)
            key = _key_of_post(scope, headers, body)
            if cycle is not None and self._answer_at_once(scope, cycle, key, headers, body):
                return
        else:
            self.counts["not_cacheable"] += bool(method)
            await self._app(scope, receive, send)
            return
        ready = self._find_ready(key, headers)
        if ready is None:
            await self._answer(_Exchange(scope, receive, send, headers, key, time.perf_counter()))
        elif cycle is None or not write_ready(cycle, ready, head_only=method == "HEAD"):
            await _send(scope, send, ready.start, ready.body)

    async def _read_body(self, scope: Scope, receive: Receive, send: Send) -> bytes | None:
        """Read the body; where that fails, the application says so."""
        try:
            return await read_body(scope, receive, self._settings.body_limit)
        except ClientDisconnect:
            pass  # nobody is there to answer
        except Problem as problem:
            self.counts["not_cacheable"] += 1
            await self._app(scope, refuse(problem), send)
        return None

    def _answer_at_once(
        self, scope: Scope, cycle: Any, key: Key, headers: Mapping[bytes, bytes], body: bytes
    ) -> bool:
        """Answer a POST that is asked for the first time, if it is a plain one.

        It is not kept: most that are asked for once are not asked for again.
        """
        executor: Executor = scope["app"].state.executor
        if not executor.is_local or not can_write(cycle):
            return False
        state = self.store.look()
        if state is None or not self.store.is_first(key):
            return False
        written = answer_post(executor, headers, body, state[2])
        if written is None:
            return False
        write_ready(cycle, written, head_only=False)
        self.store.posted.count(written.document, _asked(key, headers))
        self.counts["miss"] += 1
        return True

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
        self._count(_outcome(outcome, answer, start), exchange)
        if asks_for_timing(exchange.headers):
            timing = answer.mark.timing if isinstance(answer, Kept) and outcome != "hit" else {}
            start = with_timing(start, outcome, exchange.began, timing)
        await _send(exchange.scope, exchange.send, start, body)

    async def _obtain(self, exchange: _Exchange) -> tuple[str, Taken]:
        kept = self.store.find(exchange.key, exchange.headers)
        if kept is not None:
            kept.hits += WARMS not in exchange.scope
            return "hit", kept
        # Before there is an answer, nobody knows which headers it will depend on.
        place = (exchange.key, meanings(NAMES, exchange.headers))
        return await share(self.store, place, partial(self._run, exchange))

    async def _run(self, exchange: _Exchange) -> Taken:
        scope, receive, send = exchange.scope, exchange.receive, exchange.send
        answer = await take(self._app, scope, receive, send, self._settings)
        if isinstance(answer, Kept):
            asked = _asked(exchange.key, exchange.headers)
            self.store.keep(asked, answer)
            if scope["method"] == "POST" and WARMS not in scope:
                self.store.posted.count(orjson.loads(asked.key[-1])["query"], asked)
        return answer

    async def _represent(
        self, exchange: _Exchange, answer: Kept | Plain
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


def _asked(key: Key, headers: Mapping[bytes, bytes]) -> Asked:
    return Asked(key, {name: headers[name] for name in _MATTER if name in headers})


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


def _read_headers(scope: Scope) -> dict[bytes, bytes]:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return headers if len(headers) == len(scope["headers"]) else join_headers(scope["headers"])


def _key_of_post(scope: Scope, headers: Mapping[bytes, bytes], body: bytes) -> Key:
    kind = headers.get(b"content-type", b""), headers.get(b"content-encoding", b"")
    return (scope["path"], scope["query_string"], *kind, body)


def _outcome(outcome: str, answer: Kept | Plain, start: Message) -> str:
    if start["status"] == HTTPStatus.NOT_MODIFIED:
        return "not_modified"
    return outcome if isinstance(answer, Kept) else "not_cacheable"
