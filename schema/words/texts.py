"""The texts of articles that are searched in, read from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from schema.tables import TABLES
from schema.words.tokens import Piece

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

Id = tuple[str, str]
"""An article in one language: (key, language)."""

_ARTICLE, _BODY, _TAG_OF, _TAG = (
    TABLES[name] for name in ("article", "article_body", "article_tag", "tag")
)


def pieces_of(connection: Connection, ids: Sequence[Id]) -> Iterator[tuple[Id, Piece, str]]:
    """Read some articles in the order of their ids, each with its sort key."""
    keys = {key for key, _ in ids}
    own = and_(_BODY.c.article_key == _ARTICLE.c.key, _BODY.c.language == _ARTICLE.c.language)
    named = ("key", "language", "title", "lead", "sort_key", "tags")
    columns = (_ARTICLE.c[name] for name in named)
    read = select(*columns, _BODY.c.text).outerjoin(_BODY, own).where(_ARTICLE.c.key.in_(keys))
    rows = {(row.key, row.language): row for row in connection.execute(read)}
    names = {row.slug: row.name for row in connection.execute(select(_TAG.c.slug, _TAG.c.name))}
    for id_ in ids:
        row = rows[id_]
        tags = [names[slug].get(row.language, "") for slug in row.tags]
        piece = Piece(row.language, row.title, row.lead or "", tags, row.text or "")
        yield id_, piece, row.sort_key


def carriers(connection: Connection, tags: Collection[str]) -> set[Id]:
    """Give the articles that carry one of some tags."""
    found = select(_TAG_OF.c.article_key, _TAG_OF.c.language).where(_TAG_OF.c.tag_slug.in_(tags))
    return {(key, language) for key, language in connection.execute(found)}
