"""Where the values of a step come from: what the graph declares, made into one call a level."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from graphql import GraphQLEnumType, GraphQLInt

from api.arguments import Declined, no_arguments
from schema.graph.fields import Column, Item
from schema.graph.request import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from schema.graph.request import Request

    Values = Mapping[str, Any]
    Arguments = Callable[[Values], dict[str, Any]]
    Read = Callable[[Request, Values, list[Any]], list[Any]]


def make_reader(value: Any, arguments: Arguments, columns: frozenset[str] | None) -> Read:
    """Make what gives a field's value for each parent of a level.

    `value` is a declaration (schema/graph/fields.py), or the text of a `__typename`. `columns` are
    those that are wanted of the articles that it reads; None: all.
    """
    if isinstance(value, Column):
        name = value.name
        return lambda _request, _values, parents: [parent.row[name] for parent in parents]
    if isinstance(value, Item):
        item = value.name
        return lambda _request, _values, parents: [parent[item] for parent in parents]
    if isinstance(value, str):
        return lambda _request, _values, parents: [value] * len(parents)
    if arguments is no_arguments:
        return lambda request, _values, parents: _settle(
            request, [value(parent, request) for parent in parents], columns
        )

    def read(request: Request, values: Values, parents: list[Any]) -> list[Any]:
        if not parents:
            return []  # and arguments that are not accepted are nobody's
        given = arguments(values)
        found = [value(parent, request, **given) for parent in parents]
        return _settle(request, found, columns)

    return read


def _settle(request: Request, values: list[Any], columns: frozenset[str] | None) -> list[Any]:
    """Read what was asked for, in one read for all that ask the same way."""
    while Ask in map(type, values):
        request.columns = columns
        values = _ask(request, values)
    return values


def _ask(request: Request, values: list[Any]) -> list[Any]:
    keys: dict[Any, set[Hashable]] = {}
    for asked in [value for value in values if type(value) is Ask]:
        keys.setdefault((asked.batch, asked.more), set()).add(asked.key)
    found = {way: way[0](request, asked, *way[1]) for way, asked in keys.items()}
    return [
        _answer(value, found[value.batch, value.more]) if type(value) is Ask else value
        for value in values
    ]


def _answer(asked: Ask, found: Any) -> Any:
    value = found.get(asked.key)
    return value if asked.then is None else asked.then(value)


def make_writer(named: Any) -> Callable[[list[Any]], list[Any]] | None:
    """Make what writes the leaves of a type; None where the values are JSON already."""
    if isinstance(named, GraphQLEnumType):
        names = {value.value: name for name, value in named.values.items()}
        return lambda values: [_name_of(value, names) for value in values]
    return _check_int if named is GraphQLInt else None


def _name_of(value: Any, names: Mapping[Any, str]) -> str | None:
    return None if value is None else names[value.value if isinstance(value, Enum) else value]


def _check_int(values: list[Any]) -> list[Any]:
    for value in values:
        if value is not None and not -(2**31) <= value < 2**31:
            message = "a number does not fit into Int"
            raise Declined(message)
    return values
