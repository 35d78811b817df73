"""What is found out about an operation one time: its variables, its plans, its measures."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from api.arguments import REFUSED, Declined
from api.measure import measure
from api.plan import compile_plan
from api.prepared import Prepared

if TYPE_CHECKING:
    from api.answer import Asked
    from api.measure import Measure
    from api.prepare import Documents
    from api.prepared import Operation
    from api.selection import Selection
    from api.trusted import Trusted
    from schema.reads.catalogue import Catalogue

_MOST_KEPT = 8
_ENTRY_SIZE = 400  # bytes that a measure takes, or a plan besides its own
_SWITCH_SIZE = 40
_putting = threading.Lock()


def read_variables(prepared: Prepared, asked: Asked) -> dict[str, Any] | None:
    """Coerce the variables; None where they cannot be: the ordinary executor says why."""
    if prepared.operation.variables is None:
        return None
    try:
        values = prepared.operation.variables.read(asked.variables)
    except Declined:
        return None
    return {**values, **prepared.literals} if prepared.literals else values


def switches_of(operation: Operation, values: dict[str, Any]) -> tuple[Any, ...]:
    """Give the values of the variables that `@skip` and `@include` take."""
    return tuple([values.get(name) for name in operation.switches]) if operation.switches else ()


def plan_of(prepared: Prepared, values: dict[str, Any] | None) -> Selection:
    """Give the plan for these variables, compiled when they are first asked for."""
    if values is None:
        raise Declined(REFUSED)
    operation = prepared.operation
    key = switches_of(operation, values)
    found = operation.plans.get(key)
    if found is None:
        try:
            found = compile_plan(operation.document, operation.node, values)
        except Declined as declined:
            found = str(declined)
        _put(operation, operation.plans, key, found)
    if isinstance(found, str):
        raise Declined(found)
    return found


def measure_of(operation: Operation, values: dict[str, Any], catalogue: Catalogue) -> Measure:
    """Measure an operation; for equal sizes of lists that is done once."""
    key: tuple[Any, ...] = (catalogue.state,)
    if operation.sizes:
        given = [values.get(name) for name in operation.sizes]
        key += tuple([len(each) if isinstance(each, list) else each for each in given])
    found = operation.measures.get(key)
    if found is None:
        found = measure(operation.document, operation.node, values, catalogue.sizes)
        _put(operation, operation.measures, key, found)
    return found


def compile_trusted(documents: Documents, trusted: Trusted) -> None:
    """Keep the trusted documents for good, and compile the plans that no variable changes."""
    for text, document in trusted.documents.items():
        for operation in documents.trust(text, document):
            _compile(operation)


def _compile(operation: Operation) -> None:
    if operation.variables is not None and not operation.switches:
        with suppress(Declined):
            plan_of(Prepared(operation, {}), {})


def _put(operation: Operation, kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep a value, in the place of the oldest one where there are many."""
    with _putting:
        more = 0 if key in kept else _weigh(key, value)
        kept[key] = value
        if len(kept) > _MOST_KEPT:
            oldest = next(iter(kept))
            more -= _weigh(oldest, kept.pop(oldest))
    operation.grow(more)


def _weigh(key: tuple[Any, ...], value: Any) -> int:
    own: int = getattr(value, "size", 0)
    return _ENTRY_SIZE + _SWITCH_SIZE * len(key) + own
