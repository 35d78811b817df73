"""Inputs that take exactly one of their keys (GraphQL spec §3.10.1), and words for mistakes.

strawberry looks at them while a document runs, and does not say which keys there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import GraphQLError

_LIBRARYS = re.compile(r"OneOf Input Object '(\w+)' must specify exactly one key\.")


def is_one_of(type_: Any) -> bool:
    """Tell whether a type takes exactly one of its keys."""
    declared = type_.extensions.get("strawberry-definition")
    return bool(getattr(declared, "is_one_of", False))


def word_one_of(type_: Any) -> str:
    """Say what it takes."""
    *names, last = type_.fields
    return f"{type_.name} takes exactly one of its keys: {', '.join(names)} or {last}"


def in_our_words(error: GraphQLError) -> str | None:
    """Give the message for the library's own one, if an error has it."""
    found = _LIBRARYS.search(error.message)
    return word_one_of(GRAPH.get_type(found[1])) if found else None
