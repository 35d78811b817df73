"""Documents that differ only in their strings and numbers share one preparation.

A client that writes the slug into the text would otherwise pay for a parse and a validation with
every slug. The literals in fields' arguments become variables; those anywhere else, and those whose
equality the validation depends on, must be the same as in the document that was validated.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    visit,
)
from graphql.language.visitor import Visitor
from graphql.utilities.coerce_input_value import coerce_input_literal

from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphql import DocumentNode, GraphQLField, SelectionSetNode

_LITERAL = re.compile(r'("[^"\\\n\r]*"|(?<![\w$.])-?(?:0|[1-9][0-9]*)(?![\w.]))')
_UNUSUAL = re.compile(r'[\\#\0]|"""')


@dataclass(frozen=True, slots=True)
class Shape:
    """A document's text without its literals, and the literals as they are written."""

    text: str
    literals: tuple[str, ...]


def find_shape(source: str) -> Shape | None:
    """Take the literals out of a document; None where it has none, or its text is unusual."""
    if _UNUSUAL.search(source):
        return None
    parts = _LITERAL.split(source)
    literals = tuple(parts[1::2])
    kinds = "".join('"' if literal[0] == '"' else "1" for literal in literals)
    return Shape("\0".join((kinds, *parts[::2])), literals) if literals else None


@dataclass(frozen=True, slots=True)
class Template:
    """A valid document whose literals are variables; `types` are what each is read as.

    Where the type is None, the literal must be the one of the document that was validated: `first`.
    """

    document: DocumentNode
    types: tuple[Any, ...]
    first: tuple[str, ...]

    def read(self, literals: Sequence[str]) -> dict[str, Any] | None:
        """Give the values of the variables for other literals; None where one does not fit."""
        values: dict[str, Any] = {}
        for place, (literal, type_) in enumerate(zip(literals, self.types, strict=True)):
            value = self._value(place, literal, type_)
            if value is Undefined:
                return None
            if type_ is not None:
                values[_name(place)] = value
        return values

    def _value(self, place: int, literal: str, type_: Any) -> Any:
        if type_ is not None:
            return coerce_input_literal(_as_node(literal), type_)
        return None if literal == self.first[place] else Undefined


def _as_node(literal: str) -> StringValueNode | IntValueNode:
    if literal[0] == '"':
        return StringValueNode(value=literal[1:-1], block=False)
    return IntValueNode(value=literal)


def _name(place: int) -> str:
    """Name a literal's variable as no client can name one."""
    return f"literal {place}"


def make_template(document: DocumentNode, shape: Shape) -> Template | None:
    """Make the template of a document that has passed validation."""
    nodes = _all_literals(document)
    if [_written(node) for node in nodes] != list(shape.literals):
        return None
    types = dict(_typed(document))
    found = tuple(types.get(id(node)) for node in nodes)
    names = {id(node): _name(place) for place, node in enumerate(nodes) if found[place] is not None}
    return Template(visit(document, _Replace(names)), found, shape.literals)


def _all_literals(document: DocumentNode) -> list[Any]:
    collect = _Collect()
    visit(document, collect)
    return sorted(collect.found, key=lambda node: node.loc.start)


class _Collect(Visitor):
    """Finds the literals."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        self.found.append(node)

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        self.found.append(node)


def _written(node: StringValueNode | IntValueNode) -> str:
    return f'"{node.value}"' if isinstance(node, StringValueNode) else node.value


class _Replace(Visitor):
    """Puts variables in the place of literals."""

    def __init__(self, names: dict[int, str]) -> None:
        super().__init__()
        self.names = names

    def enter_string_value(self, node: StringValueNode, *_: Any) -> VariableNode | None:
        return self._variable(node)

    def enter_int_value(self, node: IntValueNode, *_: Any) -> VariableNode | None:
        return self._variable(node)

    def _variable(self, node: Any) -> VariableNode | None:
        name = self.names.get(id(node))
        return VariableNode(name=NameNode(value=name)) if name is not None else None


def _typed(document: DocumentNode) -> Iterator[tuple[int, Any]]:
    """Give each literal in a field's arguments with its type.

    Not those of fields that share a response name: whether they may be merged depends on them.
    """
    fields = list(_fields(document))
    times = Counter(_response_name(node) for node, _ in fields)
    for node, parent in fields:
        definition = GRAPH.get_field(parent, node.name.value)
        if definition is not None and times[_response_name(node)] == 1:
            yield from _argument_values(node, definition)


def _argument_values(node: FieldNode, definition: GraphQLField) -> Iterator[tuple[int, Any]]:
    for argument in node.arguments or ():
        yield from _values(argument.value, definition.args[argument.name.value].type)


def _response_name(node: FieldNode) -> str:
    return (node.alias or node.name).value


def _fields(document: DocumentNode) -> Iterator[tuple[FieldNode, Any]]:
    """Give every field with the type that it is a field of."""
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            yield from _selected(definition.selection_set, GRAPH.query_type)
        elif isinstance(definition, FragmentDefinitionNode):
            on = GRAPH.get_type(definition.type_condition.name.value)
            yield from _selected(definition.selection_set, on)


def _selected(selected: SelectionSetNode, parent: Any) -> Iterator[tuple[FieldNode, Any]]:
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield node, parent
            yield from _below(node, parent)
        elif isinstance(node, InlineFragmentNode):
            on = node.type_condition
            inside = GRAPH.get_type(on.name.value) if on else parent
            yield from _selected(node.selection_set, inside)
        else:
            assert isinstance(node, FragmentSpreadNode)  # noqa: S101 - there is no other kind


def _below(node: FieldNode, parent: Any) -> Iterator[tuple[FieldNode, Any]]:
    definition = GRAPH.get_field(parent, node.name.value)
    if node.selection_set and definition is not None:
        yield from _selected(node.selection_set, get_named_type(definition.type))


def _values(node: Any, type_: Any) -> Iterator[tuple[int, Any]]:
    bare = get_nullable_type(type_)
    if isinstance(node, (StringValueNode, IntValueNode)):
        yield id(node), type_
    elif isinstance(node, ListValueNode):
        inner = bare.of_type if is_list_type(bare) else type_
        for item in node.values:
            yield from _values(item, inner)
    elif isinstance(node, ObjectValueNode):
        fields = get_named_type(bare).fields
        for given in node.fields:
            yield from _values(given.value, fields[given.name.value].type)
