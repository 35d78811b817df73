"""NUL: PostgreSQL keeps it in no text, so that nothing can be looked for by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLError, ValidationRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import StringValueNode


class NoNul(ValidationRule):
    """Refuse a document that has NUL in a string."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        """Look at a string, or a variable's default."""
        if "\0" in node.value:
            extensions = {"code": "BAD_INPUT"}
            self.report_error(
                GraphQLError("a string holds a NUL character", node, extensions=extensions)
            )


def holds_nul(variables: Mapping[str, Any]) -> bool:
    """Tell whether a text in the variables has NUL, however deep."""
    left: list[Any] = [*variables.values()]
    for value in left:  # it grows on the way
        kind = type(value)
        if kind is str and "\0" in value:
            return True
        if kind is dict or kind is list:
            left += value.values() if kind is dict else value
    return False
