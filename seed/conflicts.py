"""Whether the pieces can stand together, and beside what the database keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seed.content import Content, Part
    from seed.pieces import Piece
    from seed.state import Id, State


def find_removed(content: Content, pieces: dict[Id, Piece], state: State) -> set[Id]:
    """Name the articles that the content, being whole, no longer holds."""
    replaced = {part.issue.slug for part in content.parts if part.whole} - {None}
    return {
        id_
        for id_, row in state.articles.items()
        if id_ not in pieces and (content.complete or row["issue_slug"] in replaced)
    }


def check_issues(content: Content, state: State) -> Iterator[Mistake]:
    """Find issues that two files bring and numbers that two issues have."""
    brought: dict[str, Part] = {}
    numbers: dict[int, str] = {} if content.complete else dict(state.numbers)
    for part in content.parts:
        issue = part.issue
        if issue.slug is None:
            continue
        if part.whole and (other := brought.setdefault(issue.slug, part)) is not part:
            message = f"issue {issue.slug} stands in {other.source.file} too"
            place = part.source.place(("slug",))
            yield Mistake(place, "KEY_TAKEN", message, "keep one of the files")
        if issue.number is not None:
            holder = numbers.setdefault(issue.number, issue.slug)
            if holder != issue.slug:
                message = f"issue {holder} has the number {issue.number}"
                place = part.source.place(("number",))
                yield Mistake(place, "KEY_TAKEN", message, "give one of them another number")


def check_keys(content: Content, pieces: dict[Id, Piece], state: State) -> Iterator[Mistake]:
    """Find articles that would move away from an issue that the files do not hold."""
    held = {part.issue.slug for part in content.parts}
    for id_, piece in pieces.items():
        stands = state.articles.get(id_)
        if stands is None or piece.part is None or content.complete:
            continue
        issue = stands["issue_slug"]
        if issue not in held and issue is not None and issue != piece.row["issue_slug"]:
            place = piece.part.source.place((*piece.path[:2], "key"))
            message = f"issue {issue} has an article with the key {id_[0]!r}"
            remedy = f"give this one another key, or seed {issue} with it"
            yield Mistake(place, "KEY_TAKEN", message, remedy)


def check_slugs(pieces: dict[Id, Piece], removed: set[Id], state: State) -> Iterator[Mistake]:
    """Find slugs and aliases that two articles of one language want."""
    standing = {place: row["article_key"] for place, row in state.aliases.items() if row["in_file"]}
    standing |= state.holders
    touched = removed | pieces.keys()
    holders = {place: key for place, key in standing.items() if (key, place[0]) not in touched}
    for piece in pieces.values():
        yield from _claim(holders, piece, piece.row["slug"], "slug")
    for piece in pieces.values():
        for alias in piece.aliases:
            yield from _claim(holders, piece, alias, "aliases")


def _claim(holders: dict[Id, str], piece: Piece, slug: str, name: str) -> Iterator[Mistake]:
    key, language = piece.row["key"], piece.row["language"]
    holder = holders.setdefault((language, slug), key)
    if holder != key and piece.part is not None:
        place = piece.part.source.place((*piece.path, name))
        message = f"the article {holder!r} has the {language} slug {slug!r}"
        yield Mistake(place, "SLUG_TAKEN", message, "give one of them another slug")


def slugs_of(pieces: dict[Id, Piece]) -> set[Id]:
    """Name every (language, slug) that the pieces want, their aliases too."""
    return {
        (piece.row["language"], slug)
        for piece in pieces.values()
        for slug in (piece.row["slug"], *piece.aliases)
    }
