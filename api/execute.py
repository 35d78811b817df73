"""(document, variables) -> result, in the right thread and within the time that there is.

What is known and light runs at once, on SQLite in the caller's own thread: handing it to another
one would cost more than the answer. Everything else runs in a thread of our own.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from api.answer import Answer
from api.answering import Answering
from api.errors import Problem
from api.prepare import Refusal
from schema.database import file_of, open_reader
from schema.reader import Reader, ReadError, TooLong

if TYPE_CHECKING:
    from collections import Counter

    from api.answer import Asked
    from api.settings import Settings

_log = logging.getLogger("newsstand")
_LIGHT_TICKS = 5
_RETRY = {"Retry-After": "5"}


class Executor:
    """Runs documents on one database."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self.settings = settings
        self.engine = open_reader(settings.database, settings.timeout)
        self._file = file_of(settings.database)
        self._answering = Answering(settings)
        self._threads = ThreadPoolExecutor(settings.threads, "request")
        self._local = threading.local()
        self._readers: list[Reader] = []
        self._here: Reader | None = None
        if self.engine.dialect.name == "sqlite":
            self._here = self._keep(Reader(self.engine, self._file, _LIGHT_TICKS))

    @property
    def is_local(self) -> bool:
        """Whether light answers need no other thread: see `run_here`."""
        return self._here is not None

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """Give how many documents went which way and why: ("compiled", ""), ("declined", …)."""
        return self._answering.counts

    def run_here(self, asked: Asked, file: object = None) -> Answer | None:
        """Answer at once; None where that would hold up others, or something is out of order.

        `file` is the identity of the SQLite file, where somebody has just looked.
        """
        if self._here is None:
            return None
        try:
            return self._answering.answer_light(self._here, asked, file)
        except Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)
        except ReadError:
            return None

    async def run(self, asked: Asked) -> Answer:
        """Answer a request. Raises Problem where the content itself cannot be had."""
        answer = self.run_here(asked)
        if answer is not None:
            return answer
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._run, asked)
        try:
            return await asyncio.wait_for(running, self.settings.timeout)
        except TimeoutError as error:
            raise self._too_slow() from error

    async def refresh(self) -> None:
        """Read what every answer of the newest revision needs, where that is not done yet."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._refresh)

    def close(self) -> None:
        """Let go of the threads and connections; nothing runs any more."""
        self._threads.shutdown()
        for reader in self._readers:
            reader.close()
        self.engine.dispose()

    def _run(self, asked: Asked) -> Answer:
        reader = self._reader()
        reader.deadline = time.monotonic() + self.settings.timeout
        try:
            return self._answering.answer(reader, asked)
        except Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)
        except TooLong as error:
            raise self._too_slow() from error
        except ReadError as error:
            _log.error("the database failed: %s", error)
            detail = "the database cannot be read now; it may be starting, or not be seeded yet"
            raise Problem("UNAVAILABLE", detail, headers=_RETRY) from error

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
