"""How much a document may ask for, known before anything runs, in time linear in the document.

Fragments are measured once each, however often they are spread, so no document can make the
measuring itself expensive.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    Lexer,
    OperationDefinitionNode,
    Source,
    TokenKind,
    VariableNode,
    get_named_type,
)

from schema.graph.cursors import LARGEST_PAGE, PAGE_SIZE
from schema.graph.fields import COST, ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, GraphQLSchema, SelectionSetNode

    from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Measure:
    """The deepest nesting of fields, and the number of values that an answer may hold."""

    depth: int
    cost: int


_MOST_REPEATS = 100
"""How often a document may select one field that has fields of its own, by aliases or not."""

_COUNTED = 10**15
"""Where counting a cost ends: JSON's readers do not take every larger number."""


class TooMuch(Exception):  # noqa: N818 - a verdict, worded for the client
    """A document that asks for more than is allowed; `extensions` say how much."""

    def __init__(self, name: str, requested: int, limit: int, of: str = "") -> None:
        """Word it."""
        what = f"the document's {name}{of and f' of {of}'}"
        super().__init__(f"{what}: {requested} asked for, {limit} allowed")
        self.extensions = {"code": "COST_EXCEEDED", name: {"requested": requested, "limit": limit}}

    def as_error(self) -> dict[str, Any]:
        """Write it as GraphQL has errors."""
        return {"message": str(self), "extensions": self.extensions}


def check_tokens(source: str, limit: int) -> None:
    """Raise TooMuch where a document is longer than the parser reads."""
    lexer = Lexer(Source(source))
    tokens = 0
    try:
        while lexer.advance().kind is not TokenKind.EOF:
            tokens += 1
    except GraphQLSyntaxError:
        pass  # the parser words it, unless the limit stopped it before
    if tokens > limit:
        raise TooMuch("tokens", tokens, limit)


def check_repeats(document: DocumentNode) -> None:
    """Raise TooMuch where one field is selected too often.

    To be called before validation, which compares all fields of one response name in pairs.
    """
    times: Counter[str] = Counter()
    left = [getattr(definition, "selection_set", None) for definition in document.definitions]
    while left:
        selected = left.pop()
        for node in selected.selections if selected else ():
            left.append(getattr(node, "selection_set", None))
            if isinstance(node, FieldNode) and node.selection_set:
                times[node.name.value] += 1
    for name, count in times.most_common(1):
        if count > _MOST_REPEATS:
            raise TooMuch("selections", count, _MOST_REPEATS, of=name)


def measure(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
    variables: Mapping[str, Any],
    sizes: Mapping[str, int],
) -> Measure:
    """Measure an operation of a valid document.

    `variables` are the coerced ones, `sizes` the catalogue's, of the lists that have no pages.
    """
    return _Measuring(document, schema, variables, sizes).operation(operation)


def check_limits(measure: Measure, settings: Settings) -> None:
    """Raise TooMuch where an operation passes a limit."""
    if measure.depth > settings.depth_limit:
        raise TooMuch("depth", measure.depth, settings.depth_limit)
    if measure.cost > settings.cost_limit:
        raise TooMuch("cost", measure.cost, settings.cost_limit)


class _Measuring:
    """One walk over an operation. The depth of introspection is GraphQL's own affair."""

    def __init__(
        self,
        document: DocumentNode,
        schema: GraphQLSchema,
        variables: Mapping[str, Any],
        sizes: Mapping[str, int],
    ) -> None:
        self.schema = schema
        self.sizes = sizes
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
        return Measure(depth, min(sum(measure.cost for measure in measures), _COUNTED))

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
            return Measure(1, _said(definition, COST) or 1)
        named = get_named_type(definition.type)
        inside = self.selections(node.selection_set, named)
        size = self.size(node, named.name, _said(definition, ROWS))
        depth = inside.depth if named.name.startswith("__") else inside.depth + 1
        return Measure(depth, min(1 + size * inside.cost, _COUNTED))

    def size(self, node: FieldNode, name: str, said: str | None) -> int:
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
        return self.sizes[said] if said else 1

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


def _said(definition: Any, key: str) -> Any:
    """Read what a field's declaration says of its weight."""
    declared = definition.extensions.get("strawberry-definition") if definition else None
    return declared.metadata.get(key) if declared else None
