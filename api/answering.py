"""A document and its variables to an answer: prepare, compile, limit, run.

An answer belongs to one revision. The common way reads without a transaction and looks at the
revision last: it only grows, so where it is still the one that was known before, every statement
in between has read it as well. What was rendered is kept only then. Otherwise everything is read
again in one transaction.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import GraphQLError

from api.answer import Answer
from api.arguments import REFUSED, Declined
from api.complete import Run, run_plan
from api.errors import Problem
from api.limits import TooMuch, check_limits, measure
from api.memo import Memo
from api.nul import holds_nul
from api.ordinary import run_document
from api.plan import compile_plan
from api.prepare import Documents, Refusal
from schema.graph.query import GRAPH
from schema.graph.request import Request
from schema.reader import ReadError
from schema.reads.catalogue import Catalogue, read_catalogue

if TYPE_CHECKING:
    from api.answer import Asked
    from api.limits import Measure
    from api.plan import Selection
    from api.prepare import Operation, Prepared
    from api.settings import Settings
    from schema.reader import Reader, State

_log = logging.getLogger("newsstand")
_LIGHT = 2_000
"""The cost up to which an answer is light: some milliseconds where nothing was rendered before."""
_MOST_KEPT = 64


class Current(NamedTuple):
    """What is known of one revision: its catalogue, and the nodes that were rendered in it."""

    catalogue: Catalogue
    memo: Memo


class Answering:
    """What all threads share: documents, the newest revision's nodes, and the counts."""

    def __init__(self, settings: Settings) -> None:
        """Begin with nothing."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self._settings = settings
        self._documents = Documents(settings.token_limit)
        self._current: Current | None = None
        self._reading = threading.Lock()

    def answer_light(self, reader: Reader, asked: Asked, file: object = None) -> Answer | None:
        """Answer what is known and light; None for the rest. Raises Refusal and ReadError.

        `file` is the identity of the SQLite file, where somebody has just looked.
        """
        prepared = self._documents.find(asked.document, asked.operation_name)
        return prepared and self._attempt(reader, prepared, asked, _LIGHT, file)

    def answer(self, reader: Reader, asked: Asked) -> Answer:
        """Answer anything. Raises Refusal, ReadError, and Problem where nothing is seeded."""
        prepared = self._documents.prepare(asked.document, asked.operation_name)
        found = self._attempt(reader, prepared, asked, math.inf)
        return found or self._answer_in_transaction(reader, prepared, asked)

    def _attempt(
        self,
        reader: Reader,
        prepared: Prepared,
        asked: Asked,
        most_cost: float,
        file: object = None,
    ) -> Answer | None:
        """Answer by a plan that is there, on the revision that is known; else None."""
        _refuse_nul(asked)
        operation, current = prepared.operation, self._current
        values = _read_variables(prepared, asked)
        if values is None or current is None:
            return None
        plan = operation.plans.get(_switches(operation, values), "")
        if isinstance(plan, str):
            return None
        if self._measure(operation, values, current.catalogue, asked) > most_cost:
            return None
        began = time.perf_counter()
        reader.look(file)
        run = Run(Request(reader, current.catalogue, asked.accepted), values, current.memo)
        try:
            data = run_plan(plan, run)
        except ReadError:
            raise
        except Exception:  # noqa: BLE001 - rows of a newer revision need not fit this catalogue
            return None
        if not reader.is_at(current.catalogue.state):
            return None
        return self._done(run, data, began)

    def _done(self, run: Run, data: dict[str, Any], began: float) -> Answer:
        run.keep()
        self.counts["compiled", ""] += 1
        timing: dict[str, float | str] = {
            "run": (time.perf_counter() - began) * 1000,
            "plan": "compiled",
        }
        return Answer.of(run.request, data, [], run.tags, run.nodes, timing)

    def _answer_in_transaction(self, reader: Reader, prepared: Prepared, asked: Asked) -> Answer:
        state = reader.begin()
        try:
            current = self._at(reader, state)
            return self._answer_at(current, reader, prepared, asked)
        finally:
            reader.end()

    def _answer_at(
        self, current: Current, reader: Reader, prepared: Prepared, asked: Asked
    ) -> Answer:
        began, reason = time.perf_counter(), REFUSED
        request = Request(reader, current.catalogue, asked.accepted)
        values = _read_variables(prepared, asked)
        if values is not None:
            self._measure(prepared.operation, values, current.catalogue, asked)
        try:
            run = Run(request, values or {}, current.memo)
            return self._done(run, run_plan(_plan(prepared, values), run), began)
        except Declined as declined:
            reason = str(declined)
        except GraphQLError:
            pass  # the ordinary executor says the same, with its place
        return self._run_ordinary(request, prepared, asked, reason)

    def _run_ordinary(
        self, request: Request, prepared: Prepared, asked: Asked, reason: str
    ) -> Answer:
        """Run what is not compiled, and what is refused: the ordinary executor words the error."""
        self.counts["declined", reason] += 1
        _log.debug("not compiled (%s): %s", reason, asked.document)
        request.lean, request.columns = False, None
        document = prepared.operation.document
        if prepared.literals:
            document = self._documents.validate(asked.document)
        return run_document(document, request, asked)

    def _at(self, reader: Reader, state: State | None) -> Current:
        """Give what is known of a revision, reading its catalogue where it is a new one."""
        if state is None:
            raise Problem("UNAVAILABLE", "nothing has been seeded yet: newsstand seed PATH")
        with self._reading:
            current = self._current
            if current is not None and current.catalogue.state == state:
                return current
            memo = Memo(self._settings.cache_size // 2)
            made = Current(read_catalogue(reader, state), memo)
            if current is None or not _is_older(state, current.catalogue.state):
                self._current = made
            return made

    def _measure(
        self, operation: Operation, values: dict[str, Any], catalogue: Catalogue, asked: Asked
    ) -> int:
        """Give an operation's cost. Raises Refusal where a limit is passed."""
        found = _measure(operation, values, catalogue)
        if not asked.trusted:
            try:
                check_limits(found, self._settings)
            except TooMuch as excess:
                raise Refusal([excess.as_error()]) from excess
        return found.cost


def _refuse_nul(asked: Asked) -> None:
    if asked.variables and holds_nul(asked.variables):
        raise Refusal.of("BAD_INPUT", "a variable holds a NUL character")


def _read_variables(prepared: Prepared, asked: Asked) -> dict[str, Any] | None:
    """Coerce the variables; None where they cannot be: the ordinary executor says why."""
    if prepared.operation.variables is None:
        return None
    try:
        values = prepared.operation.variables.read(asked.variables)
    except Declined:
        return None
    return {**values, **prepared.literals} if prepared.literals else values


def _switches(operation: Operation, values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple([values.get(name) for name in operation.switches])


def _plan(prepared: Prepared, values: dict[str, Any] | None) -> Selection:
    """Give the plan for these variables, compiled when they are first asked for."""
    if values is None:
        raise Declined(REFUSED)
    operation = prepared.operation
    key = _switches(operation, values)
    found = operation.plans.get(key)
    if found is None:
        try:
            found = compile_plan(operation.document, operation.node, values)
        except Declined as declined:
            found = str(declined)
        _put(operation.plans, key, found)
    if isinstance(found, str):
        raise Declined(found)
    return found


def _measure(operation: Operation, values: dict[str, Any], catalogue: Catalogue) -> Measure:
    given = [values.get(name) for name in operation.sizes]
    key = (catalogue.state, *(len(each) if isinstance(each, list) else each for each in given))
    found = operation.measures.get(key)
    if found is None:
        sizes = catalogue.sizes
        found = measure(operation.document, operation.node, GRAPH, values, sizes)
        _put(operation.measures, key, found)
    return found


def _put(kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep a value; a client that makes up ever new ones begins anew."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value


def _is_older(state: State, other: State) -> bool:
    return state[2] == other[2] and state[:2] < other[:2]
