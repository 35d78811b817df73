"""Earlier slugs: those that files name, and those that articles had before a seeding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.difference import standing_aliases

if TYPE_CHECKING:
    from seed.pieces import Piece
    from seed.state import Id, State


def earlier_slugs(
    pieces: dict[Id, Piece], removed: set[Id], state: State
) -> dict[Id, dict[str, bool]]:
    """Give every piece its aliases as {slug: in_file}. A slug in use is no alias any more."""
    current = {
        (language, slug)
        for (language, slug), key in state.holders.items()
        if (key, language) not in removed and (key, language) not in pieces
    }
    current |= {(piece.row["language"], piece.row["slug"]) for piece in pieces.values()}
    named = {(id_[1], alias): id_ for id_, piece in pieces.items() for alias in piece.aliases}
    standing = standing_aliases(state)
    found: dict[Id, dict[str, bool]] = {}
    for id_, piece in pieces.items():
        slugs = {slug: False for slug, in_file in standing.get(id_, {}).items() if not in_file}
        before = state.articles.get(id_)
        if before is not None:
            slugs[before["slug"]] = False
        # A slug that it had stays its own, even when a file names it for a while and then no more.
        slugs = dict.fromkeys(piece.aliases, True) | slugs
        found[id_] = {
            slug: in_file
            for slug, in_file in slugs.items()
            if (id_[1], slug) not in current and named.get((id_[1], slug), id_) == id_
        }
    return found


def taken_over(pieces: dict[Id, Piece], state: State) -> list[Id]:
    """Name the aliases of untouched articles, (language, slug), that a piece has now."""
    wanted = {
        (piece.row["language"], slug)
        for piece in pieces.values()
        for slug in (piece.row["slug"], *piece.aliases)
    }
    return [
        place
        for place, row in state.aliases.items()
        if place in wanted and (row["article_key"], row["language"]) not in pieces
    ]
