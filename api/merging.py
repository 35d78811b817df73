"""Several documents as one: answered together, they are of one revision.

The root fields get aliases and the variables names that begin with the part's own name; `part_of`
takes the answer apart again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    parse,
    print_ast,
    visit,
)
from graphql.language.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Part:
    """A document of one operation that selects only fields at its root, and its variables."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)


def merge(parts: Mapping[str, Part]) -> tuple[str, dict[str, Any]]:
    """Give the one document and its variables. A part's name is a GraphQL name."""
    text = _merge_documents(tuple((name, part.document) for name, part in parts.items()))
    variables = {
        f"{name}_{variable}": value
        for name, part in parts.items()
        for variable, value in part.variables.items()
    }
    return text, variables


def part_of(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Take one part's answer out of the data of all."""
    start = f"{name}_"
    return {key.removeprefix(start): data[key] for key in data if key.startswith(start)}


@lru_cache(16)  # one for each number of languages that a publication has had
def _merge_documents(documents: tuple[tuple[str, str], ...]) -> str:
    named = [
        (name, node)
        for name, document in documents
        for node in visit(parse(document, no_location=True), _Naming(name)).definitions
    ]
    fragments = {
        node.name.value: node for _, node in named if isinstance(node, FragmentDefinitionNode)
    }
    operations = [(name, node) for name, node in named if isinstance(node, OperationDefinitionNode)]
    variables = [each for _, node in operations for each in node.variable_definitions or ()]
    fields = [
        _alias(each, name) for name, node in operations for each in node.selection_set.selections
    ]
    operation = OperationDefinitionNode(
        operation=OperationType.QUERY,
        directives=(),
        variable_definitions=tuple(variables),
        selection_set=SelectionSetNode(selections=tuple(fields)),
    )
    return print_ast(DocumentNode(definitions=(operation, *fragments.values())))


class _Naming(Visitor):
    """Puts a part's name before the names of its variables."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def enter_variable(self, node: VariableNode, *_: Any) -> VariableNode:
        return VariableNode(name=NameNode(value=f"{self._name}_{node.name.value}"))


def _alias(node: Any, name: str) -> FieldNode:
    key = node.alias or node.name
    return FieldNode(
        alias=NameNode(value=f"{name}_{key.value}"),
        name=node.name,
        arguments=node.arguments,
        directives=node.directives,
        selection_set=node.selection_set,
    )
