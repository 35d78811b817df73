"""/v1/events: Server-Sent Events (WHATWG HTML §9.2) that tell of new revisions.

An event's id is the token of its state, so a client that comes again with `Last-Event-ID` is told
what it has missed. One task looks for all clients of a process; each of them is a coroutine.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from starlette.responses import Response

from api.answer import Asked
from api.copies.stream import Stream
from api.documents import load_document
from api.errors import Problem
from api.parameters import read_parameters
from api.respond import BODILESS
from api.surrogates import name_tags

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection

    from starlette.requests import Request

    from api.copies.stream import Streams
    from api.documents import Document
    from api.execute import Executor
    from api.store import Store
    from schema.reader import State

_STATE, _SINCE = load_document("state"), load_document("events")
_LOOKS_EVERY = 0.05  # seconds
_BEATS_EVERY = 15.0
_LONGEST = 3600.0
_MOST_CLIENTS = 500
_MOST_NAMED = 1000
_AGAIN = 5  # seconds after which a client comes again
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}
_ALL = frozenset(("Article", "Issue", "Publication", "Section", "Tag"))
_BEAT = b": still here\n\n"


class Event(NamedTuple):
    """An event, and the token of the state that it tells of."""

    token: str
    content: bytes


class Hub:
    """Looks for new revisions while anybody listens, and words each event once for all."""

    def __init__(self, executor: Executor, store: Store) -> None:
        """Look for nothing yet."""
        self.clients = 0
        self._executor = executor
        self._store = store
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._state: State | None = None
        self._worded: dict[str, asyncio.Task[Event]] = {}

    async def listen(self, known: str) -> AsyncGenerator[bytes, None]:
        """Give a client's events, and beats between them. `known` is where it is; may be empty."""
        self._join()
        try:
            yield f"retry: {_AGAIN * 1000}\n\n".encode()
            async for piece in self._follow(known):
                yield piece
        finally:
            self._leave()

    async def _follow(self, known: str) -> AsyncGenerator[bytes, None]:
        while True:
            self._look()  # while nobody listened, nobody looked
            changed = self._changed
            event = await self._event_or_none(known)
            if event is not None and event.token != known:
                known = event.token
                yield event.content
            yield await _wait(changed)

    def _join(self) -> None:
        self.clients += 1
        if self._looking is None:
            self._looking = asyncio.create_task(self._keep_looking())

    def _leave(self) -> None:
        self.clients -= 1
        if not self.clients and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _keep_looking(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(_LOOKS_EVERY)

    def _look(self) -> None:
        state = self._store.look()
        if state is not None and state != self._state:
            self._state, self._worded = state, {}
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()

    async def _event_or_none(self, known: str) -> Event | None:
        with suppress(Problem):  # it cannot be told now: with the next beat, perhaps
            return await self._event(known)
        return None

    async def _event(self, known: str) -> Event:
        """Word what is new since a state: once for all who are there. Raises Problem."""
        worded = self._worded
        running = worded.get(known)
        if running is None:
            running = worded[known] = asyncio.create_task(self._word(known))
        try:
            return await asyncio.shield(running)
        finally:
            if len(worded) > _MOST_CLIENTS or (running.done() and running.exception()):
                worded.pop(known, None)

    async def _word(self, known: str) -> Event:
        answer = await self._ask(_STATE, {})
        revision = answer["revision"]
        if not known:
            return _write(revision, [], reset=False)
        told = await self._ask(_SINCE, {"since": known, "first": _MOST_NAMED})
        if told is None:
            return _write(revision, _ALL, reset=True)
        # What happens to withdrawn articles alone is no node's change, but feeds tell of it.
        is_new = told["revision"]["token"] != known
        tags = _tags(told["changes"]) or (sorted(_ALL) if is_new else [])
        return _write(told["revision"], tags, reset=False)

    async def _ask(self, document: Document, variables: dict[str, Any]) -> Any:
        """Ask for the data; None where the token is of another history. Raises Problem."""
        asked = Asked(document.text, variables, trusted=True, largest_page=_MOST_NAMED)
        answer = await self._executor.run(asked)
        return None if answer.errors else answer.data


async def _wait(changed: asyncio.Event) -> bytes:
    """Wait for a new revision, or for the time of a beat."""
    try:
        async with asyncio.timeout(_BEATS_EVERY):
            await changed.wait()
    except TimeoutError:
        return _BEAT
    return b""


def _tags(told: dict[str, Any]) -> list[str]:
    """Name what has changed as `Surrogate-Key` does: nodes, and the types that lists hold."""
    if told["hasMore"]:
        return sorted(_ALL)
    types = {node["type"].title() for node in told["nodes"]}
    return name_tags(types.union(node["id"] for node in told["nodes"]))


def _write(revision: dict[str, Any], tags: Collection[str], *, reset: bool) -> Event:
    data = {
        "revision": revision["number"],
        "seededAt": revision["seededAt"],
        "tags": [*sorted(tags), "Revision"] if tags else [],
        "reset": reset,
    }
    token = revision["token"]
    return Event(token, b"id: %b\ndata: %b\n\n" % (token.encode(), orjson.dumps(data)))


async def events(request: Request) -> Response:
    """Answer with events, until the client or the server ends it."""
    read_parameters(request, _STATE, {})
    if BODILESS in request.scope:
        response = Response(headers=_HEADERS)
        del response.headers["content-length"]
        return response
    hub: Hub = request.app.state.hub
    if hub.clients >= _MOST_CLIENTS:
        detail = f"{_MOST_CLIENTS} clients listen to this process; ask /v1/changes now and then"
        raise Problem("UNAVAILABLE", detail, headers={"Retry-After": "30"})
    known = request.headers.get("last-event-id", "")
    streams: Streams = request.app.state.streams
    return Stream(streams, hub.listen(known), _HEADERS, endless=_LONGEST)
