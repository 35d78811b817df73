"""What all nodes are: an id, in one language; and which entity is which type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import strawberry

from schema.graph.ids import encode_id
from schema.graph.request import Entity

if TYPE_CHECKING:
    from schema.graph.request import Request
    from schema.wanted import Wanted

Row = dict[str, Any]

_KEYS = {"Article": "key", "Issue": "slug", "Section": "slug", "Tag": "slug"}


def node_id(entity: Entity, _request: Request | None = None) -> str:
    """Give a node's id."""
    return encode_id(entity.type, entity.language, entity.row[_KEYS[entity.type]])


@strawberry.interface(
    description="Everything with an id (Relay, Object Identification). A node is in one language."
)
class Node:
    """Relay's Node."""

    id: strawberry.ID = strawberry.field(
        description="Opaque, stable across seedings and servers, different in every language."
    )


def is_type(name: str) -> Any:
    """Make the test by which graphql-core finds a node's type."""

    def is_type_of(_cls: type, value: object, _info: object) -> bool:
        return isinstance(value, Entity) and value.type == name

    return classmethod(is_type_of)


def article(row: Row, wanted: Wanted) -> Entity:
    """Make an article's entity."""
    return Entity("Article", row, row["language"], wanted)


def issue(row: Row, wanted: Wanted) -> Entity:
    """Make an issue's entity."""
    return Entity("Issue", row, row["language"], wanted)


def section(row: Row, wanted: Wanted) -> Entity:
    """Make a section's entity, in the wanted language."""
    return Entity("Section", row, wanted.language, wanted)


def tag(row: Row, wanted: Wanted) -> Entity:
    """Make a tag's entity, in the wanted language."""
    return Entity("Tag", row, wanted.language, wanted)


def list_of(kind: str, rows: list[Row], wanted: Wanted) -> list[Entity]:
    """Make the entities of a list: `kind` is `article`, `issue` or `tag`."""
    if kind == "tag":
        return [tag(row, wanted) for row in rows]
    type_ = kind.capitalize()
    return [Entity(type_, row, row["language"], wanted) for row in rows]
