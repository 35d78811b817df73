"""The rows of issues: an issue stands in the languages of the articles that it shows."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING

from seed.mistakes import Mistake
from seed.pieces import instant

if TYPE_CHECKING:
    from seed.content import Content, Part
    from seed.issue_file import IssueFile, Publication
    from seed.pieces import Piece
    from seed.state import Id, Row, State


def keep_facts(content: Content, state: State) -> None:
    """Tell the parts that do not state their issue's facts what they are: what stands, stands."""
    stated = {part.issue.slug: part.issue for part in content.parts if part.states_issue}
    for part in content.parts:
        if part.states_issue or part.issue.slug is None:
            continue
        known = stated.get(part.issue.slug)
        if known is None and not content.complete:
            known = _as_it_stands(part.issue, state)
        if known is None:
            continue
        if part.source.form == "page" and known.ends_on != part.issue.ends_on:
            content.warnings.append(_ends_otherwise(part, known))
        part.issue = known.model_copy(update={"articles": part.issue.articles})


def _as_it_stands(issue: IssueFile, state: State) -> IssueFile | None:
    rows = [row for (slug, _), row in state.issues.items() if slug == issue.slug]
    if not rows:
        return None
    published = rows[0]["published_at"]
    return issue.model_copy(
        update={
            "number": rows[0]["number"],
            "starts_on": dt.date.fromisoformat(rows[0]["starts_on"]),
            "ends_on": dt.date.fromisoformat(rows[0]["ends_on"]),
            "published_at": dt.datetime.fromisoformat(published) if published else None,
            "title": {row["language"]: row["title"] for row in rows if row["title"]},
        }
    )


def _ends_otherwise(part: Part, known: IssueFile) -> Mistake:
    place = part.source.place(("ends_on",))
    message = f"the issue {known.slug} ends on {known.ends_on}, not on {part.issue.ends_on}"
    return Mistake(place, "WEEKS_DIFFER", message, "the issue counts; check which is right")


def want_issues(
    content: Content,
    publication: Publication,
    state: State,
    pieces: dict[Id, Piece],
    removed: set[Id],
) -> list[Row]:
    """Make the rows of every issue that a part names."""
    ordered = sorted(content.parts, key=attrgetter("states_issue"))
    parts = {part.issue.slug: part for part in ordered if part.issue.slug}
    rows = {id_: row for id_, row in state.articles.items() if id_ not in removed}
    rows |= {id_: piece.row for id_, piece in pieces.items()}
    articles: dict[str | None, list[Row]] = {}
    for row in rows.values():
        articles.setdefault(row["issue_slug"], []).append(row)
    return [
        row
        for slug, part in parts.items()
        for row in _rows(part, publication, articles.get(slug, []))
    ]


def _rows(part: Part, publication: Publication, articles: list[Row]) -> list[Row]:
    issue = part.issue
    facts: Row = {
        "slug": issue.slug,
        "number": issue.number,
        "starts_on": str(issue.starts_on),
        "ends_on": str(issue.ends_on),
        "published_at": instant(issue.published_at),
    }
    shown = [row for row in articles if row["withdrawn_at"] is None]
    languages = {row["language"] for row in shown} or {publication.default_language}
    return [
        {
            **facts,
            "language": language,
            "title": issue.title.get(language),
            "updated_at": _latest([row for row in shown if row["language"] == language]),
        }
        for language in sorted(languages)
    ]


def _latest(articles: list[Row]) -> str | None:
    instants = [row["updated_at"] or row["published_at"] for row in articles]
    return max((instant for instant in instants if instant), default=None)
