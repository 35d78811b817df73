"""What a plan is made of: the fields of one type, and how each gives its values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from api.values import Read


@dataclass(slots=True)
class Step:
    """One field of a selection.

    `value` is its declaration (schema/graph/fields.py), or the text of a `__typename`. Where it may
    have to be read, `read` gives the values for all parents of a level; what `hangs` on a parent by
    this name, in its row, need not be. `needs` are the columns of the parents' rows that it looks
    at; None: all. A leaf may be checked to be an Int, or has its values' `names`; what is no leaf
    has, `below`, the selection of each type that it may be of. By `tags` a change is told that no
    node of the answer knows of.

    `is_deep`: what is below is for the whole level: it is kept, of several types, or read itself.
    `is_flat`: its parent alone gives its value, and all that is below.
    """

    name: str
    value: Any
    read: Read | None = None
    hangs: str | None = None
    needs: tuple[str, ...] | None = ()
    must_be: bool = True
    is_list: bool = False
    has_nullable_items: bool = False
    is_int: bool = False
    names: Mapping[Any, str | None] | None = None
    below: dict[str, Selection] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    is_deep: bool = False
    is_flat: bool = True

    def settle(self) -> None:
        """Find out how it is run, once all else is known."""
        found = self.below.values()
        self.is_deep = len(found) > 1 or any(each.keeps or each.for_level for each in found)
        self.is_flat = self.read is None and not self.tags and not self.is_deep


@dataclass(slots=True)
class Selection:
    """The fields that are asked of one type.

    `number` is the same for the same fields, in whatever document. `variables` are those that the
    fields' values depend on. `keeps`: it is of a node that stands in no other node, and is kept.
    `for_level` are the steps that are not flat. `columns` are those of the nodes' rows that the
    fields look at; None: all. `write` is made when it is first needed. Of a plan's root: `size` is
    how many bytes the plan takes, `is_heavy` that it takes milliseconds at least, and `is_ready`
    that all functions are made.
    """

    type: str
    steps: list[Step]
    number: str
    variables: tuple[str, ...]
    keeps: bool
    for_level: list[Step]
    columns: frozenset[str] | None
    write: Callable[..., dict[str, Any]] | None = None
    size: int = 0
    is_heavy: bool = False
    is_ready: bool = False
