"""The variables of an operation: their definitions are looked at once, their values each time.

What is not plainly accepted is declined, and the ordinary executor words the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLError, GraphQLNonNull, Undefined, get_nullable_type, is_leaf_type
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import input_is_nested_too_deeply
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_value

from api.arguments import REFUSALS, REFUSED, Declined
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import OperationDefinitionNode


class Variables:
    """Reads the variables of an operation (GraphQL, §6.1.2)."""

    def __init__(self, operation: OperationDefinitionNode) -> None:
        """Look at the definitions; one that makes no sense declines every request."""
        self._defined: list[tuple[str, Any, bool, Any]] = []
        for node in operation.variable_definitions or ():
            signature = get_variable_signature(GRAPH, node)
            if isinstance(signature, GraphQLError):
                raise Declined(REFUSED) from signature
            try:
                default = coerce_default_value(signature) if node.default_value else Undefined
            except REFUSALS as error:
                raise Declined(REFUSED) from error
            deep = not is_leaf_type(get_nullable_type(signature.type))
            self._defined.append((signature.name, signature.type, deep, default))

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give the coerced variables. Raises Declined."""
        values: dict[str, Any] = {}
        for name, type_, deep, default in self._defined:
            value = _read(given[name], type_, deep=deep) if name in given else default
            if value is not Undefined:
                values[name] = value
            elif isinstance(type_, GraphQLNonNull):
                raise Declined(REFUSED)
        return values


def _read(given: Any, type_: Any, *, deep: bool) -> Any:
    if deep and input_is_nested_too_deeply(given, type_):
        raise Declined(REFUSED)
    return _coerce(given, type_)


def _coerce(given: Any, type_: Any) -> Any:
    try:
        value = coerce_input_value(given, type_)
    except REFUSALS as error:
        raise Declined(REFUSED) from error
    if value is Undefined:
        raise Declined(REFUSED)
    return value
