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
from api.memo import size_of
from schema.graph.fields import Column, Item
from schema.graph.ids import encode_id
from schema.graph.names import own_name
from schema.graph.nodes import KEYS, node_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.memo import Tag
    from api.run import Run
    from api.selection import Selection, Step
    from schema.graph.request import Entity

    Write = Callable[..., Any]

_INLINE = (node_id, own_name)
"""Functions that are written out; they never give None."""

_OF_CATALOGUE = ("Section", "Tag", "Publication")


def make_writers(plan: Selection) -> None:
    """Make the functions of a plan and of all that is below it: some milliseconds each at most."""
    left = [plan]
    while left:
        selection = left.pop()
        writer_of(selection)
        left += [each for step in selection.steps for each in step.below.values()]
    plan.is_ready = True


def writer_of(selection: Selection) -> Write:
    """Give `write(node, run, owner, *read)` of a selection, made when it is first asked for.

    `read` are the values of those steps which are for the level, in their order; `owner` gets the
    tags of the nodes. It gives a dictionary, and raises Declined.
    """
    if selection.write is None:
        selection.write = _Source(selection).compile()
    return selection.write


def refuse_null(name: str) -> None:
    """Raise Declined: GraphQL's own executor says which error that is."""
    message = f"{name} is null where it must not be"
    raise Declined(message)


def refuse_null_item(name: str) -> None:
    """Raise Declined for an item of a list."""
    message = f"{name} has a null where none must be"
    raise Declined(message)


def _refuse_large() -> None:
    message = "a number does not fit into Int"
    raise Declined(message)


class _Source:
    """The source of one function, and what its names stand for."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.given: list[str] = []
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "refuse_null": refuse_null,
            "refuse_null_item": refuse_null_item,
            "refuse_large": _refuse_large,
        }

    def compile(self) -> Write:
        items = [
            f"{step.name!r}: {self.step(place, step)}"
            for place, step in enumerate(self.selection.steps)
        ]
        self.lines.append(f"return {{{', '.join(items)}}}")
        body = "\n    ".join(self.head() + self.lines)
        source = f"def write({', '.join(['node', 'run', 'owner', *self.given])}):\n    {body}\n"
        # Not among the names that it looks into: it would hold itself.
        made: dict[str, Write] = {}
        exec(compile(source, f"<{self.selection.type}>", "exec"), self.names, made)  # noqa: S102 - of ours but for names
        return made["write"]

    def head(self) -> list[str]:
        """Begin with what all fields share; a node is a tag of the node that it stands in."""
        type_ = self.selection.type
        needs_row = any(isinstance(step.value, Column) for step in self.selection.steps)
        lines = ["row = node.row"] if needs_row or type_ in KEYS else []
        if any(name.startswith("f") for name in self.names):
            lines.append("request = run.request")
        if type_ in KEYS:
            lines.append(f"owner.add(({type_!r}, node.language, row[{KEYS[type_]!r}]))")
        return lines

    def step(self, place: int, step: Step) -> str:
        """Write the lines that a field needs; give the expression of its value."""
        value = self.value(place, step)
        if step.is_deep or isinstance(step.value, str):
            return value
        is_made = bool(step.below or step.is_int or step.names)
        # A column that must not be null is none in its table.
        is_plain = isinstance(step.value, Column | Item) or step.value in _INLINE
        is_bare = is_plain and not is_made
        if is_made or not is_bare:
            self.lines.append(f"v{place} = {value}")
            value = f"v{place}"
        if step.must_be and step.read is None and not is_bare:
            self.lines.append(f"if {value} is None: refuse_null({step.name!r})")
        return self.made(place, step, value) if is_made else value

    def made(self, place: int, step: Step, value: str) -> str:
        """Give the expression of what is made of a field's value."""
        if step.below:
            return self.inside(place, step, value)
        one = "i" if step.is_list else value
        if step.is_int:
            fits = f"{one} is None or {-(2**31)} <= {one} < {2**31}"
            each = f"all({fits} for i in {value} or ())" if step.is_list else f"({fits})"
            self.lines.append(f"if not {each}: refuse_large()")
            return value
        self.names[f"n{place}"] = step.names
        return (
            f"{value} and [n{place}[i] for i in {value}]" if step.is_list else f"n{place}[{value}]"
        )

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
        if step.value in _INLINE and self.selection.type in KEYS:
            return self.inline(step)
        self.names[f"f{place}"] = step.value
        return f"f{place}(node, request)"

    def inline(self, step: Step) -> str:
        """Give the expression of what most nodes are asked for."""
        if step.value is own_name:
            return "row['name'][node.language]"
        type_ = self.selection.type
        self.names["encode_id"] = encode_id
        return f"encode_id({type_!r}, node.language, row[{KEYS[type_]!r}])"

    def inside(self, place: int, step: Step, value: str) -> str:
        """Give the expression of what is below a field."""
        ((type_, selection),) = step.below.items()
        is_shared = type_ in _OF_CATALOGUE and not selection.variables
        self.names[f"w{place}"] = _shared(selection) if is_shared else writer_of(selection)
        # What is not there may come.
        absent = f"owner.add({type_!r})"
        if not step.is_list:
            return f"{absent} if {value} is None else w{place}({value}, run, owner)"
        absent = absent if step.has_nullable_items else f"refuse_null_item({step.name!r})"
        items = f"[{absent} if i is None else w{place}(i, run, owner) for i in {value}]"
        return f"None if {value} is None else {items}"


def _shared(selection: Selection) -> Write:
    """Write a node of the catalogue, once in a revision: every article has a section and tags."""
    number, write = selection.number, writer_of(selection)

    def shared(node: Entity, run: Run, owner: set[Tag | str]) -> Any:
        kept = run.current.shared
        if not kept.most_bytes:
            return write(node, run, owner)
        place = (number, node.row["slug"], node.language, node.wanted)
        found = kept.get(place)
        if found is None:
            tags: set[Tag | str] = set()
            json = trim(orjson.dumps(write(node, run, tags)))
            found = orjson.Fragment(json), tags
            kept.put(place, found, size_of(json, tags))
        owner |= found[1]
        return found[0]

    return shared
