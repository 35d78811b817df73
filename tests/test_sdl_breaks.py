"""What would break clients of the last release is found, and named in the changelog."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import build_schema, find_breaking_changes, find_dangerous_changes

from schema.graph.query import write_sdl

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphql import GraphQLSchema

ROOT = Path(__file__).parent.parent
RELEASED = Path(__file__).parent / "golden" / "schema-0.1.graphql"
CHANGELOG = ROOT / "CHANGELOG.md"
BREAKS = {
    "a field is gone": ("  lead: String\n", "  opening: String\n", "Article.lead"),
    "a field is a list": ("  lead: String\n", "  lead: [String]\n", "Article.lead"),
    "a field may be null": ("  wordCount: Int!\n", "  wordCount: Int\n", "Article.wordCount"),
    "a field has another type": ("  number: Int\n", "  number: String\n", "Issue.number"),
    "an argument is required": (
        "  section(\n",
        "  section(\n    must: Int!\n",
        "Query.section(must:)",
    ),
    "an interface is gone": ("type Tag implements Node {", "type Tag {", "Tag"),
}
"""What breaks clients, as a change of the SDL, and the coordinate that it is about."""

DANGERS = {
    "a value more": ("enum Trend {\n", "enum Trend {\n  UNKNOWN\n", "Trend.UNKNOWN"),
    "another default": (": Int! = 200\n", ": Int! = 300\n", "Article.excerpt(length:)"),
    "an argument more": ("  section(\n", "  section(\n    may: Int\n", "Query.section(may:)"),
}
"""What may surprise clients that are written without care."""

GROWTH = [
    ("type Tag implements Node {\n", "type Tag implements Node {\n  color: String\n"),
    ("scalar Date ", "scalar Colour\n\nscalar Date "),
    ('"""From left to right."""', '"""Left to right."""'),
]
"""A field more, a type more, another description."""

SMALL = [
    ("type A { a: Int }", "", {"A"}),
    ("enum U { A B }", "scalar U", {"U"}),
    ("union U = A | B", "union U = A", {"U"}),
    ("enum E { A B }", "enum E { A }", {"E.B"}),
    ("type T { f(a: Int): Int }", "type T { f: Int }", {"T.f(a:)"}),
    ("input I { a: Int }", "input I { a: Int b: Int! }", {"I.b"}),
    ("directive @d(a: Int) repeatable on FIELD", "directive @d on FIELD", {"@d", "@d(a:)"}),
    ("directive @d on FIELD | QUERY", "directive @d on FIELD", {"@d"}),
]
"""Two schemas each, and the coordinates of what the second breaks."""


def breaks(schema: GraphQLSchema, changelog: str) -> list[str]:
    """Word what a schema breaks of the released one and the changelog does not announce.

    A break is announced where its coordinate, such as `Article.lead`, stands under Changed or
    Removed. What is only dangerous (a value more in an enum, a further optional argument) may stand
    anywhere in the entry.
    """
    released = build_schema(RELEASED.read_text("utf-8"))
    breaking, dangerous = announced(changelog, {"Changed", "Removed"}), announced(changelog)
    found = [each.description for each in find_breaking_changes(released, schema)]
    risky = [each.description for each in find_dangerous_changes(released, schema)]
    return [words for words in found if coordinate(words) not in breaking] + [
        words for words in risky if coordinate(words) not in dangerous
    ]


def announced(changelog: str, titles: Collection[str] | None = None) -> set[str]:
    """Give what the newest version's entry has in backticks, under these titles or anywhere."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    parts = [part.partition("\n") for part in newest.split("\n### ")]
    told = [text for title, _, text in parts if titles is None or title.strip() in titles]
    return set(re.findall(r"`([^`\n]+)`", "\n".join(told)))


def coordinate(words: str) -> str:
    """Find what a change is about: a type, `Type.field`, `Type.field(argument:)`, `@directive`."""
    of_type = re.search(r"(?:union type|implemented by) (\w+)|^(\w+) no longer implements", words)
    if of_type:
        return of_type[1] or of_type[2]
    found = re.search(r"@?\w+(?:\.\w+)?\(\w+:\)|\w+\.\w+|@\w+", words)
    return found[0] if found else words.removeprefix("Standard scalar ").split()[0]


def test_the_schema_breaks_nothing_of_the_released_one_without_a_word() -> None:
    told = breaks(build_schema(write_sdl()), CHANGELOG.read_text("utf-8"))
    missing = "\n".join(f"- `{coordinate(words)}`: {words}" for words in told)
    assert not told, f"announce in CHANGELOG.md, breaks under Changed or Removed:\n{missing}"


def changed(old: str, new: str) -> list[str]:
    """Word what one change of the released schema's text breaks, announced nowhere."""
    text = RELEASED.read_text("utf-8")
    assert old in text
    return breaks(build_schema(text.replace(old, new, 1)), "")


def entry(title: str, about: str) -> str:
    return f"# Changelog\n\n## [0.2.0]\n\n### {title}\n\n- `{about}` is different.\n"


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_found_and_is_allowed_where_the_changelog_names_it(name: str) -> None:
    old, new, about = BREAKS[name]
    found = changed(old, new)
    assert {coordinate(words) for words in found} == {about}
    schema = build_schema(RELEASED.read_text("utf-8").replace(old, new, 1))
    for title in ("Changed", "Removed"):
        assert breaks(schema, entry(title, about)) == []
        assert breaks(schema, entry(title, "Something.else")) == found
    earlier = "# Changelog\n\n## [0.2.0]\n" + entry("Removed", about).partition("log\n")[2]
    assert breaks(schema, entry("Added", about)) == breaks(schema, earlier) == found


@pytest.mark.parametrize("name", DANGERS)
def test_a_danger_is_found_and_is_allowed_where_the_changelog_names_it(name: str) -> None:
    old, new, about = DANGERS[name]
    found = changed(old, new)
    assert {coordinate(words) for words in found} == {about}
    schema = build_schema(RELEASED.read_text("utf-8").replace(old, new, 1))
    assert breaks(schema, entry("Added", about)) == []


@pytest.mark.parametrize(("old", "new"), GROWTH)
def test_what_only_grows_needs_no_word(old: str, new: str) -> None:
    assert changed(old, new) == []


@pytest.mark.parametrize(("old", "new", "about"), SMALL)
def test_a_break_of_any_kind_has_its_coordinate(old: str, new: str, about: set[str]) -> None:
    rest = " type B { a: Int } type Query { a: Int }"
    rest += "" if "type A" in old else " type A { a: Int }"
    found = find_breaking_changes(build_schema(old + rest), build_schema(new + rest))
    assert {coordinate(change.description) for change in found} == about
