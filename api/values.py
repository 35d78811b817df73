"""Where the values of a step are read: what the graph declares, made into one call a level."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphql import GraphQLEnumType

from api.arguments import no_arguments
from schema.graph.request import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from schema.graph.request import Request

    Values = Mapping[str, Any]
    Arguments = Callable[[Values], dict[str, Any]]
    Read = Callable[[Request, Values, list[Any]], list[Any]]


def make_reader(
    value: Callable[..., Any], arguments: Arguments, columns: frozenset[str] | None
) -> Read:
    """Make what gives a field's value for each parent of a level.

    `value` is the function of its declaration (schema/graph/fields.py). `columns` are those that
    are wanted of the articles that it reads; None: all.
    """
    if arguments is no_arguments:
        return lambda request, _values, parents: (
            [_settle_one(request, value(parents[0], request), columns)]
            if len(parents) == 1
            else _settle(request, [value(parent, request) for parent in parents], columns)
        )

    def read(request: Request, values: Values, parents: list[Any]) -> list[Any]:
        if not parents:
            return []  # and arguments that are not accepted are nobody's
        given = arguments(values)
        request.columns = columns
        if len(parents) == 1:
            return [_settle_one(request, value(parents[0], request, **given), columns)]
        found = [value(parent, request, **given) for parent in parents]
        return _settle(request, found, columns)

    return read


def _settle_one(request: Request, value: Any, columns: frozenset[str] | None) -> Any:
    """Do as `_settle` for a level of one value, which is most of what an article needs."""
    while type(value) is Ask:
        request.columns = columns
        batch, key, more, then = value
        found = batch(request, {key}, *more).get(key)
        value = found if then is None else then(found)
    return value


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


@lru_cache(256)
def names_of(named: Any) -> Mapping[Any, str | None] | None:
    """Name the values of an enumeration, by themselves and by what Python has for them."""
    if not isinstance(named, GraphQLEnumType):
        return None
    names: dict[Any, str | None] = {None: None}
    names |= {value.value: name for name, value in named.values.items()}
    declared = named.extensions["strawberry-definition"].wrapped_cls
    return names | {member: names[member.value] for member in declared}
