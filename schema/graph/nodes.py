"""What all nodes are: an id, in one language; and which entity is which type."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, overload

import strawberry

from schema.graph.ids import encode_id
from schema.graph.request import Entity

if TYPE_CHECKING:
    from schema.graph.request import Request
    from schema.wanted import Wanted

Row = dict[str, Any]

KEYS = {"Article": "key", **dict.fromkeys(("Issue", "Section", "Tag", "Publication"), "slug")}
"""The types of nodes, each with the column of its key."""


def node_id(entity: Entity, _request: Request | None = None) -> str:
    """Give a node's id."""
    return encode_id(entity.type, entity.language, entity.row[KEYS[entity.type]])


ID = (
    "Its id, opaque: keep it, never take it apart. It stays the same over all seedings and servers "
    "and is another one in each language, so it is a safe key for caches. `node` takes it."
)
"""What is said of the id of every type."""


@strawberry.interface(
    description="Whatever has an id and can be loaded again by it: Article, Issue, Section, Tag "
    "and Publication (Relay, Object Identification). A node is in one language, whole."
)
class Node:
    """Relay's Node."""

    id: strawberry.ID = strawberry.field(description=ID)


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


def publication(row: Row, wanted: Wanted) -> Entity:
    """Make the publication's entity, in the wanted language."""
    return Entity("Publication", row, wanted.language, wanted)


class Bare(Sequence[Entity]):
    """The nodes of a page of which only the keys were read; each is made when it is looked at.

    `rows` are (language, *the columns of the order), and the last of these is the key.
    """

    def __init__(
        self, kind: str, order: tuple[str, ...], rows: list[tuple[Any, ...]], wanted: Wanted
    ) -> None:
        """Make none yet; `kind` is `article` or `issue`."""
        self.type = kind.capitalize()
        self.wanted = wanted
        self._names = ("language", *order)
        self._rows = rows
        self._key = len(order)

    def places(self, name: str) -> list[tuple[str, str, str]]:
        """Give (name, key, language) of each."""
        keys, languages = map(itemgetter(self._key), self._rows), map(itemgetter(0), self._rows)
        return list(zip(repeat(name), keys, languages))

    def __len__(self) -> int:
        """Count them."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Entity: ...

    @overload
    def __getitem__(self, place: slice) -> list[Entity]: ...

    def __getitem__(self, place: int | slice) -> Entity | list[Entity]:
        """Make one or some."""
        if isinstance(place, slice):
            return [self._make(row) for row in self._rows[place]]
        return self._make(self._rows[place])

    def _make(self, row: tuple[Any, ...]) -> Entity:
        named = dict(zip(self._names, row, strict=False))  # a row tells its revision besides
        return Entity(self.type, named, row[0], self.wanted)


def list_of(kind: str, rows: list[Row], wanted: Wanted) -> list[Entity]:
    """Make the entities of a list: `kind` is `article`, `issue` or `tag`."""
    if kind == "tag":
        return [tag(row, wanted) for row in rows]
    type_ = kind.capitalize()
    return [Entity(type_, row, row["language"], wanted) for row in rows]
