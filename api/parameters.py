"""Query parameters: those that the document has variables for, checked; others are refused."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.errors import Problem
from schema.graph.cursors import LARGEST_PAGE
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.documents import Document, Variable

_DIGITS = 10
_SCALARS = frozenset(("Date", "LanguageCode", "Moment"))
SIZES = frozenset(("first", "last"))
"""Parameters that are a page's size, 0 to LARGEST_PAGE."""

WITH_COMMAS = frozenset(("author",))
"""Parameters whose values may hold commas themselves: they are repeated only."""


def read_parameters(
    request: Request, document: Document, fixed: Mapping[str, Any]
) -> dict[str, Any]:
    """Read a document's variables; those that the path says are `fixed`.

    Raises BAD_INPUT with all mistakes in the query.
    """
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    known = {name: each for name, each in document.variables.items() if name not in fixed}
    found: dict[str, Any] = dict(fixed)
    mistakes = []
    for name, values in given.items():
        try:
            found[name] = _read(_variable(name, known), values)
        except ValueError as error:
            mistakes.append({"parameter": name, "detail": str(error)})
    missing = [each for each in known.values() if each.is_needed and each.name not in given]
    mistakes += [{"parameter": each.name, "detail": "it is missing"} for each in missing]
    if mistakes:
        detail = "; ".join(f"{mistake['parameter']}: {mistake['detail']}" for mistake in mistakes)
        raise Problem("BAD_INPUT", detail, errors=mistakes)
    return found


def _variable(name: str, known: Mapping[str, Variable]) -> Variable:
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    names = ", ".join(known)
    remedy = f"did you mean {near[0]}?" if near else f"there are {names or 'none here'}"
    message = f"there is no such parameter; {remedy}"
    raise ValueError(message)


def _read(variable: Variable, values: list[str]) -> Any:
    """Turn texts into a variable's value. A list is repeated, or has commas between its values."""
    if variable.many:
        parts = [part for value in values for part in _split(variable, value)]
        return [_read_one(variable, part) for part in parts]
    if len(values) > 1:
        message = "it is given more than once"
        raise ValueError(message)
    return _read_one(variable, values[0])


def _split(variable: Variable, value: str) -> list[str]:
    return [value] if variable.name in WITH_COMMAS else value.split(",")


def _read_one(variable: Variable, value: str) -> Any:
    if not value:
        message = "it is empty; leave it out instead"
        raise ValueError(message)
    if "\0" in value:
        message = "it holds a NUL character"
        raise ValueError(message)
    if variable.kind == "Int":
        return _whole(variable, value)
    if variable.kind in _SCALARS:
        _parse(variable.kind, value)
    if variable.values:
        return _choice(variable, value)
    return value


def _parse(kind: str, value: str) -> None:
    """Let the graph's scalar read the value, for its word on what is wrong."""
    scalar: Any = GRAPH.get_type(kind)
    try:
        scalar.parse_value(value)
    except GraphQLError as error:
        raise ValueError(error.message) from error


def _whole(variable: Variable, value: str) -> int:
    if not (value.isascii() and value.removeprefix("-").isdigit() and len(value) <= _DIGITS):
        message = f"{value!r} is not a whole number"
        raise ValueError(message)
    number = int(value)
    if variable.name in SIZES and not 0 <= number <= LARGEST_PAGE:
        message = f"it is {number}; a page has 0 to {LARGEST_PAGE} items"
        raise ValueError(message)
    return number


def _choice(variable: Variable, value: str) -> str:
    if value.upper() not in variable.values:
        names = ", ".join(name.lower() for name in variable.values)
        message = f"{value!r} is none of {names}"
        raise ValueError(message)
    return value.upper()
