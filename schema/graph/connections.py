"""Connections (Relay): a page of a list, its edges and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.cursors import Fingerprint, write_cursor
from schema.graph.fields import answered, computed, item
from schema.graph.request import Entity, Request, ask
from schema.reads.pages import List, Window
from schema.reads.records import RecordList

Node = TypeVar("Node")
Row = dict[str, Any]

First = Annotated[
    int | None,
    strawberry.argument(
        description="How many nodes from the start, 0 to 100. 20 where neither `first` nor `last` "
        "is given."
    ),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Begin after the node of this cursor: the `pageInfo.endCursor` of the page "
        "before. A cursor of a list with another filter, order or language is an error, "
        "CURSOR_INVALID."
    ),
]
Last = Annotated[
    int | None,
    strawberry.argument(
        description="How many nodes from the end, 0 to 100; they come in the list's own order. Not "
        "together with `first`."
    ),
]
Before = Annotated[
    str | None,
    strawberry.argument(
        description="End before the node of this cursor: with `last` and the "
        "`pageInfo.startCursor` of a page, the page before it. What holds for `after` holds here."
    ),
]


class Page(NamedTuple):
    """A page as it was read, in the list's order; `parent` is the slug of whose list it is.

    `fingerprint` names the list: its parent, language, filter and order.
    """

    nodes: Sequence[Entity]
    order: tuple[str, ...]
    fingerprint: Fingerprint
    has_next: bool
    has_previous: bool
    of: List | RecordList
    parent: str | None = None

    def cursor(self, place: int) -> str:
        """Write the cursor of one of its nodes."""
        row = self.nodes[place].row
        return write_cursor(self.fingerprint, tuple(row[name] for name in self.order))


def make_page(
    rows: list[Any],
    window: Window,
    of: List,
    fingerprint: Fingerprint,
    parent: str | None = None,
) -> Page:
    """Make a page of the rows that were read: one row more tells of further ones.

    A row is a dictionary; or a tuple, as `read_keys` gives it.
    """
    further = len(rows) > window.size
    shown = rows[: window.size]
    if window.backwards:
        shown = shown[::-1]
    is_bare = bool(rows) and type(rows[0]) is tuple
    return Page(
        nodes.Bare(of.source, of.order, shown, of.wanted)
        if is_bare
        else nodes.list_of(of.source, shown, of.wanted),
        of.order,
        fingerprint,
        window.before is not None if window.backwards else further,
        further if window.backwards else window.after is not None,
        of,
        parent,
    )


def _cursor_at(page: Page, place: int) -> str | None:
    return page.cursor(place) if page.nodes else None


@strawberry.type(
    description="Where a page stands in its list, and how to come to the next one (Relay)."
)
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = computed(
        lambda page, _: page.has_next,
        "Whether the list goes on after this page: then ask with `after: endCursor`. Where `last` "
        "is used it only tells whether `before` was given.",
    )
    has_previous_page: bool = computed(
        lambda page, _: page.has_previous,
        "Whether the list has nodes before this page: then ask with `last` and `before: "
        "startCursor`. Where `last` is not used it only tells whether `after` was given.",
    )
    start_cursor: str | None = computed(
        lambda page, _: _cursor_at(page, 0),
        "The cursor of the page's first node; null on an empty page.",
    )
    end_cursor: str | None = computed(
        lambda page, _: _cursor_at(page, -1),
        "The cursor of the page's last node; null on an empty page.",
    )


@strawberry.type(description="One node of a page, with its cursor.")
class Edge(Generic[Node]):
    """Relay's Edge."""

    cursor: str = item(
        "cursor", "The node's place in the list, opaque: what `after` and `before` take."
    )
    node: Node = item("node", "The node itself.")


@strawberry.type(description="One page of a list, and where it stands (Relay, Connection).")
class Connection(Generic[Node]):
    """Relay's Connection, with `nodes` beside `edges`."""

    @answered("The page's nodes in the list's order, each with its cursor.")
    def edges(root: Page, info: Info[Request, None]) -> list[Edge[Node]]:
        pairs = enumerate(root.nodes)
        return [{"cursor": root.cursor(place), "node": node} for place, node in pairs]  # type: ignore[misc]

    @answered(
        "The page's nodes without cursors: the same as `edges { node }`. For turning pages "
        "`pageInfo` is enough."
    )
    def nodes(root: Page, info: Info[Request, None]) -> list[Node]:
        return root.nodes  # type: ignore[return-value]

    @answered(
        "Whether there are pages before and after this one, and the cursors to ask for them with."
    )
    def page_info(root: Page, info: Info[Request, None]) -> PageInfo:
        return root  # type: ignore[return-value]

    @answered(
        "How many nodes the whole list has, on all pages. It is counted only when it is asked for.",
        cost=10,
    )
    def total_count(root: Page, info: Info[Request, None]) -> int:
        return ask(batches.count_lists, root.parent, root.of)
