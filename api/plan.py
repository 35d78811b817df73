"""A valid operation becomes a plan: what each field reads and how its value is written.

Selections are collected by graphql-core's own functions, so fragments, aliases, merged fields and
directives mean what they mean there; where values come from is read from the graph's declarations.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    print_ast,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from api.arguments import (
    Declined,
    columns_needed,
    compile_arguments,
    values_in,
    variables_in,
)
from api.dependence import tags_of
from api.selection import Selection, Step
from api.values import make_reader, names_of
from schema.graph.fields import BRINGS, COST, HANGS, HEAVY, NEEDS, VALUE, Column
from schema.graph.nodes import KEYS
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphql import DocumentNode, FieldNode, GraphQLField, OperationDefinitionNode

    from api.values import Read


# Bytes, measured: of a selection with its function, of a step, of a value of an argument.
_SELECTION_SIZE = 2_900
_STEP_SIZE = 600
_VALUE_SIZE = 450


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
        self.compiled: dict[Any, Selection] = {}
        self.size = 0
        self.is_heavy = False

    def operation(self) -> Selection:
        root = GRAPH.query_type
        assert root is not None  # noqa: S101 - a schema without queries is not ours
        found = collect_fields(GRAPH, self.fragments, self.values, root, self.node)
        plan = self.selection(root, found.grouped_field_set, inside=False)
        plan.size, plan.is_heavy = self.size, self.is_heavy
        return plan

    def selection(
        self, parent: GraphQLObjectType, grouped: Mapping[str, Any], *, inside: bool
    ) -> Selection:
        """Compile the fields of a type; `inside`: of a node or of something in one.

        The same ones once: fragments that spread others twice would double a plan with each.
        """
        nodes = ((name, *(id(each.node) for each in found)) for name, found in grouped.items())
        same = (parent.name, inside, tuple(nodes))
        if same not in self.compiled:
            self.compiled[same] = self.compile(parent, grouped, inside=inside)
        return self.compiled[same]

    def compile(
        self, parent: GraphQLObjectType, grouped: Mapping[str, Any], *, inside: bool
    ) -> Selection:
        is_node = parent.name in KEYS
        self.size += _SELECTION_SIZE
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
            steps,
            _number(parent, grouped, steps),
            tuple(sorted(variables)),
            keeps=is_node and not inside,
            for_level=[step for step in steps if not step.is_flat],
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
        self.size += _STEP_SIZE + _VALUE_SIZE * sum(1 for _ in values_in(node.arguments or ()))
        if node.name.value == "__typename":
            return Step(name, parent.name)
        definition = GRAPH.get_field(parent, node.name.value)
        if definition is None or node.name.value.startswith("__"):
            message = "introspection"
            raise Declined(message)
        return self.declared(definition, name, node, found, inside=inside)

    def declared(
        self, definition: GraphQLField, name: str, node: FieldNode, found: Any, *, inside: bool
    ) -> Step:
        declared = definition.extensions["strawberry-definition"]
        value, said = declared.metadata[VALUE], declared.metadata
        self.is_heavy |= said.get(HEAVY, False)
        named: Any = get_named_type(definition.type)
        below = {} if node.selection_set is None else self.below(named, found, inside=inside)
        arguments = compile_arguments(definition, declared, node)
        needs = (value.name,) if isinstance(value, Column) else said.get(NEEDS, ())
        needs = columns_needed(needs, node, arguments)
        hangs = _hung(said, node, arguments, below)
        step = Step(
            name,
            value,
            _reader(value, arguments, below) if COST in said else None,
            hangs,
            needs=(*needs, hangs) if hangs and needs is not None else needs,
            is_int=named is GraphQLInt,
            names=names_of(named),
            below=below,
        )
        _set_nullability(step, definition.type)
        if below:
            step.tags = tags_of(definition, step, named.name, node.name.value)
        step.settle()
        return step

    def below(self, named: Any, found: Any, *, inside: bool) -> dict[str, Selection]:
        return {
            type_.name: self.selection(
                type_,
                collect_subfields(
                    GRAPH, self.fragments, self.values, self.node, type_, found
                ).grouped_field_set,
                inside=inside,
            )
            for type_ in _possible(named)
        }


def _hung(
    said: Mapping[Any, Any],
    node: FieldNode,
    arguments: Callable[..., dict[str, Any]],
    below: Mapping[str, Selection],
) -> str | None:
    """Name what may stand in the parents' rows as the field's value; None where nothing may."""
    hangs, brings = said.get(HANGS), said.get(BRINGS)
    if brings is not None and not all(
        each.columns is not None and each.columns <= brings for each in below.values()
    ):
        return None
    if callable(hangs):  # it depends on the field's arguments
        return next(iter(columns_needed(hangs, node, arguments)), None)
    return hangs


def _reader(
    value: Any, arguments: Callable[..., dict[str, Any]], below: Mapping[str, Selection]
) -> Read:
    articles = below.get("Article")
    return make_reader(value, arguments, articles.columns if articles else None)


def _set_nullability(step: Step, type_: Any) -> None:
    bare = get_nullable_type(type_)
    step.must_be = bare is not type_
    step.is_list = isinstance(bare, GraphQLList)
    step.has_nullable_items = step.is_list and not isinstance(bare.of_type, GraphQLNonNull)


def _columns(steps: list[Step]) -> frozenset[str] | None:
    found: set[str] = set()
    for step in steps:
        if step.needs is None:
            return None
        found.update(step.needs)
    return frozenset(found)


def _number(parent: GraphQLObjectType, grouped: Mapping[str, Any], steps: list[Step]) -> str:
    parts = [parent.name]
    for step, found in zip(steps, grouped.values(), strict=True):
        node = found[0].node
        arguments = ",".join(print_ast(argument) for argument in node.arguments or ())
        below = sorted((type_, each.number) for type_, each in step.below.items())
        parts.append(f"{step.name}:{node.name.value}({arguments}){below}")
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()


def _possible(named: Any) -> Iterable[GraphQLObjectType]:
    return GRAPH.get_possible_types(named) if is_abstract_type(named) else [named]
