"""Query parameters: those that the document has variables for, checked; others are refused."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from api.errors import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.documents import Document, Variable

_WITH_COMMAS = frozenset(("author",))
"""Parameters whose values may hold commas themselves: they are repeated only."""


def read_parameters(request: Request, document: Document) -> dict[str, Any]:
    """Read the variables of a document from path and query. Raises BAD_INPUT with all mistakes."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    in_query = {
        name: variable
        for name, variable in document.variables.items()
        if name not in request.path_params
    }
    mistakes = [_unknown(name, list(in_query)) for name in given if name not in in_query]
    found = {
        name: request.path_params[name] for name in document.variables.keys() - in_query.keys()
    }
    for name, values in given.items():
        if name in in_query:
            try:
                found[name] = _read(in_query[name], values)
            except ValueError as error:
                mistakes.append({"parameter": name, "detail": str(error)})
    if mistakes:
        detail = "; ".join(f"{mistake['parameter']}: {mistake['detail']}" for mistake in mistakes)
        raise Problem("BAD_INPUT", detail, errors=mistakes)
    return found


def _unknown(name: str, known: list[str]) -> dict[str, str]:
    near = difflib.get_close_matches(name, known, n=1)
    names = f"there are {', '.join(known)}" if known else "there are none here"
    remedy = f"did you mean {near[0]}?" if near else names
    return {"parameter": name, "detail": f"there is no such parameter; {remedy}"}


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
    return [value] if variable.name in _WITH_COMMAS else value.split(",")


def _read_one(variable: Variable, value: str) -> Any:
    if not value:
        message = "it is empty; leave it out instead"
        raise ValueError(message)
    if "\0" in value:
        message = "it holds a NUL character"
        raise ValueError(message)
    if variable.kind == "Int":
        return _whole(value)
    if variable.values:
        return _choice(variable, value)
    return value


def _whole(value: str) -> int:
    if not (value.isascii() and value.removeprefix("-").isdigit() and len(value) <= 10):  # noqa: PLR2004
        message = f"{value!r} is not a whole number"
        raise ValueError(message)
    return int(value)


def _choice(variable: Variable, value: str) -> str:
    if value.upper() not in variable.values:
        names = ", ".join(name.lower() for name in variable.values)
        message = f"{value!r} is none of {names}"
        raise ValueError(message)
    return value.upper()
