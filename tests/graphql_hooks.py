"""What schemathesis cannot know of the graph: values that there are, and the limits of numbers.

With them every document that it makes must be answered without an error.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import schemathesis
from graphql import (
    ArgumentNode,
    FieldNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    StringValueNode,
    parse,
    print_ast,
    visit,
)
from graphql.language.visitor import Visitor
from hypothesis import strategies
from served_values import choose, known

from schema.words.query import MOST_CHARACTERS

LIMITS = {"first": (0, 100), "last": (0, 100), "length": (1, 2000)}
MOST = {"fallback": 20}
KINDS = {
    "section": "sections",
    "sections": "sections",
    "issues": "issues",
    "tag": "tags",
    "any": "tags",
    "all": "tags",
    "none": "tags",
}
DAYS = strategies.dates().map(lambda day: day.isoformat())


def texts(values: Any) -> Any:
    return values.map(lambda text: StringValueNode(value=text))


schemathesis.graphql.scalar("Date", texts(DAYS))
schemathesis.graphql.scalar("Moment", texts(DAYS | DAYS.map("{}T12:00:00+03:00".format)))
schemathesis.graphql.scalar("LanguageCode", texts(strategies.sampled_from(known("languages"))))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - its form
    """Mend a document that is meant to be sound."""
    if case.meta is None or case.meta.generation.mode.is_positive:
        case.body = mend(case.body)


def mend(text: str) -> str:
    """Name what there is, in sizes that are allowed."""

    class Mend(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> Any:
            return replace(node, arguments=tuple(lone(node.arguments or ())))

        def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
            return replace(node, value=sound(node.name.value, node.value))

        def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> Any:
            return replace(node, value=sound(node.name.value, node.value))

    return print_ast(visit(parse(text), Mend()))


def lone(arguments: Any) -> list[ArgumentNode]:
    """Keep one end of a list, and no cursor: a random one is none."""
    given = {each.name.value: each for each in arguments}
    if "first" in given and not isinstance(given["first"].value, NullValueNode):
        given.pop("last", None)
    return [each for name, each in given.items() if name not in {"after", "before", "since"}]


def sound(name: str, value: Any) -> Any:
    """Give an argument's value, or one like it that is taken."""
    if name == "by":
        return one_of(value)
    if isinstance(value, ListValueNode):
        kept = value.values[: MOST.get(name)]
        return replace(value, values=tuple(sound(name, each) for each in kept))
    if isinstance(value, IntValueNode) and name in LIMITS:
        least, most = LIMITS[name]
        return replace(value, value=str(least + abs(int(value.value)) % (most - least + 1)))
    if isinstance(value, StringValueNode) and name == "query":
        return replace(value, value=f"ferry {value.value}"[:MOST_CHARACTERS].replace("-", " "))
    if isinstance(value, StringValueNode) and name in KINDS:
        return replace(value, value=choose(KINDS[name], value.value))
    return value


def one_of(value: Any) -> Any:
    """Keep one field of a lookup, which takes exactly one (spec §3.10.1, OneOf)."""
    given = [each for each in value.fields if not isinstance(each.value, NullValueNode)]
    id_ = ObjectFieldNode(name=NameNode(value="id"), value=StringValueNode(value="none"))
    return replace(value, fields=tuple(given[:1]) or (id_,))
