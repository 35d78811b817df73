"""Which lists of articles a seeding changes: those of languages, sections and tags."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seed.difference import Difference
    from seed.issue_file import Publication
    from seed.pieces import Piece
    from seed.state import Id, State

_NAMES = ("publication", "language", "section", "tag")


class Touched(NamedTuple):
    """A list: `kind` is `language`, `section` or `tag`; that of a whole language has no slug."""

    kind: str
    language: str
    slug: str


def find_touched(
    difference: Difference, pieces: dict[Id, Piece], state: State, publication: Publication
) -> frozenset[Touched]:
    """Find the lists that have other articles than before, or otherwise than before.

    Names stand in all of them, so where names change, all of them do.
    """
    if any(difference.tables.get(name) for name in _NAMES):
        return frozenset(_all(publication))
    ids = [(e.key, e.language) for e in difference.log if e.type == "Article" and e.language]
    return frozenset(touched for id_ in ids for touched in _of_article(id_, pieces, state))


def _all(publication: Publication) -> Iterator[Touched]:
    languages = [language.code for language in publication.languages]
    for code in languages:
        yield Touched("language", code, "")
    for code, section in product(languages, publication.sections):
        yield Touched("section", code, section.slug)
    for code, tag in product(languages, publication.tags):
        yield Touched("tag", code, tag.slug)


def _of_article(id_: Id, pieces: dict[Id, Piece], state: State) -> Iterator[Touched]:
    """Give the lists where it was and those where it is."""
    language = id_[1]
    piece, row = pieces.get(id_), state.articles.get(id_, {})
    sections = {row.get("section_slug"), piece.row["section_slug"] if piece else None}
    tags = {*row.get("tags", ()), *(piece.row["tags"] if piece else ())}
    yield Touched("language", language, "")
    for section in sections:
        if section is not None:
            yield Touched("section", language, section)
    for tag in tags:
        yield Touched("tag", language, tag)
