"""From the kinds to the answers: every address is asked for, and what its answer leads to."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from api.export.holdings import ContentChangedError
from api.export.kinds import kind_of, known
from api.inside import ask_inside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from io import BufferedRandom

    from starlette.applications import Starlette

    from api.export.holdings import Holdings
    from api.export.kinds import Kind
    from api.inside import Told

    Take = Callable[[Kind, Told, BufferedRandom | None], Awaitable[None]]

AT_ONCE = 4
"""So many addresses are asked for at the same time: one is rendered while others are written."""

_NOTHING_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_TOO_MUCH = HTTPStatus.BAD_REQUEST
_TAKEN = (HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY)


class AnswerError(Exception):
    """An address was answered with an error; the message has both."""


@dataclass(slots=True)
class Crawl:
    """A walk over all addresses of one revision; `take` gets what is found: 200s and 301s.

    What an answer leads to is asked for next: what was rendered for it is still there. A body that
    is long is in a file, which is closed after it was taken.
    """

    app: Starlette
    holdings: Holdings
    take: Take
    seen: set[str] = field(default_factory=set)
    _ended: bool = False
    _left: asyncio.Queue[tuple[Kind, str]] = field(default_factory=asyncio.LifoQueue)

    async def run(self) -> None:
        """Ask for everything. Raises AnswerError, ContentChangedError, and what `take` raises."""
        for kind, address in reversed([*known(self.holdings)]):
            self._plan(kind, address)
        workers = [asyncio.create_task(self._work()) for _ in range(AT_ONCE)]
        done = asyncio.create_task(self._left.join())
        try:
            ended, _ = await asyncio.wait([done, *workers], return_when=asyncio.FIRST_COMPLETED)
            for each in ended:
                each.result()
        finally:
            self._ended = True
            for each in (done, *workers):
                each.cancel()
            await asyncio.gather(done, *workers, return_exceptions=True)

    def _plan(self, kind: Kind, address: str) -> None:
        if address not in self.seen:
            self.seen.add(address)
            self._left.put_nowait((kind, address))

    async def _work(self) -> None:
        # Until Python 3.12, asyncio.wait_for may lose a cancellation.
        while not self._ended:
            kind, address = await self._left.get()
            await self._ask(kind, address)
            self._left.task_done()

    async def _ask(self, kind: Kind, address: str) -> None:
        with _file_of(kind, address) as file:
            told = await self._tell(address, file)
            if told.status in _NOTHING_THERE or (told.status == _TOO_MUCH and kind.bounded):
                return
            if told.status not in _TAKEN:
                raise AnswerError(f"{address} was answered with {told.status}: {_words(told)}")
            public_url = self.app.state.settings.public_url
            for found in kind.follow(told, public_url) if kind.follow else ():
                self._plan(kind_of(found), found)
            await self.take(kind, told, file)

    async def _tell(self, address: str, file: BufferedRandom | None) -> Told:
        """Ask, and see that the answer is of our revision."""
        told = await ask_inside(self.app, address, file)
        state = self.holdings.state
        if told.mark and told.mark.state not in (None, state):
            raise ContentChangedError
        if told.headers.get("x-content-revision", str(state[0])) != str(state[0]):
            raise ContentChangedError
        return told


@contextmanager
def _file_of(kind: Kind, address: str) -> Iterator[BufferedRandom | None]:
    """Open a file for a long answer. Raises AnswerError where it is full: closing may tell so."""
    try:
        with TemporaryFile() if kind.long else nullcontext() as file:
            yield file
    except OSError as error:
        message = f"{address} does not go into a temporary file: {error.strerror}"
        raise AnswerError(message) from error


def _words(told: Told) -> str:
    return told.content[:200].decode("utf-8", "replace")
