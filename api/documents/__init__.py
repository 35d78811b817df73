"""The stored documents: each REST body is the result of one of them.

A document's variables are its route's parameters. Fragments that several use stand in
`fragments.graphql`; each document is completed with those that it spreads.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNonNull,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    parse,
    print_ast,
    type_from_ast,
    visit,
)
from graphql.language.visitor import Visitor

from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as a parameter: `kind` is its named type, such as `Int` or `LanguageCode`."""

    name: str
    kind: str
    many: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One stored document: its text, its variables, and the root field that REST unwraps.

    `arguments` tells which variable stands at which argument of it: {"filter.sections": "section"}.
    """

    name: str
    text: str
    variables: dict[str, Variable]
    root: str
    arguments: dict[str, str]


def load_document(name: str) -> Document:
    """Read a document from the package and complete it with its fragments."""
    parsed = parse(_read(name))
    fragments = {
        node.name.value: node
        for node in parse(_read("fragments")).definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    operation = parsed.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)  # noqa: S101 - our own file
    used = [fragments[spread] for spread in _spreads(operation, fragments)]
    root = operation.selection_set.selections[0]
    assert isinstance(root, FieldNode)  # noqa: S101
    text = "\n\n".join(print_ast(node) for node in (operation, *used))
    variables = {
        variable.name: variable for variable in map(_variable, operation.variable_definitions or ())
    }
    return Document(name, text, variables, root.name.value, dict(_arguments(root.arguments or ())))


def _arguments(nodes: Iterable[Any], above: str = "") -> Iterator[tuple[str, str]]:
    for node in nodes:
        path = f"{above}{node.name.value}"
        if isinstance(node.value, VariableNode):
            yield path, node.value.name.value
        elif isinstance(node.value, ObjectValueNode):
            yield from _arguments(node.value.fields, f"{path}.")


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(f"{name}.graphql").read_text("utf-8")


def _spreads(node: Any, fragments: dict[str, FragmentDefinitionNode]) -> list[str]:
    """Name the fragments that a node spreads, those inside of them too, in their order."""
    found: list[str] = []

    class Collect(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: Any) -> None:
            name = spread.name.value
            if name not in found:
                found.append(name)
                visit(fragments[name], Collect())

    visit(node, Collect())
    return found


def _variable(node: Any) -> Variable:
    type_ = type_from_ast(GRAPH, node.type)
    bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    named = get_named_type(type_)
    values = tuple(getattr(named, "values", {}) or ())
    many = isinstance(bare, GraphQLList)
    return Variable(node.variable.name.value, named.name, many, values)
