"""What a stored document answers, as JSON Schema: its selections, with the graph's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    OperationDefinitionNode,
    is_abstract_type,
    is_specified_scalar_type,
    parse,
)

from schema.graph.query import GRAPH
from schema.graph.scalars import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.documents import Document

Schema = dict[str, Any]
Fragments = dict[str, FragmentDefinitionNode]

SCALARS: dict[str, Schema] = {
    "Boolean": {"type": "boolean"},
    "Int": {"type": "integer", "format": "int32"},
    "ID": {"type": "string"},
    "String": {"type": "string"},
    "Date": {"type": "string", "format": "date"},
    "DateTime": {"type": "string", "format": "date-time"},
    "LanguageCode": {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"},
    "Moment": {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
}
"""Each scalar of the graph as JSON has it."""


class Schemas:
    """Makes schemas; `components` has those that are named, in the order in which they are met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.components: dict[str, Schema] = {}

    def name(self, name: str, schema: Schema) -> Schema:
        """Put a schema among the components, and give the reference to it."""
        assert self.components.setdefault(name, schema) == schema, name  # noqa: S101 - our names
        return {"$ref": f"#/components/schemas/{name}"}

    def one(self, document: Document) -> Schema:
        """Describe the object that a document's root field gives."""
        type_, node, fragments = _root(document)
        return self._object(type_, [node], fragments, document.operation)

    def many(self, document: Document) -> Schema:
        """Describe what the list of a document's root field holds; of a connection, its nodes."""
        type_, node, fragments = _root(document)
        if type_.name.endswith("Connection"):
            node = _fields([node], fragments)["nodes"][0]
            type_ = _object_type(type_.fields[node.name.value].type)
        return self._object(type_, [node], fragments, f"Listed{type_.name}")

    def beside_nodes(self, document: Document, name: str) -> Schema:
        """Describe what stands beside the nodes of a document's connection."""
        type_, node, fragments = _root(document)
        nodes = _fields([node], fragments)[name]
        return self._output(type_.fields[name].type, nodes, fragments)

    def _output(self, type_: Any, nodes: list[FieldNode], fragments: Fragments) -> Schema:
        if isinstance(type_, GraphQLNonNull):
            return self._present(type_.of_type, nodes, fragments)
        return or_null(self._present(type_, nodes, fragments))

    def _present(self, type_: Any, nodes: list[FieldNode], fragments: Fragments) -> Schema:
        if isinstance(type_, GraphQLList):
            return {"type": "array", "items": self._output(type_.of_type, nodes, fragments)}
        if isinstance(type_, GraphQLObjectType):
            return self._object(type_, nodes, fragments)
        if is_abstract_type(type_):
            return self._one_of(nodes, fragments)
        return self._leaf(type_)

    def _one_of(self, nodes: list[FieldNode], fragments: Fragments) -> Schema:
        """Describe a node of any type: each has a fragment of its own."""
        used = [fragments[each.name.value] for each in _selections(nodes)]
        kinds = [(GRAPH.get_type(each.type_condition.name.value), each) for each in used]
        return {
            "anyOf": [
                self._object(_object_type(kind), [each], fragments, each.name.value)
                for kind, each in kinds
            ]
        }

    def _leaf(self, type_: Any) -> Schema:
        if isinstance(type_, GraphQLEnumType):
            return self.name(type_.name, _enum(type_))
        schema = SCALARS[type_.name]
        if is_specified_scalar_type(type_):
            return dict(schema)
        return self.name(type_.name, {**schema, "description": type_.description})

    def _object(
        self,
        type_: GraphQLObjectType,
        nodes: Sequence[FieldNode | FragmentDefinitionNode],
        fragments: Fragments,
        name: str | None = None,
    ) -> Schema:
        """Describe an object; a selection that is one fragment has the fragment's name."""
        properties = {
            key: self._property(type_, each, fragments)
            for key, each in _fields(nodes, fragments).items()
        }
        schema = {
            "type": "object",
            "description": type_.description,
            "properties": properties,
            "required": list(properties),
        }
        name = _only_spread(nodes) or name
        return self.name(name, schema) if name else schema

    def _property(
        self, type_: GraphQLObjectType, nodes: list[FieldNode], fragments: Fragments
    ) -> Schema:
        field = type_.fields[nodes[0].name.value]
        schema = {**self._output(field.type, nodes, fragments), "description": field.description}
        if field.deprecation_reason is not None:
            schema["deprecated"] = True
            schema["description"] += f" Deprecated: {field.deprecation_reason}"
        return schema


def or_null(schema: Schema) -> Schema:
    """Let a schema's value be null as well."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _enum(type_: GraphQLEnumType) -> Schema:
    meanings = "".join(f"\n- `{name}`: {each.description}" for name, each in type_.values.items())
    return {
        "type": "string",
        "enum": list(type_.values),
        "description": f"{type_.description}\n{meanings}",
    }


def _root(document: Document) -> tuple[GraphQLObjectType, FieldNode, Fragments]:
    definitions = parse(document.text).definitions
    fragments = {
        each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)
    }
    operation = definitions[0]
    assert isinstance(operation, OperationDefinitionNode)  # noqa: S101 - our own file
    node = operation.selection_set.selections[0]
    assert isinstance(node, FieldNode)  # noqa: S101
    assert GRAPH.query_type  # noqa: S101
    return _object_type(GRAPH.query_type.fields[document.root].type), node, fragments


def _object_type(type_: Any) -> GraphQLObjectType:
    while not isinstance(type_, GraphQLObjectType):
        type_ = type_.of_type
    return type_


def _fields(nodes: Iterable[Any], fragments: Fragments) -> dict[str, list[FieldNode]]:
    """Collect what nodes select, by response key (spec §6.3.2)."""
    found: dict[str, list[FieldNode]] = {}
    for each in _spread(nodes, fragments):
        key = each.alias.value if each.alias else each.name.value
        found.setdefault(key, []).append(each)
    return found


def _spread(nodes: Iterable[Any], fragments: Fragments) -> Iterator[FieldNode]:
    for each in _selections(nodes):
        if isinstance(each, FieldNode):
            yield each
        elif isinstance(each, FragmentSpreadNode):
            yield from _spread([fragments[each.name.value]], fragments)
        else:
            yield from _spread([each], fragments)


def _selections(nodes: Iterable[Any]) -> list[Any]:
    return [each for node in nodes for each in node.selection_set.selections]


def _only_spread(nodes: Iterable[Any]) -> str | None:
    """Name the one fragment that is all of a selection."""
    selections = _selections(nodes)
    only = selections[0] if len(selections) == 1 else None
    return only.name.value if isinstance(only, FragmentSpreadNode) else None
