"""A valid operation becomes a plan: what each field reads and how its value is written.

Selections are collected by graphql-core's own functions, so fragments, aliases, merged fields and
directives mean what they mean there; where values come from is read from the graph's declarations.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    print_ast,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from api.arguments import Declined, compile_arguments, no_arguments, variables_in
from schema.graph.fields import NEAR, NEEDS, VALUE, Column
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphql import DocumentNode, FieldNode, GraphQLField, OperationDefinitionNode

NODES = frozenset(("Article", "Issue", "Section", "Tag"))
_TRANSLATIONS = "translations"


@dataclass(slots=True)
class Step:
    """One field of a selection.

    `value` is a declaration of the graph (schema/graph/fields.py). `arguments` gives a function's
    arguments for the request's variables. `below` has the selection of each type that the field may
    be of; a leaf has none. `tag` is what a change to the list or neighbourhood is told by.
    """

    name: str
    value: Any
    arguments: Callable[[Mapping[str, Any]], dict[str, Any]]
    is_list: bool
    is_nullable: bool
    has_nullable_items: bool
    write: Callable[[list[Any]], list[Any]] | None = None
    needs: tuple[str, ...] | None = ()
    below: dict[str, Selection] = field(default_factory=dict)
    type: str = ""
    tag: str | None = None


@dataclass(slots=True)
class Selection:
    """The fields that are asked of one type.

    `number` is the same for the same fields, in whatever document. `variables` are those that the
    fields' values depend on. `keeps`: it is of a node that stands in no other node, and is kept.
    `is_deep`: something below it is read. `columns` are those of the nodes' rows that the fields
    look at; None: all.
    """

    type: str
    names: tuple[str, ...]
    steps: list[Step]
    number: bytes
    variables: tuple[str, ...]
    keeps: bool
    is_deep: bool
    columns: frozenset[str] | None


def compile_plan(
    document: DocumentNode, operation: OperationDefinitionNode, values: Mapping[str, Any]
) -> Selection:
    """Compile an operation for all requests whose `@skip` and `@include` say the same.

    Raises Declined.
    """
    return _Compiling(document, operation, VariableValues({}, dict(values))).operation()


class _Compiling:
    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, values: VariableValues
    ) -> None:
        self.node = operation
        self.values = values
        self.fragments = {
            node.name.value: FragmentDetails(node)
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def operation(self) -> Selection:
        root = GRAPH.query_type
        assert root is not None  # noqa: S101 - a schema without queries is not ours
        found = collect_fields(GRAPH, self.fragments, self.values, root, self.node)
        return self.selection(root, found.grouped_field_set, inside=False)

    def selection(
        self, parent: GraphQLObjectType, grouped: Mapping[str, Any], *, inside: bool
    ) -> Selection:
        """Compile the fields of a type; `inside`: of a node or of something in one."""
        is_node = parent.name in NODES
        steps = [
            self.step(parent, name, [details.node for details in found], found, inside or is_node)
            for name, found in grouped.items()
        ]
        variables: set[str] = set()
        for found in grouped.values():
            variables |= variables_in(found[0].node.arguments or ())
        for step in steps:
            for below in step.below.values():
                variables.update(below.variables)
        return Selection(
            parent.name,
            tuple(grouped),
            steps,
            _number(parent, grouped, steps),
            tuple(sorted(variables)),
            keeps=is_node and not inside,
            is_deep=any(callable(step.value) for step in steps),
            columns=_columns(steps),
        )

    def step(
        self,
        parent: GraphQLObjectType,
        name: str,
        nodes: list[FieldNode],
        found: Any,
        inside: bool,  # noqa: FBT001 - see selection
    ) -> Step:
        node = nodes[0]
        if node.name.value == "__typename":
            return Step(name, parent.name, no_arguments, False, False, False)  # noqa: FBT003
        definition = GRAPH.get_field(parent, node.name.value)
        if definition is None or node.name.value.startswith("__"):
            message = "introspection"
            raise Declined(message)
        return self.declared(definition, name, node, found, inside=inside)

    def declared(
        self, definition: GraphQLField, name: str, node: FieldNode, found: Any, *, inside: bool
    ) -> Step:
        declared = definition.extensions["strawberry-definition"]
        type_: Any = definition.type
        named: Any = get_named_type(type_)
        bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        step = Step(
            name,
            declared.metadata[VALUE],
            compile_arguments(definition, declared, node),
            is_list=isinstance(bare, GraphQLList),
            is_nullable=bare is type_,
            has_nullable_items=isinstance(bare, GraphQLList)
            and not isinstance(bare.of_type, GraphQLNonNull),
            write=_writer(named),
            needs=declared.metadata.get(NEEDS, ()),
            type=named.name,
        )
        if node.selection_set is not None:
            for possible in _possible(named):
                fields = collect_subfields(
                    GRAPH, self.fragments, self.values, self.node, possible, found
                ).grouped_field_set
                step.below[possible.name] = self.selection(possible, fields, inside=inside)
            step.tag = _tag(step, declared.metadata.get(NEAR), node.name.value)
        return step


def _columns(steps: list[Step]) -> frozenset[str] | None:
    found: set[str] = set()
    for step in steps:
        if step.needs is None:
            return None
        found.update(step.needs)
        if isinstance(step.value, Column):
            found.add(step.value.name)
    return frozenset(found)


def _number(parent: GraphQLObjectType, grouped: Mapping[str, Any], steps: list[Step]) -> bytes:
    parts = [parent.name]
    for step, found in zip(steps, grouped.values(), strict=True):
        node = found[0].node
        arguments = ",".join(print_ast(argument) for argument in node.arguments or ())
        below = sorted((type_, each.number) for type_, each in step.below.items())
        parts.append(f"{step.name}:{node.name.value}({arguments}){below}")
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=16).digest()


def _possible(named: Any) -> Iterable[GraphQLObjectType]:
    return GRAPH.get_possible_types(named) if is_abstract_type(named) else [named]


def _tag(step: Step, near: bool | None, name: str) -> str | None:  # noqa: FBT001 - as it is declared
    """Name what a list depends on besides its own nodes: any other node of its type."""
    if name == _TRANSLATIONS:
        return _TRANSLATIONS
    type_ = step.type.removesuffix("Connection")
    return type_ if type_ in NODES and (step.is_list or near or type_ != step.type) else None


def _writer(named: Any) -> Callable[[list[Any]], list[Any]] | None:
    """Make what writes the leaves of a type; None where the values are JSON already."""
    if isinstance(named, GraphQLEnumType):
        names = {value.value: name for name, value in named.values.items()}
        return lambda values: [_name_of(value, names) for value in values]
    return _check_int if named is GraphQLInt else None


def _name_of(value: Any, names: Mapping[Any, str]) -> str | None:
    return None if value is None else names[value.value if isinstance(value, Enum) else value]


def _check_int(values: list[Any]) -> list[Any]:
    for value in values:
        if value is not None and not -(2**31) <= value < 2**31:
            message = "a number does not fit into Int"
            raise Declined(message)
    return values
