"""(document, variables) -> result, in the right thread and within the time that there is.

What is known and light runs at once, in the caller's own thread: handing it to another one would
cost more than the answer. On PostgreSQL that is so only where nothing need be read. Everything else
runs in a thread of our own.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from api.answer import Answer
from api.answering import Answering
from api.errors import Problem
from api.persisted import Persisted
from api.refusal import Refusal
from schema.database import file_of, open_reader
from schema.reader import NoReader, Reader, ReadError, TooLong

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from api.answer import Asked
    from api.settings import Settings
    from api.trusted import Trusted
    from schema.reader import State

_log = logging.getLogger("newsstand")
_LIGHT_TICKS = 5
_RETRY = {"Retry-After": "5"}
_MOST_WALKS = 2  # at the same time; others wait for them

LONGEST_WALK = 600
"""Seconds after which a walk is ended: until then its transaction holds SQLite's log."""

Ask = Callable[["Asked"], Answer]
Script = Callable[[Ask], None]
"""A walk: it asks one thing after another, each of the same revision."""


class Executor:
    """Runs documents on one database."""

    def __init__(self, settings: Settings, trusted: Trusted) -> None:
        """Open nothing yet."""
        self.settings = settings
        self.persisted = Persisted(trusted)
        self.engine = open_reader(settings.database, settings.timeout)
        self._file = file_of(settings.database)
        self._answering = Answering(settings, trusted)
        self._threads = ThreadPoolExecutor(settings.threads, "request")
        self._walkers = ThreadPoolExecutor(_MOST_WALKS, "walk")
        self._closed = False
        self._local = threading.local()
        self._readers: list[Reader] = []
        self._in_round = False
        if self.engine.dialect.name == "sqlite":
            self._here = self._keep(Reader(self.engine, self._file, _LIGHT_TICKS))
        else:
            self._here = NoReader(self.engine, self._file)

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """Give how many documents went which way and why: ("compiled", ""), ("declined", …)."""
        return self._answering.counts

    def run_here(self, asked: Asked, newest: State | None = None) -> Answer | None:
        """Answer at once; None where that would hold up others, or something is out of order.

        `newest` is the newest revision, where somebody has just looked: only with it is answered
        here what needs no statement, and on PostgreSQL nothing else is.
        """
        if newest is None and not self._file:
            return None
        try:
            self._begin_round(newest)
            return self._answering.answer_light(self._here, asked, newest)
        except Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)
        except ReadError:
            return None

    def _begin_round(self, newest: State | None) -> None:
        """Let all that is answered in one round of the loop read in one transaction.

        SQLite would lock and unlock the file for each, which takes as long as the reading.
        """
        if self._in_round:
            return
        self._here.hold(newest and newest[2])
        self._in_round = True
        asyncio.get_running_loop().call_soon(self._end_round)

    def _end_round(self) -> None:
        self._in_round = False
        self._here.end()

    async def run(self, asked: Asked) -> Answer:
        """Answer a request. Raises Problem where the content itself cannot be had."""
        answer = self.run_here(asked)
        if answer is not None:
            return answer
        running = asyncio.get_running_loop().run_in_executor(
            self._threads, self._run, asked, self._deadline()
        )
        try:
            # Until Python 3.12, asyncio.wait_for loses a cancellation that comes with the result.
            async with asyncio.timeout(self.settings.timeout):
                return await running
        except TimeoutError as error:
            raise self._too_slow() from error

    async def walk(self, script: Script) -> None:
        """Run a script in a thread for such: all that it asks is answered of one revision.

        It holds a transaction, so it must not wait for clients. Nothing that it reads is kept.
        Raises Problem where the content cannot be had.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._walkers, self._walk, script)

    def _walk(self, script: Script) -> None:
        # It reads everything: a connection of its own, so that SQLite lets go of what it mapped.
        with closing(Reader(self.engine, self._file)) as reader, _told(self._too_slow):
            reader.deadline = time.monotonic() + LONGEST_WALK
            with self._answering.at_one_revision(reader) as answer:
                script(partial(self._go_on, answer))

    def _go_on(self, answer: Ask, asked: Asked) -> Answer:
        if self._closed:
            raise Problem("UNAVAILABLE", "the server stops", headers=_RETRY)
        return answer(asked)

    async def refresh(self) -> None:
        """Read what every answer of the newest revision needs, where that is not done yet."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._refresh)

    def close(self) -> None:
        """Let go of the threads and connections; nothing runs any more."""
        self._closed = True
        self._threads.shutdown()
        self._walkers.shutdown()
        for reader in self._readers:
            reader.close()
        self.engine.dispose()

    def _deadline(self) -> float:
        return time.monotonic() + self.settings.timeout

    def _run(self, asked: Asked, deadline: float) -> Answer:
        """Answer, until nobody waits any more: from then on the thread is for others."""
        reader = self._reader()
        reader.deadline = deadline
        try:
            with _told(self._too_slow):
                return self._answering.answer(reader, asked)
        except Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)

    def _refresh(self) -> None:
        with suppress(ReadError, Problem):  # whoever asks next is told
            self._answering.refresh(self._reader())

    def _too_slow(self) -> Problem:
        detail = f"the answer was not ready after {self.settings.timeout} s"
        return Problem("TIMEOUT", detail, headers=_RETRY)

    def _reader(self) -> Reader:
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._keep(Reader(self.engine, self._file))
        return reader

    def _keep(self, reader: Reader) -> Reader:
        self._readers.append(reader)
        return reader


@contextmanager
def _told(too_slow: Callable[[], Problem]) -> Iterator[None]:
    """Word what goes wrong in reading as a Problem."""
    try:
        yield
    except TooLong as error:
        raise too_slow() from error
    except ReadError as error:
        _log.error("the database failed: %s", error)
        detail = "the database cannot be read now; it may be starting, or not be seeded yet"
        raise Problem("UNAVAILABLE", detail, headers=_RETRY) from error
