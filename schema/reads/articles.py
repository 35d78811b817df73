"""Articles: one by id or slug, the translations of some, those of an issue, and what hangs on them.

Ids are (key, language). Rows come without the body; withdrawn articles come only by slug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, literal, select, union_all

from schema.reads.among import among
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Select

Row = dict[str, Any]
Id = tuple[str, str]

ARTICLE = TABLES["article"]
_BODY, _TAG_OF, _AUTHOR_OF = (
    TABLES[name] for name in ("article_body", "article_tag", "article_author")
)
_ALIAS, _TAG = TABLES["alias"], TABLES["tag"]
SHOWN = ARTICLE.c.withdrawn_at.is_(None)


def fetch(connection: Connection, statement: Select[Any]) -> list[Row]:
    """Run a SELECT and give its rows as dictionaries."""
    return [dict(row) for row in connection.execute(statement).mappings()]


def articles_by_key(connection: Connection, keys: Collection[str]) -> dict[str, list[Row]]:
    """Read all translations of some articles, by key."""
    found: dict[str, list[Row]] = {key: [] for key in keys}
    statement = select(ARTICLE).where(SHOWN, among(connection, [ARTICLE.c.key], keys))
    for row in fetch(connection, statement):
        found[row["key"]].append(row)
    return found


def articles_by_id(connection: Connection, ids: Collection[Id]) -> dict[Id, Row]:
    """Read articles by (key, language), the withdrawn ones as well."""
    statement = select(ARTICLE).where(among(connection, [ARTICLE.c.key, ARTICLE.c.language], ids))
    return {(row["key"], row["language"]): row for row in fetch(connection, statement)}


def articles_by_slug(connection: Connection, slugs: Collection[Id]) -> Mapping[Id, Row]:
    """Read articles by (language, slug), an earlier slug too; the withdrawn ones as well."""
    columns = [*ARTICLE.c, ARTICLE.c.slug.label("asked"), literal(0).label("earlier")]
    now = select(*columns).where(among(connection, [ARTICLE.c.language, ARTICLE.c.slug], slugs))
    columns = [*ARTICLE.c, _ALIAS.c.slug.label("asked"), literal(1).label("earlier")]
    before = (
        select(*columns)
        .join(
            _ALIAS,
            (_ALIAS.c.article_key == ARTICLE.c.key) & (_ALIAS.c.language == ARTICLE.c.language),
        )
        .where(among(connection, [_ALIAS.c.language, _ALIAS.c.slug], slugs))
    )
    found: dict[Id, Row] = {}
    for row in connection.execute(union_all(now, before).order_by("earlier")).mappings():
        found.setdefault((row["language"], row["asked"]), dict(row))
    return found


def articles_of_issues(
    connection: Connection, issues: Collection[str], languages: Collection[str]
) -> dict[str, list[Row]]:
    """Read the articles of some issues in their order, in all the given languages."""
    found: dict[str, list[Row]] = {slug: [] for slug in issues}
    statement = (
        select(ARTICLE)
        .where(SHOWN, among(connection, [ARTICLE.c.issue_slug], issues))
        .where(ARTICLE.c.language.in_(sorted(languages)))
        .order_by(ARTICLE.c.issue_slug, ARTICLE.c.position, ARTICLE.c.key)
    )
    for row in fetch(connection, statement):
        found[row["issue_slug"]].append(row)
    return found


def bodies(connection: Connection, ids: Collection[Id], column: str) -> dict[Id, Any]:
    """Read one form of some bodies: `html`, `markdown`, `text` or `headings`."""
    statement = select(_BODY.c.article_key, _BODY.c.language, _BODY.c[column]).where(
        among(connection, [_BODY.c.article_key, _BODY.c.language], ids)
    )
    return {(key, language): value for key, language, value in connection.execute(statement)}


def tags_of(connection: Connection, ids: Collection[Id]) -> dict[Id, list[Row]]:
    """Read the tags of some articles, in the editors' order."""
    found: dict[Id, list[Row]] = {id_: [] for id_ in ids}
    statement = (
        select(_TAG, _TAG_OF.c.article_key, _TAG_OF.c.language)
        .join(_TAG_OF, _TAG_OF.c.tag_slug == _TAG.c.slug)
        .where(among(connection, [_TAG_OF.c.article_key, _TAG_OF.c.language], ids))
        .order_by(_TAG_OF.c.article_key, _TAG_OF.c.language, _TAG_OF.c.position)
    )
    for row in fetch(connection, statement):
        found[row["article_key"], row["language"]].append(row)
    return found


def authors_of(connection: Connection, ids: Collection[Id]) -> dict[Id, list[str]]:
    """Read the authors of some articles, in the order of the byline."""
    found: dict[Id, list[str]] = {id_: [] for id_ in ids}
    statement = (
        select(_AUTHOR_OF)
        .where(among(connection, [_AUTHOR_OF.c.article_key, _AUTHOR_OF.c.language], ids))
        .order_by(_AUTHOR_OF.c.article_key, _AUTHOR_OF.c.language, _AUTHOR_OF.c.position)
    )
    for row in fetch(connection, statement):
        found[row["article_key"], row["language"]].append(row["name"])
    return found
