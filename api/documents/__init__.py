"""The stored documents: each REST body is the result of one of them.

A document's variables are its route's parameters, and its descriptions (GraphQL, September 2025)
are theirs. Fragments that several use stand in `fragments.graphql`; each document is completed with
those that it spreads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
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

from api.deprecation import deprecation_headers
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as a parameter: `kind` is its named type, such as `Int` or `LanguageCode`.

    `values` are those of an enum. `default` is the document's own, as it is written there.
    `required`: it must have a value, and has no default.
    """

    name: str
    kind: str
    many: bool
    values: tuple[str, ...] = ()
    description: str = ""
    default: str | None = None
    required: bool = False

    @property
    def is_needed(self) -> bool:
        """Tell whether clients must give it: other required ones are set by what renders."""
        return self.required and bool(self.description)


@dataclass(frozen=True, slots=True)
class Document:
    """One stored document: its text, its variables, and the root field that REST unwraps.

    `arguments` tells which variable stands at which argument of it: {"filter.sections": "section"}.
    `operation` and `description` are what the document says of itself, `deprecation` the headers of
    answers that have deprecated fields.
    """

    name: str
    operation: str
    description: str
    text: str
    variables: dict[str, Variable]
    root: str
    arguments: dict[str, str]
    deprecation: dict[str, str]


@cache
def load_document(name: str) -> Document:
    """Read a document from the package and complete it with its fragments."""
    parsed, fragments = parse(_read(name)), _fragments()
    operation = parsed.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)  # noqa: S101 - our own file
    used = [fragments[spread] for spread in _spreads(operation, fragments)]
    root = operation.selection_set.selections[0]
    assert isinstance(root, FieldNode)  # noqa: S101
    variables = {
        variable.name: variable for variable in map(_variable, operation.variable_definitions or ())
    }
    return Document(
        name,
        operation.name.value if operation.name else "",
        _described(operation),
        "\n\n".join(print_ast(_undescribed(node)) for node in (operation, *used)),
        variables,
        root.name.value,
        dict(_arguments(root.arguments or ())),
        deprecation_headers(DocumentNode(definitions=(operation, *used))),
    )


@cache
def _fragments() -> dict[str, FragmentDefinitionNode]:
    return {
        node.name.value: node
        for node in parse(_read("fragments")).definitions
        if isinstance(node, FragmentDefinitionNode)
    }


def _described(node: Any) -> str:
    """Give a node's description on one line."""
    return " ".join(node.description.value.split()) if node.description else ""


def _undescribed(node: Any) -> Any:
    """Leave out what is for readers: the document runs without it."""

    class Bare(Visitor):
        def enter(self, each: Any, *_: Any) -> Any:
            if getattr(each, "description", None) is None:
                return None
            return replace(each, description=None)

    return visit(node, Bare())


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
    return Variable(
        node.variable.name.value,
        named.name,
        many,
        values,
        _described(node),
        print_ast(node.default_value) if node.default_value else None,
        isinstance(type_, GraphQLNonNull) and node.default_value is None,
    )
