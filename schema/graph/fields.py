"""How a field says, at its declaration, where its value comes from and what it weighs.

`cost` is what one value counts towards a document's cost; 1 where nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import strawberry
from strawberry.types import Info

from schema.graph.request import Entity, Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

COST = "cost"
"""The key of a field's weight in its metadata."""

ROWS = "rows"
"""The key, in its metadata, of which size of the catalogue a list without pages may reach."""


def column(name: str, description: str) -> Any:
    """Declare a field that is a column of the node's row."""

    def resolve(root: Entity) -> Any:
        return root.row[name]

    return strawberry.field(resolver=resolve, description=description)


def computed(compute: Callable[[Entity, Request], Any], description: str) -> Any:
    """Declare a field that is computed from the node's row and the catalogue, without a read."""

    def resolve(root: Entity, info: Info[Request, None]) -> Any:
        return compute(root, info.context)

    return strawberry.field(resolver=resolve, description=description)


def batched(
    batch: Callable[..., Any],
    key: Callable[[Entity], Hashable],
    description: str,
    *more: Any,
    cost: int = 1,
    rows: str | None = None,
) -> Any:
    """Declare a field that is read for all nodes of a level at once; a key of None is null."""

    async def resolve(root: Entity, info: Info[Request, None]) -> Any:
        found = key(root)
        return None if found is None else await _load(info, batch, found, more)

    metadata = {COST: cost, ROWS: rows}
    return strawberry.field(resolver=resolve, description=description, metadata=metadata)


def _load(
    info: Info[Request, None], batch: Callable[..., Any], key: Hashable, more: tuple[Any, ...]
) -> Awaitable[Any]:
    return info.context.load(batch, key, *more)
