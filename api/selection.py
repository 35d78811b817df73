"""What a plan is made of: the fields of one type, and how each gives its values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from api.values import Read


@dataclass(slots=True)
class Step:
    """One field of a selection.

    `read` gives the values for all parents of a level, and `write` makes JSON of leaves. `needs`
    are the columns of the parents' rows that it looks at; None: all. `is_plain`: what is read needs
    no more. `below` has the selection of each type that the field may be of; a leaf has none. By
    `tags` a change is told that no node of the answer knows of.
    """

    name: str
    read: Read
    needs: tuple[str, ...] | None = ()
    must_be: bool = True
    is_list: bool = False
    has_nullable_items: bool = False
    is_plain: bool = False
    write: Callable[[list[Any]], list[Any]] | None = None
    below: dict[str, Selection] = field(default_factory=dict)
    reads: bool = False
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Selection:
    """The fields that are asked of one type.

    `number` is the same for the same fields, in whatever document. `variables` are those that the
    fields' values depend on. `keeps`: it is of a node that stands in no other node, and is kept.
    `is_deep`: something below it is read. `columns` are those of the nodes' rows that the fields
    look at; None: all. Of a plan's root: `size` is how many bytes the plan takes, and `is_heavy`
    that it takes milliseconds at least.
    """

    type: str
    names: tuple[str, ...]
    steps: list[Step]
    number: str
    variables: tuple[str, ...]
    keeps: bool
    is_deep: bool
    columns: frozenset[str] | None
    size: int = 0
    is_heavy: bool = False
