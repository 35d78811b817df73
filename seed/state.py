"""What the database has, as far as a seeding may touch it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from schema.database import find_revision
from schema.reads.standing import all_rows, rows_where
from seed.issue_file import Publication
from seed.readers.saved_page import Stands

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from seed.content import Content

Id = tuple[str, str]
"""An article in one language: (key, language). An issue likewise: (slug, language)."""

Row = dict[str, Any]


@dataclass(slots=True)
class State:
    """Rows by their primary keys. `aliases` has (language, slug): row."""

    revision: int
    articles: dict[Id, Row] = field(default_factory=dict)
    aliases: dict[Id, Row] = field(default_factory=dict)
    issues: dict[Id, Row] = field(default_factory=dict)
    holders: dict[Id, str] = field(default_factory=dict)
    """(language, slug): the key of the article that has the slug now."""
    numbers: dict[int, str] = field(default_factory=dict)
    """Issue numbers: the slug of the issue that has the number now."""

    def find_issue(self, slug: str) -> Row | None:
        """Find an issue's row in any language: only title and `updated_at` differ in them."""
        return next((row for (held, _), row in self.issues.items() if held == slug), None)


def read_publication(connection: Connection) -> Publication | None:
    """Read the publication back in the shape of its file, or None before the first seeding."""
    rows = all_rows(connection, "publication")
    if not rows:
        return None
    return Publication.model_validate(
        {
            **rows[0],
            "languages": _in_order(all_rows(connection, "language")),
            "sections": _in_order(all_rows(connection, "section")),
            "tags": all_rows(connection, "tag"),
        }
    )


def _in_order(rows: list[Row]) -> list[Row]:
    ordered = sorted(rows, key=lambda row: row["position"])
    return [{key: value for key, value in row.items() if key != "position"} for row in ordered]


def read_standing(connection: Connection, week: str, section: str) -> list[Stands]:
    """Read what a week and section have."""
    rows = rows_where(connection, "article", ["issue_slug", "section_slug"], [(week, section)])
    slugs: dict[Id, set[str]] = {(row["key"], row["language"]): {row["slug"]} for row in rows}
    for alias in rows_where(connection, "alias", ["article_key"], {key for key, _ in slugs}):
        slugs.get((alias["article_key"], alias["language"]), set()).add(alias["slug"])
    return [
        Stands(row["key"], row["language"], row["title"], slugs[row["key"], row["language"]])
        for row in rows
    ]


def read_days(connection: Connection, slug: str) -> tuple[str, str] | None:
    """Read the first and last day of an issue, if it stands."""
    rows = rows_where(connection, "issue", ["slug"], [slug])
    return (rows[0]["starts_on"], rows[0]["ends_on"]) if rows else None


def read_state(connection: Connection, content: Content) -> State:
    """Read the rows that the content may replace, and those that may stand in its way."""
    newest = find_revision(connection)
    state = State(revision=newest.number if newest else 0)
    if content.complete:
        _add_articles(state, all_rows(connection, "article"))
        _add_issues(state, all_rows(connection, "issue"))
        _add_aliases(state, all_rows(connection, "alias"))
    else:
        _read_around(connection, state, content)
    return state


def _read_around(connection: Connection, state: State, content: Content) -> None:
    keys = {article.key for part in content.parts for article in part.issue.articles}
    issues = {part.issue.slug for part in content.parts if part.issue.slug}
    _add_articles(state, rows_where(connection, "article", ["key"], keys))
    _add_articles(state, rows_where(connection, "article", ["issue_slug"], issues))
    _add_issues(state, rows_where(connection, "issue", ["slug"], issues))
    numbers = {part.issue.number for part in content.parts} - {None}
    for row in rows_where(connection, "issue", ["number"], numbers):
        state.numbers[row["number"]] = row["slug"]
    keys = {key for key, _ in state.articles}
    _add_aliases(state, rows_where(connection, "alias", ["article_key"], keys))


def read_holders(connection: Connection, state: State, slugs: set[Id]) -> None:
    """Read who has these (language, slug) now, as slug or as alias."""
    for row in rows_where(connection, "article", ["language", "slug"], slugs):
        state.holders[row["language"], row["slug"]] = row["key"]
    _add_aliases(state, rows_where(connection, "alias", ["language", "slug"], slugs))


def _add_articles(state: State, rows: list[Row]) -> None:
    for row in rows:
        state.articles[row["key"], row["language"]] = row
        state.holders[row["language"], row["slug"]] = row["key"]


def _add_issues(state: State, rows: list[Row]) -> None:
    for row in rows:
        state.issues[row["slug"], row["language"]] = row
        if row["number"] is not None:
            state.numbers[row["number"]] = row["slug"]


def _add_aliases(state: State, rows: list[Row]) -> None:
    for row in rows:
        state.aliases[row["language"], row["slug"]] = row
