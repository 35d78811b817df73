"""(document, variables) -> result: parsed and checked once, run in one read transaction.

prepare (parse, limits, validate; kept) → run (one thread, one connection, one revision) → bytes
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
from graphql import execute
from sqlalchemy.exc import SQLAlchemyError

from api.errors import Problem, format_error
from api.limits import TooMuch, check_limits
from api.nul import holds_nul
from api.prepare import Documents, Refusal, find_operation
from schema.database import FILE, open_reader, reading
from schema.graph.query import GRAPH
from schema.graph.request import Request
from schema.reads.catalogue import Catalogue, read_catalogue, read_revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphql import DocumentNode
    from sqlalchemy import Connection

    from api.settings import Settings

_log = logging.getLogger("newsstand")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the graph. `accepted` are languages by preference, for where none is named.

    `trusted`: the document is one of ours, whose cost is known; limits are for the others.
    """

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    accepted: Sequence[str] = ()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph says. `ran` False: the document was refused before it ran.

    `language` is the one that was served where the request named none.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    ran: bool
    revision: int = 0
    seeded_at: str = ""
    language: str = ""

    def as_json(self) -> bytes:
        """Write GraphQL's response (spec §7): errors first, where there are any."""
        body: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        if self.ran:
            body["data"] = self.data
        return orjson.dumps(body)


class Executor:
    """Runs documents on one database. Threads each have a loop; requests share nothing else."""

    def __init__(self, settings: Settings) -> None:
        """Open the engine; nothing is read yet."""
        self.settings = settings
        self.engine = open_reader(settings.database, settings.threads, settings.timeout)
        self._documents = Documents(settings.token_limit)
        self._catalogue: tuple[object, Catalogue] | None = None
        # Threads of our own, that live as long as we do: each keeps a loop.
        self._threads = ThreadPoolExecutor(settings.threads, "request")
        self._local = threading.local()
        self._loops: list[asyncio.AbstractEventLoop] = []

    async def run(self, asked: Asked) -> Answer:
        """Answer a request. Raises Problem where the content itself cannot be had."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._run, asked)
        try:
            return await asyncio.wait_for(running, self.settings.timeout)
        except TimeoutError as error:
            detail = f"the answer was not ready after {self.settings.timeout} s"
            raise Problem("TIMEOUT", detail, headers={"Retry-After": "5"}) from error

    def close(self) -> None:
        """Let go of the connections and the threads' loops; nothing runs any more."""
        self._threads.shutdown()
        self.engine.dispose()
        for loop in self._loops:
            loop.close()

    def _run(self, asked: Asked) -> Answer:
        try:
            document = self._documents.prepare(asked.document)
            with reading(self.engine) as connection:
                return self._execute(connection, document, asked)
        except Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)
        except SQLAlchemyError as error:
            # Other connections may be as broken as this one: new ones are made when needed.
            self.engine.dispose()
            raise _unavailable(error) from error

    def _check(self, document: DocumentNode, asked: Asked, catalogue: Catalogue) -> None:
        operation = find_operation(document, asked.operation_name)
        if holds_nul(asked.variables):
            raise Refusal.of("BAD_INPUT", "a variable holds a NUL character")
        if asked.trusted:
            return
        sizes = (asked.variables, catalogue.sizes)
        try:
            check_limits(document, operation, GRAPH, sizes, self.settings)
        except TooMuch as excess:
            raise Refusal([excess.as_error()]) from excess

    def _execute(self, connection: Connection, document: DocumentNode, asked: Asked) -> Answer:
        catalogue = self._find_catalogue(connection)
        self._check(document, asked, catalogue)
        request = Request(connection, catalogue, asked.accepted)
        result = self._loop().run_until_complete(_run_document(document, request, asked))
        for error in result.errors or ():
            if isinstance(error.original_error, SQLAlchemyError):
                raise error.original_error
        errors = [format_error(error, "BAD_INPUT") for error in result.errors or ()]
        return Answer(
            data=result.data,
            errors=errors,
            ran=result.data is not None or any("path" in error for error in errors),
            revision=catalogue.revision,
            seeded_at=catalogue.seeded_at,
            language=request.default_language,
        )

    def _find_catalogue(self, connection: Connection) -> Catalogue:
        revision = read_revision(connection)
        if revision is None:
            raise Problem("UNAVAILABLE", "nothing has been seeded yet: newsstand seed PATH")
        # Another file may have the same revision of the same second.
        key = (*revision, connection.info.get(FILE))
        kept = self._catalogue
        if kept is None or kept[0] != key:
            kept = self._catalogue = (key, read_catalogue(connection, revision))
        return kept[1]

    def _loop(self) -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop | None = getattr(self._local, "loop", None)
        if loop is None:
            loop = self._local.loop = asyncio.new_event_loop()
            self._loops.append(loop)
        return loop


async def _run_document(document: DocumentNode, request: Request, asked: Asked) -> Any:
    result = execute(
        GRAPH,
        document,
        context_value=request,
        variable_values=dict(asked.variables),
        operation_name=asked.operation_name,
    )
    if asyncio.iscoroutine(result) or hasattr(result, "__await__"):
        result = await result
    if result.errors:
        await _settle()
    return result


async def _settle() -> None:
    """Let the fields end that an error has made useless: they read on this request's connection."""
    await asyncio.sleep(0)
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(rest)


def _unavailable(error: SQLAlchemyError | str) -> Problem:
    _log.error("the database failed: %s", error)
    detail = "the database cannot be read now; it may be starting, or not be seeded yet"
    return Problem("UNAVAILABLE", detail, headers={"Retry-After": "5"})
