"""(document, variables) -> result: parsed and checked once, run in one read transaction.

prepare (parse, limits, validate; kept) → run (one thread, one connection, one revision) → bytes
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson
from cachetools import LRUCache
from graphql import GraphQLError, execute, get_operation_ast, parse, specified_rules, validate
from sqlalchemy.exc import DBAPIError

from api.errors import Problem, format_error
from api.limits import TooMuch, check_limits, check_repeats, check_tokens
from api.nul import NoNul, holds_nul
from schema.database import open_engine, reading
from schema.graph.query import GRAPH
from schema.graph.request import Request
from schema.reads.catalogue import Catalogue, read_catalogue, read_revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphql import DocumentNode
    from sqlalchemy import Connection

    from api.settings import Settings

_RULES = (*specified_rules, NoNul)
_log = logging.getLogger("newsstand")

_KEPT_DOCUMENTS = 500_000  # characters of source; a parsed document takes about 100 times as much
_LONGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the graph. `accepted` are languages by preference, for where none is named."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    accepted: Sequence[str] = ()


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
        self.engine = open_engine(settings.database, settings.threads, create=False)
        self._documents: LRUCache[str, tuple[int, DocumentNode]] = LRUCache(
            _KEPT_DOCUMENTS, getsizeof=itemgetter(0)
        )
        self._documents_lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        # Threads of our own, that live as long as we do: each keeps a loop.
        self._threads = ThreadPoolExecutor(settings.threads, "request")
        self._local = threading.local()
        self._loops: list[asyncio.AbstractEventLoop] = []

    async def run(self, asked: Asked) -> Answer:
        """Answer a request. Raises Problem where the content itself cannot be had."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._run, asked)

    def close(self) -> None:
        """Let go of the connections and the threads' loops; nothing runs any more."""
        self._threads.shutdown()
        self.engine.dispose()
        for loop in self._loops:
            loop.close()

    def _run(self, asked: Asked) -> Answer:
        try:
            document = self._prepare(asked)
        except _Refusal as refusal:
            return Answer(None, refusal.errors, ran=False)
        try:
            with reading(self.engine) as connection:
                return self._execute(connection, document, asked)
        except DBAPIError as error:
            raise _unavailable(error) from error

    def _prepare(self, asked: Asked) -> DocumentNode:
        source = asked.document
        with self._documents_lock:
            kept = self._documents.get(source)
        document = kept[1] if kept else self._parse(source)
        if kept is None:
            _validate(document)
            if len(source) <= _LONGEST_KEPT:
                with self._documents_lock:
                    self._documents[source] = (len(source), document)
        self._check_operation(document, asked)
        return document

    def _parse(self, source: str) -> DocumentNode:
        try:
            document = parse(source, max_tokens=self.settings.token_limit, no_location=False)
            check_repeats(document)
        except TooMuch as excess:
            raise _Refusal([excess.as_error()]) from excess
        except GraphQLError as error:
            raise self._misread(source, error) from error
        except RecursionError as error:
            failed = GraphQLError("the document nests too deeply")
            raise _Refusal([format_error(failed, "GRAPHQL_PARSE_FAILED")]) from error
        return document

    def _misread(self, source: str, error: GraphQLError) -> _Refusal:
        try:
            check_tokens(source, self.settings.token_limit)
        except TooMuch as excess:
            return _Refusal([excess.as_error()])
        return _Refusal([format_error(error, "GRAPHQL_PARSE_FAILED")])

    def _check_operation(self, document: DocumentNode, asked: Asked) -> None:
        operation = get_operation_ast(document, asked.operation_name)
        if operation is None:
            wanted = asked.operation_name
            message = f"no operation {wanted!r} in the document" if wanted else "which operation?"
            raise _Refusal([_error("BAD_REQUEST", f"operationName: {message}")])
        try:
            check_limits(document, operation, GRAPH, asked.variables, self.settings)
        except TooMuch as excess:
            raise _Refusal([excess.as_error()]) from excess
        if holds_nul(asked.variables):
            raise _Refusal([_error("BAD_INPUT", "a variable holds a NUL character")])

    def _execute(self, connection: Connection, document: DocumentNode, asked: Asked) -> Answer:
        request = Request(connection, self._find_catalogue(connection), asked.accepted)
        result = self._loop().run_until_complete(_run_document(document, request, asked))
        errors = [format_error(error, "BAD_INPUT") for error in result.errors or ()]
        catalogue = request.catalogue
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
        kept = self._catalogue
        if kept is None or (kept.revision, kept.seeded_at) != revision:
            kept = self._catalogue = read_catalogue(connection, revision)
        return kept

    def _loop(self) -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop | None = getattr(self._local, "loop", None)
        if loop is None:
            loop = self._local.loop = asyncio.new_event_loop()
            self._loops.append(loop)
        return loop


class _Refusal(Exception):  # noqa: N818 - carries the errors of a document that does not run
    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


def _error(code: str, message: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}


def _validate(document: DocumentNode) -> None:
    errors = validate(GRAPH, document, _RULES, max_errors=20)
    if errors:
        raise _Refusal([format_error(error, "GRAPHQL_VALIDATION_FAILED") for error in errors])


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


def _unavailable(error: DBAPIError) -> Problem:
    _log.error("the database failed: %s", error.orig)
    detail = "the database cannot be read now; it may be starting, or not be seeded yet"
    return Problem("UNAVAILABLE", detail, headers={"Retry-After": "5"})
