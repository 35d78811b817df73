"""What is found out about an operation one time: its variables, its plans, its measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.arguments import REFUSED, Declined
from api.limits import measure
from api.plan import compile_plan
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from api.answer import Asked
    from api.limits import Measure
    from api.plan import Selection
    from api.prepare import Operation, Prepared
    from schema.reads.catalogue import Catalogue

_MOST_KEPT = 8


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
    return tuple([values.get(name) for name in operation.switches])


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
        _put(operation.plans, key, found)
    if isinstance(found, str):
        raise Declined(found)
    return found


def measure_of(operation: Operation, values: dict[str, Any], catalogue: Catalogue) -> Measure:
    """Measure an operation; for equal sizes of lists that is done once."""
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
