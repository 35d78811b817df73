"""The rows of issues: an issue stands in the languages of its articles and of its titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seed.pieces import instant

if TYPE_CHECKING:
    from seed.content import Content, Part
    from seed.issue_file import Publication
    from seed.pieces import Piece
    from seed.state import Id, Row, State


def want_issues(
    content: Content,
    publication: Publication,
    state: State,
    pieces: dict[Id, Piece],
    removed: set[Id],
) -> list[Row]:
    """Make the rows of every issue that a part names."""
    parts: dict[str, Part] = {}
    for part in content.parts:
        if part.issue.slug is not None and (part.issue.slug not in parts or part.whole):
            parts[part.issue.slug] = part
    rows = {id_: row for id_, row in state.articles.items() if id_ not in removed}
    rows |= {id_: piece.row for id_, piece in pieces.items()}
    articles: dict[str | None, list[Row]] = {}
    for row in rows.values():
        articles.setdefault(row["issue_slug"], []).append(row)
    return [
        row
        for slug, part in parts.items()
        for row in _rows(part, publication, state, articles.get(slug, []))
    ]


def _rows(part: Part, publication: Publication, state: State, articles: list[Row]) -> list[Row]:
    facts, titles = _facts(part, state)
    shown = [row for row in articles if row["withdrawn_at"] is None]
    languages = {row["language"] for row in shown} | titles.keys()
    return [
        {
            **facts,
            "language": language,
            "title": titles.get(language),
            "updated_at": _latest([row for row in shown if row["language"] == language]),
        }
        for language in sorted(languages or {publication.default_language})
    ]


def _facts(part: Part, state: State) -> tuple[Row, dict[str, str]]:
    """Give the issue's facts. A saved page knows its week alone: what stands, stands."""
    issue = part.issue
    standing = [row for (slug, _), row in state.issues.items() if slug == issue.slug]
    titles = dict(issue.title)
    facts: dict[str, Any] = {
        "slug": issue.slug,
        "number": issue.number,
        "starts_on": str(issue.starts_on),
        "ends_on": str(issue.ends_on),
        "published_at": instant(issue.published_at),
    }
    if standing and not part.whole and part.source.file.endswith(".txt"):
        facts |= {name: standing[0][name] for name in ("number", "published_at")}
        titles = {row["language"]: row["title"] for row in standing if row["title"]}
    return facts, titles


def _latest(articles: list[Row]) -> str | None:
    instants = [row["updated_at"] or row["published_at"] for row in articles]
    return max((instant for instant in instants if instant), default=None)
