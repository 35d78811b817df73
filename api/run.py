"""One run of a plan: what it reads with, what it has found, and where the memo has its nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson
from graphql import Undefined

from api.kept import trim
from api.memo import Rendered, size_of
from schema.graph.nodes import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.current import Current
    from api.memo import Tag
    from api.selection import Selection
    from schema.graph.request import Entity, Request
    from schema.wanted import Wanted

Owners = list[set["Tag | str"]]
"""For each value of a level, the tags of the node in which it stands."""

_PATH_SIZE = 400  # bytes
_READ_SIZE = 1_000  # bytes that a first read takes, besides its rows
_ROW_SIZE = 300

Place = tuple[str, str, str]
"""Where the memo has a node: its selection and the languages asked for, its key, its language."""


@dataclass(slots=True)
class Run:
    """One run of a plan.

    `nodes` are the kept nodes of the answer, `tags` what else it depends on; `rendered` are those
    of the nodes that were not in the memo.
    """

    request: Request
    values: Mapping[str, Any]
    current: Current
    nodes: list[Rendered] = field(default_factory=list)
    tags: set[Tag | str] = field(default_factory=set)
    rendered: dict[Place, Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the fields have what was read before."""
        self.request.first_reads, self.request.paths = self.current.first_reads, self.current.paths

    def keep(self) -> None:
        """Keep what was read and rendered, once it is known to be of the memo's revision."""
        for name, read in self.request.newly_read.items():
            self.current.first_reads.put(name, read, _READ_SIZE + _ROW_SIZE * len(read or ()))
        for place, each in self.rendered.items():
            self.current.memo.put(place, each, each.size)
            if each.type == "Article":
                self._know((each.language, each.slug), place[1])
        # Most articles are never asked for by their id: those that were are known by it.
        for name, slug in self.request.found_by_id.items():
            self._know(name, slug)

    def _know(self, name: tuple[str, ...], value: str) -> None:
        if self.current.paths.get(name) is None:
            self.current.paths.put(name, value, _PATH_SIZE)


def places_of(selection: Selection, run: Run, entities: list[Entity]) -> list[Place]:
    """Name where the memo has each node under a selection."""
    key = KEYS[selection.type]
    places: list[Place] = []
    before, name = None, ""
    for _, row, language, wanted in entities:
        if wanted is not before:  # those of one list have it in common
            before, name = wanted, name_of(selection, run, wanted)
        places.append((name, row[key], language))
    return places


def name_of(selection: Selection, run: Run, wanted: Wanted) -> str:
    """Name a selection, the variables in it, and the languages asked for."""
    name = f"{selection.number}{wanted.languages}"
    if selection.variables:  # what is left out is not null: a default may stand for it
        values = repr([run.values.get(name, Undefined) for name in selection.variables])
        name += blake2b(values.encode(errors="surrogatepass"), digest_size=16).hexdigest()
    return name


def rendered_of(entity: Entity, data: dict[str, Any], tags: set[Tag | str]) -> Rendered:
    """Write what a node has under a selection, to be kept."""
    json = trim(orjson.dumps(data))
    size = size_of(json, tags)
    slug = entity.row["slug"]
    return Rendered(
        entity.type, orjson.Fragment(json), frozenset(tags), entity.language, slug, size
    )


def keys_of(selection: Selection, entities: list[Entity]) -> tuple[list[Any], dict[Any, Entity]]:
    """Give each node's key, and the first node of each."""
    key = KEYS[selection.type]
    keys = [(entity.row[key], entity.language, entity.wanted) for entity in entities]
    return keys, dict(zip(reversed(keys), reversed(entities), strict=True))
