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
    from collections.abc import Callable, Mapping

    from graphql import OperationDefinitionNode


class Variables:
    """Reads the variables of an operation (GraphQL, §6.1.2)."""

    def __init__(self, operation: OperationDefinitionNode) -> None:
        """Look at the definitions; one that makes no sense declines every request."""
        self._defined: list[tuple[str, Any, Callable[[Any], Any], Any]] = []
        for node in operation.variable_definitions or ():
            signature = get_variable_signature(GRAPH, node)
            if isinstance(signature, GraphQLError):
                raise Declined(REFUSED) from signature
            try:
                default = coerce_default_value(signature) if node.default_value else Undefined
            except REFUSALS as error:
                raise Declined(REFUSED) from error
            self._defined.append((signature.name, signature.type, _reader(signature.type), default))

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give the coerced variables. Raises Declined."""
        values: dict[str, Any] = {}
        for name, type_, read, default in self._defined:
            value = read(given[name]) if name in given else default
            if value is not Undefined:
                values[name] = value
            elif isinstance(type_, GraphQLNonNull):
                raise Declined(REFUSED)
        return values


def _reader(type_: Any) -> Callable[[Any], Any]:
    bare = get_nullable_type(type_)
    if not is_leaf_type(bare):
        return lambda given: _read_deep(given, type_)

    def read(given: Any) -> Any:
        if given is not None:
            return _coerce_leaf(given, bare)
        if bare is not type_:
            raise Declined(REFUSED)
        return None

    return read


def _read_deep(given: Any, type_: Any) -> Any:
    if input_is_nested_too_deeply(given, type_):
        raise Declined(REFUSED)
    return _coerce(given, type_)


def _coerce_leaf(given: Any, type_: Any) -> Any:
    """Coerce as `coerce_input_value` does, without asking again what kind of type it is."""
    try:
        value = type_.coerce_input_value(given)
    except Exception as error:
        raise Declined(REFUSED) from error
    if value is Undefined:
        raise Declined(REFUSED)
    return value


def _coerce(given: Any, type_: Any) -> Any:
    try:
        value = coerce_input_value(given, type_)
    except REFUSALS as error:
        raise Declined(REFUSED) from error
    if value is Undefined:
        raise Declined(REFUSED)
    return value
