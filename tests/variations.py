"""A document with other variables, or other numbers in its text.

It shares what the first one left behind, and must not get its answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphql import GraphQLEnumType, GraphQLSchema

if TYPE_CHECKING:
    from random import Random

    from documents import Document

_DECLARED = re.compile(r"\$(v\d+): (\w+)!?(?= |,|\))")
_SIZE = re.compile(r"\b(first|last|length): [0-9]+\b")


def vary_variables(document: Document, schema: GraphQLSchema, random: Random) -> Document:
    """Give other Booleans, numbers, languages and enums, to those that have a value."""
    kinds = dict(_DECLARED.findall(document.query))
    changed = {
        name: _other(value, kinds.get(name, ""), schema, random)
        for name, value in document.variables.items()
    }
    return document._replace(variables=changed)


def _other(value: Any, kind: str, schema: GraphQLSchema, random: Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return random.choice([1, 2, 3, 7])
    type_ = schema.get_type(kind)
    if isinstance(type_, GraphQLEnumType) and isinstance(value, str):
        return random.choice(list(type_.values))
    if kind == "LanguageCode" and value is not None:
        return random.choice(["en", "be", "ru"])
    return value


def vary_sizes(document: Document, random: Random) -> Document:
    """Write other numbers where the text says how long something is."""
    number = random.choice([1, 2, 3, 7])
    query, tailed = (
        _SIZE.sub(rf"\g<1>: {number}", text) for text in (document.query, document.tailed)
    )
    return document._replace(query=query, tailed=tailed)
