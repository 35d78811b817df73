"""Connections (Relay): a page of a list, its edges and where it stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from schema.graph.cursors import write_cursor
from schema.graph.fields import COST
from schema.graph.request import Entity
from schema.reads.pages import Key, Window

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


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read, in the list's order; `count` reads the whole list's length."""

    nodes: list[Entity]
    cursors: list[str]
    has_next: bool
    has_previous: bool
    count: Callable[[], Awaitable[int]]


def make_page(
    rows: list[Row],
    window: Window,
    order: Sequence[str],
    fingerprint: str,
    make: Callable[[Row], Entity],
    count: Callable[[], Awaitable[int]],
) -> Page:
    """Make a page of the rows that `read_page` gave: one row more tells of further ones."""
    further = len(rows) > window.size
    shown = rows[: window.size]
    if window.backwards:
        shown = shown[::-1]
    keys: list[Key] = [tuple(row[name] for name in order) for row in shown]
    return Page(
        nodes=[make(row) for row in shown],
        cursors=[write_cursor(fingerprint, key) for key in keys],
        has_next=window.before is not None if window.backwards else further,
        has_previous=further if window.backwards else window.after is not None,
        count=count,
    )


@strawberry.type(description="Where a page stands in its list (Relay, PageInfo).")
class PageInfo:
    """Relay's PageInfo."""

    @strawberry.field(description="Whether there are nodes behind this page.")
    def has_next_page(root: Page) -> bool:
        return root.has_next

    @strawberry.field(description="Whether there are nodes before this page.")
    def has_previous_page(root: Page) -> bool:
        return root.has_previous

    @strawberry.field(description="The first node's cursor; null on an empty page.")
    def start_cursor(root: Page) -> str | None:
        return root.cursors[0] if root.cursors else None

    @strawberry.field(description="The last node's cursor: `after` for the next page.")
    def end_cursor(root: Page) -> str | None:
        return root.cursors[-1] if root.cursors else None


@strawberry.type(description="A node of a connection, with its cursor.")
class Edge(Generic[Node]):
    """Relay's Edge."""

    cursor: str = strawberry.field(description="Where the node stands: for `after` and `before`.")
    node: Node = strawberry.field(description="The node.")


@strawberry.type(description="A page of a list (Relay, Connection).")
class Connection(Generic[Node]):
    """Relay's Connection, with `nodes` beside `edges`."""

    @strawberry.field(description="The page's nodes, each with its cursor.")
    def edges(root: Page) -> list[Edge[Node]]:
        pairs = zip(root.cursors, root.nodes, strict=True)
        return [Edge(cursor=cursor, node=node) for cursor, node in pairs]  # type: ignore[arg-type]

    @strawberry.field(description="The page's nodes, for clients that need no cursor for each.")
    def nodes(root: Page) -> list[Node]:
        return root.nodes  # type: ignore[return-value]

    @strawberry.field(description="Where the page stands.")
    def page_info(root: Page) -> PageInfo:
        return root  # type: ignore[return-value]

    @strawberry.field(
        description="How many nodes the whole list has; counted only when asked.",
        metadata={COST: 10},
    )
    async def total_count(root: Page) -> int:
        return await root.count()
