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
from api.limits import TooMuch, check_limits
from api.memo import Memo
from api.nul import holds_nul
from api.operations import measure_of, plan_of, read_variables, switches_of
from api.ordinary import run_document
from api.prepare import Documents, Refusal
from schema.graph.request import Request
from schema.reader import ReadError, TooLong
from schema.reads.catalogue import Catalogue, read_catalogue

if TYPE_CHECKING:
    from api.answer import Asked
    from api.plan import Selection
    from api.prepare import Operation, Prepared
    from api.settings import Settings
    from schema.reader import Reader, State

_log = logging.getLogger("newsstand")
_LIGHT = 2_000
"""The cost up to which an answer is light: some milliseconds where nothing was rendered before."""


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
        self._since = 0.0
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
        try:
            found = self._attempt(reader, prepared, asked, math.inf)
        except TooLong:
            raise
        except ReadError:
            found = None  # it may only be this connection: a transaction begins with a new one
        return found or self._answer_in_transaction(reader, prepared, asked)

    def refresh(self, reader: Reader) -> None:
        """Read the catalogue of the newest revision. Raises ReadError and Problem."""
        began, state = time.monotonic(), reader.begin()
        try:
            self._at(reader, state, began)
        finally:
            reader.end()

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
        values = read_variables(prepared, asked)
        if values is None or current is None:
            return None
        plan = operation.plans.get(switches_of(operation, values), "")
        if isinstance(plan, str):
            return None
        try:
            if self._measure(operation, values, current.catalogue, asked) > most_cost:
                return None
        except Refusal:
            return None  # lists may have become shorter
        request = Request(reader, current.catalogue, asked.accepted)
        return self._run_plan(plan, Run(request, values, current.memo), file)

    def _run_plan(self, plan: Selection, run: Run, file: object) -> Answer | None:
        """Run a plan on the run's revision; None if that is not the newest any more."""
        began, reader = time.perf_counter(), run.request.reader
        state = run.request.catalogue.state
        reader.look(file)
        try:
            data = run_plan(plan, run)
        except (Declined, GraphQLError):
            return None
        except ReadError:
            raise
        except Exception:
            # Rows of a newer revision need not fit this catalogue. In this one it is a defect.
            if reader.is_at(state):
                raise
            return None
        return self._done(run, data, began) if reader.is_at(state) else None

    def _done(self, run: Run, data: dict[str, Any], began: float) -> Answer:
        run.keep()
        self.counts["compiled", ""] += 1
        timing: dict[str, float | str] = {
            "run": (time.perf_counter() - began) * 1000,
            "plan": "compiled",
        }
        return Answer.of(run.request, data, [], run.tags, run.nodes, timing)

    def _answer_in_transaction(self, reader: Reader, prepared: Prepared, asked: Asked) -> Answer:
        began, state = time.monotonic(), reader.begin()
        try:
            current = self._at(reader, state, began)
            return self._answer_at(current, reader, prepared, asked)
        finally:
            reader.end()

    def _answer_at(
        self, current: Current, reader: Reader, prepared: Prepared, asked: Asked
    ) -> Answer:
        began, reason = time.perf_counter(), REFUSED
        request = Request(reader, current.catalogue, asked.accepted)
        values = read_variables(prepared, asked)
        if values is not None:
            self._measure(prepared.operation, values, current.catalogue, asked)
        try:
            run = Run(request, values or {}, current.memo)
            return self._done(run, run_plan(plan_of(prepared, values), run), began)
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

    def _at(self, reader: Reader, state: State | None, began: float) -> Current:
        """Give what is known of a revision, reading its catalogue where it is a new one.

        It may be an older one: of who began before, or of a database that was made anew.
        """
        if state is None:
            raise Problem("UNAVAILABLE", "nothing has been seeded yet: newsstand seed PATH")
        with self._reading:
            current = self._current
            if current is not None and current.catalogue.state == state:
                return current
            memo = Memo(self._settings.cache_size // 2)
            made = Current(read_catalogue(reader, state), memo)
            if current is None or began > self._since or not _is_older(state, current):
                self._current, self._since = made, time.monotonic()
            return made

    def _measure(
        self, operation: Operation, values: dict[str, Any], catalogue: Catalogue, asked: Asked
    ) -> int:
        """Give an operation's cost. Raises Refusal where a limit is passed."""
        found = measure_of(operation, values, catalogue)
        if not asked.trusted:
            try:
                check_limits(found, self._settings)
            except TooMuch as excess:
                raise Refusal([excess.as_error()]) from excess
        return found.cost


def _refuse_nul(asked: Asked) -> None:
    if asked.variables and holds_nul(asked.variables):
        raise Refusal.of("BAD_INPUT", "a variable holds a NUL character")


def _is_older(state: State, current: Current) -> bool:
    other = current.catalogue.state
    return state[2] == other[2] and state[:2] < other[:2]
