"""What a seeding changes: rows to put, rows to take away, and the log of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seed.render import count_words, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seed.pieces import Piece
    from seed.state import Id, Row, State


@dataclass(slots=True)
class TableChange:
    """Rows of one table: `old` are taken away by their primary keys, `new` and `changed` put.

    `before` has all that stood, by key.
    """

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    old: list[Row] = field(default_factory=list)
    before: dict[Any, Row] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return bool(self.new or self.changed or self.old)


@dataclass(slots=True)
class Logged:
    """One entry of the change log, before it has a revision and a position."""

    action: str
    type: str
    key: str
    language: str | None = None
    slug: str | None = None
    reason: str | None = None
    section: str | None = None


@dataclass(slots=True)
class Difference:
    """All of it. `relations` are the articles whose tags, authors and aliases are put anew.

    `aliases` has each article's as {slug: in_file}; `lost_aliases` are the (language, slug) that
    articles beside the seeded ones lose, because a seeded one has the slug now. `reindexes`: search
    finds all articles anew, by another analysis of their words.
    """

    tables: dict[str, TableChange] = field(default_factory=dict)
    relations: dict[Id, Piece] = field(default_factory=dict)
    bodies: dict[Id, Row] = field(default_factory=dict)
    removed: set[Id] = field(default_factory=set)
    aliases: dict[Id, dict[str, bool]] = field(default_factory=dict)
    lost_aliases: list[Id] = field(default_factory=list)
    log: list[Logged] = field(default_factory=list)
    reindexes: bool = False

    def __bool__(self) -> bool:
        """Tell whether the revision advances."""
        changes = any(self.tables.values()) or self.relations or self.bodies
        return bool(changes or self.reindexes)


def compare(
    standing: Iterable[Row], wanted: Iterable[Row], key: Callable[[Row], Any]
) -> TableChange:
    """Compare two sets of whole rows by their keys."""
    old = {key(row): row for row in standing}
    new = {key(row): row for row in wanted}
    return TableChange(
        new=[row for id_, row in new.items() if id_ not in old],
        changed=[row for id_, row in new.items() if id_ in old and old[id_] != row],
        old=[row for id_, row in old.items() if id_ not in new],
        before=old,
    )


def compare_articles(
    state: State,
    pieces: dict[Id, Piece],
    removed: set[Id],
    aliases: dict[Id, dict[str, bool]],
    advance: Callable[[str], None],
) -> Difference:
    """Compare every piece with its row, rendering the bodies that are new."""
    difference = Difference(removed=removed)
    table = difference.tables["article"] = TableChange(old=[state.articles[id_] for id_ in removed])
    standing = standing_aliases(state)
    for id_, piece in pieces.items():
        row = state.articles.get(id_)
        _render_body(difference, id_, piece, row)
        if row is None:
            table.new.append(piece.row)
        elif piece.row != row:
            table.changed.append(piece.row)
        if _relations_differ(
            state, id_, piece, aliases_differ=standing.get(id_, {}) != aliases.get(id_, {})
        ):
            difference.relations[id_] = piece
        advance(piece.row["key"])
    return difference


def standing_aliases(state: State) -> dict[Id, dict[str, bool]]:
    """Group the aliases of the database by article: {slug: in_file}."""
    found: dict[Id, dict[str, bool]] = {}
    for row in state.aliases.values():
        id_ = (row["article_key"], row["language"])
        found.setdefault(id_, {})[row["slug"]] = row["in_file"]
    return found


def _render_body(difference: Difference, id_: Id, piece: Piece, row: Row | None) -> None:
    if row is not None and row["body_hash"] == piece.row["body_hash"]:
        piece.row["word_count"] = row["word_count"]
        return
    rendered = render(piece.body or "")
    piece.row["word_count"] = count_words(rendered.text)
    difference.bodies[id_] = {
        "article_key": id_[0],
        "language": id_[1],
        "markdown": piece.body or "",
        "html": rendered.html,
        "text": rendered.text,
        "headings": rendered.headings,
    }


def _relations_differ(state: State, id_: Id, piece: Piece, *, aliases_differ: bool) -> bool:
    return (
        aliases_differ
        or id_ not in state.articles
        or state.articles[id_]["sort_key"] != piece.row["sort_key"]
        or state.articles[id_]["tags"] != piece.row["tags"]
        or state.articles[id_]["authors"] != piece.row["authors"]
    )


def log_articles(difference: Difference, state: State) -> None:
    """Log every article that readers see otherwise than before."""
    put = {(row["key"], row["language"]): row for row in _put(difference.tables["article"])}
    for id_, piece in difference.relations.items():
        put.setdefault(id_, piece.row)
    for id_ in difference.bodies:
        put.setdefault(id_, state.articles.get(id_, {}))
    for id_, row in sorted(put.items()):
        _log_put(difference, id_, row, state.articles.get(id_))
    for id_ in sorted(difference.removed):
        row = state.articles[id_]
        if row["withdrawn_at"] is None:
            _log_article(difference, "DELETE", id_, row, "REMOVED")


def _log_put(difference: Difference, id_: Id, row: Row, before: Row | None) -> None:
    seen_before = before is not None and before["withdrawn_at"] is None
    if row["withdrawn_at"] is None:
        _log_article(difference, "UPSERT", id_, row, None)
    elif before is not None and seen_before:
        _log_article(difference, "DELETE", id_, before, "WITHDRAWN")


def _log_article(
    difference: Difference, action: str, id_: Id, row: Row, reason: str | None
) -> None:
    slug, section = row["slug"], row["section_slug"]
    difference.log.append(Logged(action, "Article", *id_, slug, reason, section))


def _put(table: TableChange) -> list[Row]:
    return [*table.new, *table.changed]
