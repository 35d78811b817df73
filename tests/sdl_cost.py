"""A document's cost, worked out from the committed SDL alone, as a client can do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    VariableNode,
    build_schema,
    get_named_type,
    parse,
    value_from_ast_untyped,
)

if TYPE_CHECKING:
    from graphql import SelectionSetNode

SDL = build_schema((Path(__file__).parent.parent / "schema.graphql").read_text("utf-8"))


def directive(field: Any, name: str) -> dict[str, Any]:
    """Give the arguments of a field's directive; none where it does not stand there."""
    found = [each for each in field.ast_node.directives or () if each.name.value == name]
    arguments = found[0].arguments if found else ()
    return {each.name.value: value_from_ast_untyped(each.value) for each in arguments}


def work_out(query: str, variables: dict[str, Any]) -> int:
    """Work out the cost of a document with one operation."""
    return _Reckoning(query, variables).total()


class _Reckoning:
    """Spreads every fragment where it stands: it is slow, and right."""

    def __init__(self, query: str, variables: dict[str, Any]) -> None:
        definitions = parse(query).definitions
        self.fragments = {
            node.name.value: node
            for node in definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        assert isinstance(definitions[0], OperationDefinitionNode)
        self.operation = definitions[0]
        self.given = {
            node.variable.name.value: value_from_ast_untyped(node.default_value)
            for node in self.operation.variable_definitions or ()
            if node.default_value
        } | variables

    def total(self) -> int:
        return self.inside(self.operation.selection_set, SDL.query_type, {})

    def inside(self, selected: SelectionSetNode, parent: Any, sized: dict[str, int]) -> int:
        return sum(self.one(node, parent, sized) for node in selected.selections)

    def one(self, node: Any, parent: Any, sized: dict[str, int]) -> int:
        if isinstance(node, FragmentSpreadNode):
            return self.inside(self.fragments[node.name.value].selection_set, parent, sized)
        field = parent.fields[node.name.value]
        weight = int(directive(field, "cost").get("weight", 1))
        length = directive(field, "listSize")
        times = self.size(node, length)
        if node.selection_set:
            named = get_named_type(field.type)
            below = dict.fromkeys(length.get("sizedFields", ()), times)
            repeated = 1 if below else times
            weight += repeated * self.inside(node.selection_set, named, below)
        return weight * sized.get(node.name.value, 1)

    def size(self, node: FieldNode, length: dict[str, Any]) -> int:
        for argument in node.arguments or ():
            given = self.value(argument.value)
            if argument.name.value in length.get("slicingArguments", ()) and given is not None:
                return given if isinstance(given, int) else len(given)
        return int(length.get("assumedSize", 1))

    def value(self, node: Any) -> Any:
        if isinstance(node, VariableNode):
            return self.given.get(node.name.value)
        return value_from_ast_untyped(node)
