"""Articles that no file named and that change all the same, with their article or their issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.pieces import Piece, instant, sort_key

if TYPE_CHECKING:
    from seed.content import Content, Part
    from seed.state import Id, Row, State

_SHARED = ("section_slug", "trend", "position", "withdrawn_at", "issue_slug", "tags")
"""The columns that all translations of an article have alike."""


def add_followers(pieces: dict[Id, Piece], content: Content, state: State) -> None:
    """Let translations follow what is said of their article, and articles their issue's facts."""
    if content.complete:
        return
    twins: dict[str, Piece] = {key: piece for (key, _), piece in pieces.items()}
    whole = {key for (key, _), piece in pieces.items() if piece.part and piece.part.whole}
    replaced = {part.issue.slug for part in content.parts if part.whole} - {None}
    parts = {part.issue.slug: part for part in content.parts if part.issue.slug}
    for id_, row in state.articles.items():
        if id_ in pieces or id_[0] in whole or row["issue_slug"] in replaced:
            continue
        piece = _follower(id_, row, twins.get(id_[0]), state)
        if part := parts.get(piece.row["issue_slug"]):
            _follow_issue(piece.row, part, state)
        if piece.row != row:
            pieces[id_] = piece


def _follower(id_: Id, row: Row, twin: Piece | None, state: State) -> Piece:
    """Make the piece that the article is now, with what it shares with its twin."""
    return Piece(
        row={**row, **({column: twin.row[column] for column in _SHARED} if twin else {})},
        aliases=[
            alias["slug"]
            for alias in state.aliases.values()
            if alias["in_file"] and (alias["article_key"], alias["language"]) == id_
        ],
        body=None,
    )


def _follow_issue(row: Row, part: Part, state: State) -> None:
    """Move an article that was published with its issue to where the issue is now."""
    before = state.find_issue(row["issue_slug"])
    if before is not None and row["published_at"] == before["published_at"]:
        row["published_at"] = instant(part.issue.published_at)
    row["sort_key"] = sort_key(row, part.issue)
