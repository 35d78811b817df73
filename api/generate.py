"""A selection as one function in Python, which writes all fields of one value of its type.

What a general function finds out about each field for each value is found out once here: a column
is an item of the row, a leaf that needs no look is left alone. Nothing of a client's gets into the
source but names as GraphQL allows them (spec, §2.1.9), and these as literals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from api.arguments import Declined
from api.kept import trim
from schema.graph.fields import Column, Item
from schema.graph.nodes import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.memo import Tag
    from api.run import Run
    from api.selection import Selection, Step
    from schema.graph.request import Entity

    Write = Callable[..., Any]

_CATALOGUE = ("Section", "Tag", "Publication")
_MOST_NAMED = 4_096


def writer_of(selection: Selection) -> Write:
    """Give `write(node, run, owner, *read)` of a selection, made when it is first asked for.

    `read` are the values of those steps which are for the level, in their order; `owner` gets the
    tags of the nodes. It gives a dictionary, and raises Declined.
    """
    if selection.write is None:
        selection.write = _Source(selection).compile()
    return selection.write


def _missing(name: str) -> None:
    message = f"{name} is null where it must not be"
    raise Declined(message)


def _missing_item(name: str) -> None:
    message = f"{name} has a null where none must be"
    raise Declined(message)


def _too_large() -> None:
    message = "a number does not fit into Int"
    raise Declined(message)


class _Source:
    """The source of one function, and what its names stand for."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.given: list[str] = []
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "missing": _missing,
            "missing_item": _missing_item,
            "too_large": _too_large,
        }

    def compile(self) -> Write:
        items = [
            f"{step.name!r}: {self.step(place, step)}"
            for place, step in enumerate(self.selection.steps)
        ]
        self.lines.append(f"return {{{', '.join(items)}}}")
        body = "\n    ".join(self.head() + self.lines)
        source = f"def write({', '.join(['node', 'run', 'owner', *self.given])}):\n    {body}\n"
        exec(compile(source, f"<{self.selection.type}>", "exec"), self.names)  # noqa: S102 - see above
        write: Write = self.names["write"]
        return write

    def head(self) -> list[str]:
        """Begin with what all fields share; a node is a tag of the node that it stands in."""
        type_ = self.selection.type
        needs_row = any(isinstance(step.value, Column) for step in self.selection.steps)
        lines = ["row = node.row"] if needs_row or type_ in KEYS else []
        if type_ in KEYS:
            lines.append(f"owner.add(({type_!r}, node.language, row[{KEYS[type_]!r}]))")
        return lines

    def step(self, place: int, step: Step) -> str:
        """Write the lines that a field needs; give the expression of its value."""
        value = self.value(place, step)
        if step.is_deep:
            return value
        # A column that must not be null is none in its table.
        is_checked = (
            step.read is None and step.must_be and not isinstance(step.value, Column | Item)
        )
        if is_checked or step.below or step.is_int:
            self.lines.append(f"v{place} = {value}")
            value = f"v{place}"
        if is_checked and not isinstance(step.value, str):
            self.lines.append(f"if {value} is None: missing({step.name!r})")
        if step.below:
            return self.inside(place, step)
        if step.is_int:
            fits = f"{value} is None or {-(2**31)} <= {value} < {2**31}"
            self.lines.append(f"if not ({fits}): too_large()")
        if step.names is not None:
            self.names[f"n{place}"] = step.names
            return f"n{place}[{value}]"
        return value

    def value(self, place: int, step: Step) -> str:
        if isinstance(step.value, str):
            return repr(step.value)
        if not step.is_flat:
            self.given.append(f"x{place}")
            return f"x{place}"
        if isinstance(step.value, Column):
            return f"row[{step.value.name!r}]"
        if isinstance(step.value, Item):
            return f"node[{step.value.name!r}]"
        self.names[f"f{place}"] = step.value
        return f"f{place}(node, run.request)"

    def inside(self, place: int, step: Step) -> str:
        """Give the expression of what is below a field."""
        ((type_, selection),) = step.below.items()
        self.names[f"w{place}"] = (
            _named(selection) if _is_named(selection) else writer_of(selection)
        )
        # What is not there may come.
        absent = f"owner.add({type_!r})"
        if not step.is_list:
            return f"{absent} if v{place} is None else w{place}(v{place}, run, owner)"
        absent = absent if step.has_nullable_items else f"missing_item({step.name!r})"
        items = f"[{absent} if i is None else w{place}(i, run, owner) for i in v{place}]"
        return f"None if v{place} is None else {items}"


def _is_named(selection: Selection) -> bool:
    return selection.type in _CATALOGUE and not selection.variables


def _named(selection: Selection) -> Write:
    """Write a node of the catalogue, once in a revision: every article has a section and tags."""
    number, write = selection.number, writer_of(selection)

    def named(node: Entity, run: Run, owner: set[Tag | str]) -> orjson.Fragment:
        place, kept = (number, node.row["slug"], node.wanted), run.current.named
        found = kept.get(place)
        if found is None:
            tags: set[Tag | str] = set()
            found = orjson.Fragment(trim(orjson.dumps(write(node, run, tags)))), tags
            if len(kept) >= _MOST_NAMED:
                kept.clear()
            kept[place] = found
        json, tags = found
        owner |= tags
        return json

    return named
