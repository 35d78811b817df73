"""A request to the graph, and what the graph says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from schema.graph.cursors import LARGEST_PAGE
from schema.graph.ids import encode_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from api.memo import Rendered, Tag
    from schema.graph.request import Request
    from schema.reader import State


@dataclass(slots=True)
class Asked:
    """One request to the graph. `accepted` are languages by preference, for where none is named.

    `trusted`: the document is ours or of a manifest; limits are for the others. `tells_cost`: the
    answer is to say it. `digest`: by which hash the client will ask for the document again.
    `largest_page`: the most nodes that one page may have.
    """

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    accepted: Sequence[str] = ()
    trusted: bool = False
    tells_cost: bool = False
    digest: str = ""
    largest_page: int = LARGEST_PAGE


@dataclass(slots=True)
class Answer:
    """What the graph says. `ran` False: the document was refused before it ran.

    `data` may hold nodes as `orjson.Fragment`; `nodes` are those, and know what they depend on;
    `depends_on` is what the rest does. `state` is the revision's, with
    the identity of the file that has it; `language` is the one that was served where the request
    named none; `ahead` are the instants of publication that are still to come; `timing` is what
    Server-Timing tells (docs/caching.md): milliseconds or words, by name; `extensions` are
    GraphQL's.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    ran: bool
    state: State = (0, "", None)
    language: str = ""
    ahead: tuple[str, ...] = ()
    depends_on: Collection[Tag | str] = ()
    nodes: Sequence[Rendered] = ()
    timing: Mapping[str, float | str] = field(default_factory=dict)
    extensions: Mapping[str, Any] | None = None

    @classmethod
    def of(
        cls,
        request: Request,
        data: dict[str, Any] | None,
        errors: list[dict[str, Any]],
        depends_on: Collection[Tag | str],
        nodes: Sequence[Rendered] = (),
        timing: Mapping[str, float | str] | None = None,
    ) -> Answer:
        """Make the answer to a request that ran."""
        catalogue = request.catalogue
        ran = data is not None or any("path" in error for error in errors)
        language, ahead = request.default_language, catalogue.ahead
        return cls(
            data, errors, ran, catalogue.state, language, ahead, depends_on, nodes, timing or {}
        )

    @property
    def revision(self) -> int:
        """Give the number of the revision that it belongs to; 0 where nothing was read."""
        return self.state[0]

    @property
    def seeded_at(self) -> str:
        """Give the instant of the revision."""
        return self.state[1]

    @property
    def tags(self) -> frozenset[str]:
        """Give what its bytes depend on: the ids of nodes, and the types of which it has lists.

        Everything depends on the publication: its address, its languages, the words for trends.
        """
        found = {"Publication", *self.depends_on}.union(*(node.tags for node in self.nodes))
        return frozenset(tag if isinstance(tag, str) else encode_id(*tag) for tag in found)

    def plain(self) -> dict[str, Any]:
        """Give the data without fragments."""
        found: dict[str, Any] = orjson.loads(orjson.dumps(self.data or {}))
        return found

    def as_json(self) -> bytes:
        """Write GraphQL's response (spec §7): errors first, where there are any."""
        body: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        if self.ran:
            body["data"] = self.data
        if self.extensions:
            body["extensions"] = self.extensions
        return orjson.dumps(body)
