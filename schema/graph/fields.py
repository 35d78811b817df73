"""How a field says, at its declaration, where its value comes from and what it weighs.

Two readers have the same declarations: the plain resolvers, which the ordinary executor calls, and
the compiler of plans.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import strawberry
from strawberry.types import Info

from schema.graph.cost import Length, directives_of
from schema.graph.request import Ask, Entity, Request, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

VALUE = "value"
"""The key, in a field's metadata, of where its value comes from: Column, Item or a function."""

COST = "cost"
"""The key of what one value counts towards a document's cost; 1 where nothing is said."""

LENGTH = "length"
"""The key of how often what is selected inside counts; None: once."""

NEEDS = "needs"
"""The key of the columns that a function looks at in the node's row; None: all that there are.

Where they depend on the field's arguments: a function of them."""

NEAR = "near"
"""The key that marks a node which stands beside its parent: another one may come between."""

HANGS = "hangs"
"""The key of the name under which the value may stand in the node's row already; None: never.

Where that depends on the field's arguments: a function of them that gives the name alone."""

BRINGS = "brings"
"""The key of the columns that the nodes have which stand in the row so; None: all that there are.

Where more is asked of them, they are read."""

HEAVY = "heavy"
"""The key that marks a field which takes milliseconds whatever is asked: it holds up others."""


class Column(NamedTuple):
    """The value is a column of the node's row."""

    name: str


class Item(NamedTuple):
    """The value is an item of the parent value, a dictionary."""

    name: str


def column(name: str, description: str) -> Any:
    """Declare a field that is a column of the node's row."""

    def resolve(root: Entity) -> Any:
        return root.row[name]

    return strawberry.field(
        resolver=resolve, description=description, metadata={VALUE: Column(name)}
    )


def item(name: str, description: str) -> Any:
    """Declare a field of a value that is a dictionary."""

    def resolve(root: dict[str, Any]) -> Any:
        return root[name]

    return strawberry.field(resolver=resolve, description=description, metadata={VALUE: Item(name)})


def computed(compute: Callable[[Any, Request], Any], description: str, *needs: str) -> Any:
    """Declare a field that is computed from the parent and the catalogue, without a read.

    `needs` are the columns of the parent's row that it looks at.
    """

    def resolve(root: Entity, info: Info[Request, None]) -> Any:
        return compute(root, info.context)

    metadata = {VALUE: compute, NEEDS: needs}
    return strawberry.field(resolver=resolve, description=description, metadata=metadata)


def deprecated(reason: str, field: Any) -> Any:
    """Say of a declared field since when it is deprecated, and what to ask for instead.

    `api/deprecation.py` says how the reason is written.
    """
    field.deprecation_reason = reason
    return field


def batched(  # noqa: PLR0913 - a declaration
    batch: Callable[..., Any],
    key: Callable[[Entity], Hashable],
    description: str,
    *more: Hashable,
    cost: int = 1,
    length: Length | None = None,
    needs: tuple[str, ...] = (),
    hangs: str | None = None,
) -> Any:
    """Declare a field that is read for all nodes of a level at once; a key of None is null.

    `needs` are the columns of the node's row that `key` looks at, besides those of its id. Where
    the row has what `hangs` on the node, that is the value, and nothing is read.
    """

    def resolve(root: Entity, info: Info[Request, None]) -> Any:
        found = key(root)
        return None if found is None else ask(batch, found, *more)

    return answered(description, cost=cost, length=length, needs=needs, hangs=hangs)(resolve)


def answered(  # noqa: PLR0913 - a declaration
    description: str,
    *,
    cost: int = 1,
    length: Length | None = None,
    near: bool = False,
    needs: tuple[str, ...] | Callable[..., tuple[str, ...]] | None = None,
    hangs: str | Callable[..., tuple[str]] | None = None,
    brings: frozenset[str] | None = None,
    heavy: bool = False,
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a field by a function of the parent, `info` and the field's own arguments.

    It gives the value, or what must be read for it (`ask`); it never waits.
    """

    def declare(function: Callable[..., Any]) -> Any:
        @functools.wraps(function)
        def resolve(root: Any, info: Info[Request, None], **arguments: Any) -> Any:
            value = function(root, info, **arguments)
            # Only what must wait does: an error beside it would leave a coroutine behind.
            return info.context.settle(value) if isinstance(value, Ask) else value

        metadata = {VALUE: function, COST: cost, LENGTH: length, NEAR: near, NEEDS: needs}
        metadata |= {HANGS: hangs, BRINGS: brings, HEAVY: heavy}
        return strawberry.field(
            resolver=resolve,
            description=description,
            metadata=metadata,
            directives=directives_of(cost, length),
        )

    return declare
