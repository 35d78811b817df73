"""How much a document may ask for, known before anything runs, in time linear in the document.

Fragments are measured once each, however often they are spread, so no document can make the
measuring itself expensive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNonNull,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from schema.graph.cursors import LARGEST_PAGE, PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, GraphQLSchema, SelectionSetNode

    from api.settings import Settings

_PLAIN_LIST = 5
"""What a list without pages is taken to hold: the articles of an issue, the tags of an article."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The deepest nesting of fields, and the number of values that an answer may hold."""

    depth: int
    cost: int


class TooMuch(Exception):  # noqa: N818 - a verdict, worded for the client
    """A document that asks for more than is allowed; `extensions` say how much."""

    def __init__(self, name: str, requested: int, limit: int) -> None:
        """Word it."""
        super().__init__(f"the document has a {name} of {requested}; {limit} is allowed")
        self.extensions = {"code": "COST_EXCEEDED", name: {"requested": requested, "limit": limit}}


def check_limits(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
    variables: Mapping[str, Any],
    settings: Settings,
) -> None:
    """Raise TooMuch where an operation of a valid document passes a limit."""
    measure = _Measuring(document, schema, variables).operation(operation)
    if measure.depth > settings.depth_limit:
        raise TooMuch("depth", measure.depth, settings.depth_limit)
    if measure.cost > settings.cost_limit:
        raise TooMuch("cost", measure.cost, settings.cost_limit)


class _Measuring:
    """One walk over an operation. Introspection is free but for its depth: it reads no content."""

    def __init__(
        self, document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any]
    ) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.measured: dict[str, Measure] = {}

    def operation(self, operation: OperationDefinitionNode) -> Measure:
        return self.selections(operation.selection_set, self.schema.query_type)

    def selections(self, selected: SelectionSetNode, parent: Any) -> Measure:
        measures = [self.selection(node, parent) for node in selected.selections]
        depth = max((measure.depth for measure in measures), default=0)
        return Measure(depth, sum(measure.cost for measure in measures))

    def selection(self, node: Any, parent: Any) -> Measure:
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            on = node.type_condition
            inside = self.schema.get_type(on.name.value) if on else parent
            return self.selections(node.selection_set, inside)
        return self.field(node, parent)

    def fragment(self, name: str) -> Measure:
        if name not in self.measured:
            node = self.fragments[name]
            on = self.schema.get_type(node.type_condition.name.value)
            self.measured[name] = self.selections(node.selection_set, on)
        return self.measured[name]

    def field(self, node: FieldNode, parent: Any) -> Measure:
        definition = self.schema.get_field(parent, node.name.value)
        if definition is None or node.selection_set is None:
            return Measure(1, 1)
        named = get_named_type(definition.type)
        if not is_composite_type(named) or named.name.startswith("__"):
            inside = self.selections(node.selection_set, named)
            return Measure(inside.depth, 1)
        inside = self.selections(node.selection_set, named)
        size = self.size(node, definition.type, named.name)
        return Measure(inside.depth + 1, 1 + size * inside.cost)

    def size(self, node: FieldNode, type_: Any, name: str) -> int:
        """Give how often what is inside a field may be repeated."""
        arguments = {argument.name.value: argument.value for argument in node.arguments or ()}
        if name.endswith("Connection"):
            sizes = [self.number(arguments[key]) for key in ("first", "last") if key in arguments]
            given = [size for size in sizes if size is not None]
            return min(max(given), LARGEST_PAGE) if given else PAGE_SIZE
        if node.name.value in ("edges", "nodes") and "ids" not in arguments:
            return 1  # the connection around them has counted them
        if "ids" in arguments:
            return self.length(arguments["ids"])
        bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        return _PLAIN_LIST if isinstance(bare, GraphQLList) else 1

    def number(self, value: Any) -> int | None:
        if isinstance(value, IntValueNode):
            return max(int(value.value), 0)
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return max(given, 0) if isinstance(given, int) else None
        return None

    def length(self, value: Any) -> int:
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return len(given) if isinstance(given, list) else 1
        return len(getattr(value, "values", (value,)))
