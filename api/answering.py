"""A document and its variables to an answer: prepare, compile, limit, run.

An answer belongs to one revision. The common way needs no transaction of its own (in the thread of
the event loop one is open for all answers of a round, see `api/execute.py`; in other threads there
is none) and looks at the revision last: it only grows, so where it is still the one that was known
before, every statement in between has read it as well. What was rendered is kept only then. Where
nothing was read, it is enough that the revision is the newest. Else all is read again in one
transaction.
"""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.answer import Answer
from api.arguments import REFUSED, Declined
from api.complete import run_plan
from api.costliest import explain
from api.current import Newest
from api.limits import TooMuch, check_limits
from api.memo import Memo
from api.nul import holds_nul
from api.operations import compile_trusted, measure_of, plan_of, read_variables, switches_of
from api.ordinary import run_document
from api.prepare import Documents
from api.refusal import Refusal
from api.run import Run
from schema.graph.request import Request
from schema.reader import ReadError, TooLong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.answer import Asked
    from api.current import Current
    from api.prepared import Operation, Prepared
    from api.selection import Selection
    from api.settings import Settings
    from api.trusted import Trusted
    from schema.reader import Reader, State
    from schema.reads.catalogue import Catalogue

_log = logging.getLogger("newsstand")
_LIGHT = 4_000
"""The cost up to which an answer is light: some milliseconds where nothing was rendered before."""


class Answering:
    """What all threads share: documents, the newest revision's nodes, and the counts."""

    def __init__(self, settings: Settings, trusted: Trusted) -> None:
        """Begin with nothing."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self._settings = settings
        self._documents = Documents(settings.limits)
        compile_trusted(self._documents, trusted)
        self._newest = Newest(settings.cache_size // 2)

    def answer_light(self, reader: Reader, asked: Asked, newest: State | None) -> Answer | None:
        """Answer what is known and light; None for the rest. Raises Refusal and ReadError.

        `newest` is the newest revision, where somebody has just looked.
        """
        prepared = self._documents.find(asked.document, asked.operation_name)
        return prepared and self._attempt(reader, prepared, asked, _LIGHT, newest)

    def answer(self, reader: Reader, asked: Asked) -> Answer:
        """Answer anything. Raises Refusal, ReadError, and Problem where nothing is seeded."""
        prepared = self._documents.prepare(
            asked.document, asked.operation_name, trusted=asked.trusted
        )
        try:
            found = self._attempt(reader, prepared, asked, math.inf)
        except TooLong:
            raise
        except ReadError:
            found = None  # it may only be this connection: a transaction begins with a new one
        return found or self._answer_in_transaction(reader, prepared, asked)

    @contextmanager
    def at_one_revision(self, reader: Reader) -> Iterator[Callable[[Asked], Answer]]:
        """Hold a transaction, and give what answers in it; nothing that it reads is kept.

        Raises Refusal, ReadError, and Problem where nothing is seeded.
        """
        began, state = time.monotonic(), reader.begin()
        try:
            current = self._newest.at(reader, state, began)
            yield partial(self._answer_walking, reader, current._replace(memo=Memo(0)))
        finally:
            reader.end()

    def _answer_walking(self, reader: Reader, current: Current, asked: Asked) -> Answer:
        prepared = self._documents.prepare(asked.document, asked.operation_name, trusted=True)
        values = read_variables(prepared, asked)
        return self._answer_at(current, reader, prepared, values, asked)

    def refresh(self, reader: Reader) -> None:
        """Read the catalogue of the newest revision. Raises ReadError and Problem."""
        began, state = time.monotonic(), reader.begin()
        try:
            self._newest.at(reader, state, began)
        finally:
            reader.end()

    def _attempt(
        self,
        reader: Reader,
        prepared: Prepared,
        asked: Asked,
        most_cost: float,
        newest: State | None = None,
    ) -> Answer | None:
        """Answer by a plan that is there, on the revision that is known; else None."""
        _refuse_nul(asked)
        operation, current = prepared.operation, self._newest.current
        values = read_variables(prepared, asked)
        if values is None or current is None:
            return None
        plan = operation.plans.get(switches_of(operation, values), "")
        if isinstance(plan, str) or (most_cost < math.inf and (plan.is_heavy or not plan.is_ready)):
            return None
        try:
            cost = self._measure(operation, values, current.catalogue, asked)
        except TooMuch:
            return None  # lists may have become shorter
        if cost > most_cost:
            return None
        request = Request(reader, current.catalogue, asked.accepted, asked.largest_page)
        answer = self._run_plan(plan, Run(request, values, current), newest)
        if asked.tells_cost and answer is not None:
            answer.extensions = self._told(cost)
        return answer

    def _run_plan(self, plan: Selection, run: Run, newest: State | None) -> Answer | None:
        """Run a plan on the run's revision; None if that is not the newest any more."""
        began, reader = time.perf_counter(), run.request.reader
        state = run.request.catalogue.state
        reader.look(newest and newest[2])
        try:
            data = run_plan(plan, run)
        except (Declined, GraphQLError):
            return None
        except ReadError:
            raise
        except Exception:
            # Rows of a newer revision need not fit this catalogue. In this one it is a defect.
            if reader.is_at(state, newest):
                raise
            return None
        return self._done(run, data, began) if reader.is_at(state, newest) else None

    def _done(self, run: Run, data: dict[str, Any], began: float) -> Answer:
        run.keep()
        self.counts["compiled", ""] += 1
        timing = _timing(began, "compiled")
        return Answer.of(run.request, data, [], run.tags, run.nodes, timing)

    def _answer_in_transaction(self, reader: Reader, prepared: Prepared, asked: Asked) -> Answer:
        began, state = time.monotonic(), reader.begin()
        try:
            current = self._newest.at(reader, state, began)
            values = read_variables(prepared, asked)
            cost = self._refuse_excess(prepared.operation, values, current.catalogue, asked)
            answer = self._answer_at(current, reader, prepared, values, asked)
        finally:
            reader.end()
        if asked.tells_cost and cost is not None:
            answer.extensions = self._told(cost)
        return answer

    def _answer_at(
        self,
        current: Current,
        reader: Reader,
        prepared: Prepared,
        values: dict[str, Any] | None,
        asked: Asked,
    ) -> Answer:
        began, reason = time.perf_counter(), REFUSED
        request = Request(reader, current.catalogue, asked.accepted, asked.largest_page)
        try:
            run = Run(request, values or {}, current)
            return self._done(run, run_plan(plan_of(prepared, values), run), began)
        except Declined as declined:
            reason = str(declined)
        except GraphQLError:
            pass  # the ordinary executor says the same, with its place
        answer = self._run_ordinary(request, prepared, asked, reason)
        answer.timing = _timing(began, "declined") | {"reason": reason}
        return answer

    def _run_ordinary(
        self, request: Request, prepared: Prepared, asked: Asked, reason: str
    ) -> Answer:
        """Run what is not compiled, and what is refused: the ordinary executor words the error."""
        self.counts["declined", reason] += 1
        _log.debug("not compiled (%s): %r", reason, asked.document)
        request.lean, request.columns, request.paths = False, None, None
        document = prepared.operation.document
        if prepared.literals:
            document = self._documents.validate(asked.document, trusted=asked.trusted)
        return run_document(document, request, asked)

    def _measure(
        self, operation: Operation, values: dict[str, Any], catalogue: Catalogue, asked: Asked
    ) -> int:
        """Give an operation's cost. Raises TooMuch where a limit is passed."""
        found = measure_of(operation, values, catalogue)
        if not asked.trusted:
            check_limits(found, self._settings.limits)
        return found.cost

    def _refuse_excess(
        self,
        operation: Operation,
        values: dict[str, Any] | None,
        catalogue: Catalogue,
        asked: Asked,
    ) -> int | None:
        """Give the cost; None where the variables are refused, by the ordinary executor's words.

        Raises Refusal where a limit is passed; where it is that of cost, with what costs most.
        """
        if values is None:
            return None
        try:
            return self._measure(operation, values, catalogue, asked)
        except TooMuch as excess:
            raise Refusal([explain(excess, operation, values, catalogue.sizes)]) from excess

    def _told(self, cost: int) -> dict[str, Any]:
        return {"cost": {"requested": cost, "limit": self._settings.limits.cost}}


def _refuse_nul(asked: Asked) -> None:
    if asked.variables and holds_nul(asked.variables):
        raise Refusal.of("BAD_INPUT", "a variable holds a NUL character")


def _timing(began: float, way: str) -> dict[str, float | str]:
    return {"run": (time.perf_counter() - began) * 1000, "plan": way}
