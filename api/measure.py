"""How much an operation asks for, known before anything runs, in time linear in the document.

Weights and lengths are those that the graph declares (`schema/graph/cost.py`), and the SDL shows as
`@cost` and `@listSize`. Fragments are measured once each, however often they are spread, so no
document can make the measuring itself expensive.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    VariableNode,
    get_named_type,
    introspection_types,
)

from schema.graph.cost import Length
from schema.graph.cursors import LARGEST_PAGE
from schema.graph.fields import COST, LENGTH
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import DocumentNode, OperationDefinitionNode, SelectionSetNode

_INTROSPECTION_COST = 20
_FIELDS_OF_A_TYPE = Length(4)
"""What each field of introspection counts, and how often what is inside of `fields`. The full one
that tools ask for has half of the limit; what asks in circles passes it."""

_FIELDS: Any = introspection_types["__Type"].fields["fields"]  # type: ignore[attr-defined]

MOST_COUNTED = 10**15
"""Where counting ends: JSON's readers do not take every larger number."""


class Measure(NamedTuple):
    """The deepest nesting of fields, the values that an answer may hold, and the root fields."""

    depth: int
    cost: int
    roots: int


class Weight(NamedTuple):
    """What a selection weighs. `sized` is counted for each entry of the list around it.

    A connection's own list is in some of its fields, `edges` and `nodes`; the others are `fixed`.
    """

    depth: int = 0
    fixed: int = 0
    sized: int = 0
    fields: int = 0


def measure(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    sizes: Mapping[str, int],
) -> Measure:
    """Measure an operation of a valid document.

    `variables` are the coerced ones, `sizes` the catalogue's, of the lists that have no pages.
    """
    found = Walk(document, variables, sizes).weigh(operation)
    return Measure(found.depth, found.fixed, found.fields)


class Walk:
    """Walks over an operation. The depth of introspection is bounded by a rule of validation."""

    def __init__(
        self, document: DocumentNode, variables: Mapping[str, Any], sizes: Mapping[str, int]
    ) -> None:
        """Begin with nothing measured."""
        self._sizes = sizes
        self._variables = variables
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._measured: dict[str, Weight] = {}

    def weigh(self, operation: OperationDefinitionNode) -> Weight:
        """Weigh an operation."""
        return self._selections(operation.selection_set, GRAPH.query_type)

    def _selections(self, selected: SelectionSetNode, parent: Any) -> Weight:
        found = [self._selection(node, parent) for node in selected.selections]
        depth = max((weight.depth for weight in found), default=0)
        fixed, sized, fields = (
            min(sum(weight[part] for weight in found), MOST_COUNTED) for part in (1, 2, 3)
        )
        return Weight(depth, fixed, sized, fields)

    def _selection(self, node: Any, parent: Any) -> Weight:
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self._selections(node.selection_set, type_inside(node, parent))
        return self._field(node, parent)

    def _fragment(self, name: str) -> Weight:
        if name not in self._measured:
            node = self.fragments[name]
            self._measured[name] = self._selections(node.selection_set, type_inside(node, None))
        return self._measured[name]

    def _field(self, node: FieldNode, parent: Any) -> Weight:
        definition = GRAPH.get_field(parent, node.name.value)
        assert definition is not None  # noqa: S101 - the document is valid
        cost, depth = cost_of(definition, parent, node), 1
        if node.selection_set is not None:
            named = get_named_type(definition.type)
            inside = self._selections(node.selection_set, named)
            cost = min(cost + self.repeated(node, definition, inside), MOST_COUNTED)
            depth = inside.depth + (not named.name.startswith("__"))
        if node.name.value in SIZED.get(parent.name, ()):
            return Weight(depth, sized=cost, fields=1)
        return Weight(depth, fixed=cost, fields=1)

    def repeated(self, node: FieldNode, definition: Any, inside: Weight) -> int:
        """Give what is inside a field, as often as it may be repeated."""
        length = _length(definition)
        times = self._times(node, length) if length else 1
        if length and length.fields:
            return inside.fixed + times * inside.sized
        return times * (inside.fixed + inside.sized)

    def _times(self, node: FieldNode, length: Length) -> int:
        given = [
            size
            for argument in node.arguments or ()
            if argument.name.value in length.arguments
            and (size := self._number(argument.value)) is not None
        ]
        if given:
            # What is in a page of none is compiled all the same.
            return max(min(max(given), LARGEST_PAGE), 1)
        return max(length.assumed, self._sizes[length.rows] if length.rows else 0)

    def _number(self, value: Any) -> int | None:
        """Read a number, or the length of a list, where one is given."""
        if isinstance(value, VariableNode):
            found = self._variables.get(value.name.value)
            if isinstance(found, list):
                return len(found)
            return max(found, 0) if isinstance(found, int) else None
        if isinstance(value, IntValueNode):
            return max(int(value.value), 0)
        if isinstance(value, ListValueNode):
            return len(value.values)
        return None if isinstance(value, NullValueNode) else 1  # one is a list of one


def type_inside(node: Any, parent: Any) -> Any:
    """Give the type that a fragment is on."""
    return GRAPH.get_type(node.type_condition.name.value) if node.type_condition else parent


def cost_of(definition: Any, parent: Any, node: FieldNode) -> int:
    """Give what a field counts by itself, once."""
    introspects = parent.name.startswith("__") or node.name.value in ("__schema", "__type")
    return _INTROSPECTION_COST if introspects else _said(definition, COST) or 1


def _length(definition: Any) -> Length | None:
    found: Length | None = _said(definition, LENGTH)
    return _FIELDS_OF_A_TYPE if definition is _FIELDS else found


def _said(definition: Any, key: str) -> Any:
    """Read what a field's declaration says of its weight."""
    declared = definition.extensions.get("strawberry-definition")
    return declared.metadata.get(key) if declared else None


def _sized() -> Iterator[tuple[str, tuple[str, ...]]]:
    fields = [getattr(type_, "fields", {}).values() for type_ in GRAPH.type_map.values()]
    for definition in chain.from_iterable(fields):
        length = _said(definition, LENGTH)
        if length and length.fields:
            yield get_named_type(definition.type).name, length.fields


SIZED = dict(_sized())
"""The types whose own list stands in some of their fields, and those fields."""
