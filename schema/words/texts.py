"""The texts of articles that are searched in, read from the database."""

from __future__ import annotations

from collections import defaultdict
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
    columns = (_ARTICLE.c[name] for name in ("key", "language", "title", "lead", "sort_key"))
    read = select(*columns, _BODY.c.text).outerjoin(_BODY, own).where(_ARTICLE.c.key.in_(keys))
    rows = {(row.key, row.language): row for row in connection.execute(read)}
    tags = _tag_names(connection, keys)
    for id_ in ids:
        row = rows[id_]
        piece = Piece(row.language, row.title, row.lead or "", tags[id_], row.text or "")
        yield id_, piece, row.sort_key


def _tag_names(connection: Connection, keys: Collection[str]) -> defaultdict[Id, list[str]]:
    names = {row.slug: row.name for row in connection.execute(select(_TAG.c.slug, _TAG.c.name))}
    own = select(_TAG_OF).where(_TAG_OF.c.article_key.in_(keys)).order_by(_TAG_OF.c.position)
    found: defaultdict[Id, list[str]] = defaultdict(list)
    for row in connection.execute(own):
        name = names[row.tag_slug].get(row.language, "")
        found[row.article_key, row.language].append(name)
    return found


def carriers(connection: Connection, tags: Collection[str]) -> set[Id]:
    """Give the articles that carry one of some tags."""
    found = select(_TAG_OF.c.article_key, _TAG_OF.c.language).where(_TAG_OF.c.tag_slug.in_(tags))
    return {(key, language) for key, language in connection.execute(found)}
