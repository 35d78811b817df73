"""Running the application once for all who ask the same at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.conditions import CONDITIONS
from api.reply import Reply
from api.respond import BODILESS, KEPT
from api.timing import TIMING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import Settings
    from api.store import Key, Store


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer that is not kept, such as an error: its two messages, and what it took."""

    start: Message
    body: Message
    timing: Mapping[str, float | str]


Taken = Reply | Plain | None
"""What a run has answered; None: it was sent already, as it came."""


@dataclass(slots=True)
class Flight:
    """A run that others may wait for.

    `terms` are what an answer that is not kept may depend on besides: method, coding, conditions.
    """

    terms: Hashable
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Taken = None


Release = Callable[[], None]
"""Called by a run whose answer is for itself alone: nobody need wait for its end."""


_TERMS = (*sorted(CONDITIONS), b"accept-encoding", b"range")


def terms_of(method: str, headers: Mapping[bytes, bytes]) -> Hashable:
    """Give what an answer that is not kept may depend on besides what a kept one does."""
    return method, *map(headers.get, _TERMS)


async def share(
    store: Store, place: Key, terms: Hashable, run: Callable[[Release], Awaitable[Taken]]
) -> tuple[str, Taken]:
    """Run, or wait for who runs already; gives `miss` or `wait`, and the answer."""
    if store.look() is None:
        return "miss", await run(_no_one)
    flight = store.flights.get(place)
    if flight is None:
        return "miss", await _lead(store.flights, place, Flight(terms), run)
    await flight.ended.wait()
    if isinstance(flight.answer, Reply) or (flight.answer and flight.terms == terms):
        return "wait", flight.answer
    return "miss", await run(_no_one)  # the leader was cancelled, or its answer is its own


def _no_one() -> None:
    """Nobody waits."""


async def _lead(
    flights: dict[Key, Flight],
    place: Key,
    flight: Flight,
    run: Callable[[Release], Awaitable[Taken]],
) -> Taken:
    flights[place] = flight
    try:
        flight.answer = await run(flight.ended.set)
    finally:
        del flights[place]
        flight.ended.set()
    return flight.answer


async def take(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, settings: Settings, release: Release
) -> Taken:
    """Run the application for its answer; one that comes in many parts is passed on."""
    # HEAD is GET without its body, and whoever sends leaves that out.
    is_head = scope["method"] == "HEAD"
    inner = {**scope, "method": "GET", BODILESS: True} if is_head else scope
    taking = _Taking(send, release)
    await app(inner, receive, taking.take)
    start, body, mark = taking.start, taking.body, inner.get(KEPT)
    if start is None or body is None:
        return None
    if mark is None:
        return Plain(start, body, inner.get(TIMING, {}))
    kept = Reply(start["status"], start["headers"], body["body"], mark, settings)
    kept.timing = inner.get(TIMING, {})
    return kept


class _Taking:
    """Takes the messages of an answer."""

    def __init__(self, send: Send, release: Release) -> None:
        self.start: Message | None = None
        self.body: Message | None = None
        self._send = send
        self._release = release
        self._passes_on = False

    async def take(self, message: Message) -> None:
        if self._passes_on:
            await self._send(message)
        elif message["type"] == "http.response.start":
            self.start = message
        elif message.get("more_body", False):
            await self._pass_on(message)
        else:
            self.body = message

    async def _pass_on(self, message: Message) -> None:
        self._passes_on = True
        self._release()
        if self.start is not None:
            await self._send(self.start)
        await self._send(message)
