"""Connections (Relay): a page of a list, its edges and where it stands."""

from __future__ import annotations

from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.cursors import Fingerprint, write_cursor
from schema.graph.fields import answered, computed, item
from schema.graph.request import Entity, Request, ask
from schema.reads.pages import List, Window

Node = TypeVar("Node")
Row = dict[str, Any]

First = Annotated[
    int | None, strawberry.argument(description="How many from the start, 0 to 100. Default: 20.")
]
After = Annotated[
    str | None, strawberry.argument(description="A cursor: begin behind it (exclusive).")
]
Last = Annotated[
    int | None, strawberry.argument(description="How many from the end, 0 to 100; not with first.")
]
Before = Annotated[
    str | None, strawberry.argument(description="A cursor: end before it (exclusive).")
]


class Page(NamedTuple):
    """A page as it was read, in the list's order; `parent` is the slug of whose list it is.

    `fingerprint` names the list: its parent, language, filter and order.
    """

    nodes: list[Entity]
    order: tuple[str, ...]
    fingerprint: Fingerprint
    has_next: bool
    has_previous: bool
    of: List
    parent: str | None = None

    def cursor(self, place: int) -> str:
        """Write the cursor of one of its nodes."""
        row = self.nodes[place].row
        return write_cursor(self.fingerprint, tuple(row[name] for name in self.order))


def make_page(
    rows: list[Row],
    window: Window,
    of: List,
    fingerprint: Fingerprint,
    parent: str | None = None,
) -> Page:
    """Make a page of the rows that were read: one row more tells of further ones."""
    further = len(rows) > window.size
    shown = rows[: window.size]
    if window.backwards:
        shown = shown[::-1]
    return Page(
        nodes=nodes.list_of(of.source, shown, of.wanted),
        order=of.order,
        fingerprint=fingerprint,
        has_next=window.before is not None if window.backwards else further,
        has_previous=further if window.backwards else window.after is not None,
        of=of,
        parent=parent,
    )


def _cursor_at(page: Page, place: int) -> str | None:
    return page.cursor(place) if page.nodes else None


@strawberry.type(description="Where a page stands in its list (Relay, PageInfo).")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = computed(
        lambda page, _: page.has_next, "Whether there are nodes behind this page."
    )
    has_previous_page: bool = computed(
        lambda page, _: page.has_previous, "Whether there are nodes before this page."
    )
    start_cursor: str | None = computed(
        lambda page, _: _cursor_at(page, 0), "The first node's cursor; null on an empty page."
    )
    end_cursor: str | None = computed(
        lambda page, _: _cursor_at(page, -1), "The last node's cursor: `after` for the next page."
    )


@strawberry.type(description="A node of a connection, with its cursor.")
class Edge(Generic[Node]):
    """Relay's Edge."""

    cursor: str = item("cursor", "Where the node stands: for `after` and `before`.")
    node: Node = item("node", "The node.")


@strawberry.type(description="A page of a list (Relay, Connection).")
class Connection(Generic[Node]):
    """Relay's Connection, with `nodes` beside `edges`."""

    @answered("The page's nodes, each with its cursor.")
    def edges(root: Page, info: Info[Request, None]) -> list[Edge[Node]]:
        pairs = enumerate(root.nodes)
        return [{"cursor": root.cursor(place), "node": node} for place, node in pairs]  # type: ignore[misc]

    @answered("The page's nodes, for clients that need no cursor for each.")
    def nodes(root: Page, info: Info[Request, None]) -> list[Node]:
        return root.nodes  # type: ignore[return-value]

    @answered("Where the page stands.")
    def page_info(root: Page, info: Info[Request, None]) -> PageInfo:
        return root  # type: ignore[return-value]

    @answered("How many nodes the whole list has; counted only when asked.", cost=10)
    def total_count(root: Page, info: Info[Request, None]) -> int:
        return ask(batches.count_lists, root.parent, root.of)
