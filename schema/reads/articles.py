"""Articles: one by id or slug, the translations of some, those of an issue, and what hangs on them.

Ids are (key, language). Rows come without the body; withdrawn articles come only by slug or id.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from schema.reads.among import among
from schema.reads.hanging import add_relatives, select_beside
from schema.reads.lookup import MOST_SHAPES, Lookup
from schema.statement import Statement, as_array
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

    from schema.reader import Reader, Row

Id = tuple[str, str]

ARTICLE = TABLES["article"]
_BODY, _ALIAS = TABLES["article_body"], TABLES["alias"]
SHOWN = ARTICLE.c.withdrawn_at.is_(None)


Columns = frozenset[str] | None
"""The columns that are wanted besides `ALWAYS`, and what hangs on articles; None: all columns."""

ALWAYS = ("key", "language", "slug", "issue_slug", "section_slug")
"""The columns that every article comes with: its ids, and where it stands."""


def wanted_columns(columns: Columns) -> list[Any]:
    """Give the columns of articles that are read where these are wanted."""
    if columns is None:
        return list(ARTICLE.c)
    return [column for column in ARTICLE.c if column.key in columns or column.key in ALWAYS]


def _beside(columns: Columns, engine: str) -> Select[Any]:
    """Select those columns, and what hangs on articles where it is wanted.

    Only for statements whose rows are all served: a body takes more than all columns together.
    """
    return select_beside(wanted_columns(columns), columns or (), engine)


def articles_by_key(
    reader: Reader, keys: Collection[str], columns: Columns = None
) -> dict[str, list[Row]]:
    """Read all translations of some articles, by key."""
    found: dict[str, list[Row]] = {key: [] for key in keys}
    for row in _by_key(columns).rows(reader, keys):
        found[row["key"]].append(row)
    return found


@lru_cache(MOST_SHAPES)
def _by_key(columns: Columns) -> Lookup:
    wanted = wanted_columns(columns)
    return Lookup([ARTICLE.c.key], lambda chosen, _: select(*wanted).where(SHOWN, chosen))


def article_by_id(reader: Reader, id_: Id, columns: Columns = None) -> Row | None:
    """Read an article by (key, language), a withdrawn one as well.

    Where the columns have `issue` or `translations`, these are rows of theirs (`add_relatives`).
    """
    key, language = id_
    rows = _by_id(columns).rows(reader, key=key, language=language)
    return rows[0] if rows else None


@lru_cache(MOST_SHAPES)
def _by_id(columns: Columns) -> Statement:
    own = (ARTICLE.c.key == bindparam("key"), ARTICLE.c.language == bindparam("language"))
    return Statement(lambda engine: _alone(columns, engine).where(*own))


def _alone(columns: Columns, engine: str) -> Select[Any]:
    """Select one article, with its relatives and whether it was withdrawn."""
    return add_relatives(_beside(_with_state(columns), engine), columns or (), engine)


def _with_state(columns: Columns) -> Columns:
    """Want to know besides whether an article was withdrawn."""
    return None if columns is None else columns | {"withdrawn_at"}


def articles_by_id(reader: Reader, ids: Collection[Id], columns: Columns = None) -> dict[Id, Row]:
    """Read articles by (key, language), withdrawn ones as well."""
    rows = _by_ids(columns).rows(reader, ids)
    return {(row["key"], row["language"]): row for row in rows}


@lru_cache(MOST_SHAPES)
def _by_ids(columns: Columns) -> Lookup:
    own = [ARTICLE.c.key, ARTICLE.c.language]
    wanted = _with_state(columns)
    return Lookup(own, lambda chosen, engine: _beside(wanted, engine).where(chosen))


def article_by_slug(
    reader: Reader, language: str, slug: str, columns: Columns = None
) -> Row | None:
    """Do as `article_by_id` by its slug, or an earlier one."""
    for statement in _by_slug(columns):
        rows = statement.rows(reader, language=language, slug=slug)
        if rows:
            return rows[0]
    return None


@lru_cache(MOST_SHAPES)
def _by_slug(columns: Columns) -> tuple[Statement, Statement]:
    def write(engine: str, table: Any) -> Select[Any]:
        found = _alone(columns, engine)
        if table is _ALIAS:
            found = found.join(_ALIAS, _OF_ALIAS)
        named = (table.c.language == bindparam("language"), table.c.slug == bindparam("slug"))
        return found.where(*named)

    return Statement(lambda engine: write(engine, ARTICLE)), Statement(
        lambda engine: write(engine, _ALIAS)
    )


_OF_ALIAS = (_ALIAS.c.article_key == ARTICLE.c.key) & (_ALIAS.c.language == ARTICLE.c.language)


def articles_of_issues(
    reader: Reader,
    issues: Collection[str],
    languages: Collection[str],
    columns: Columns = None,
) -> dict[str, list[Row]]:
    """Read the articles of some issues in their order, in all the given languages."""
    rows = _of_issues(columns).rows(reader, issues, languages=as_array(languages))
    return _by_issue(rows, issues)


def whole_issues(
    reader: Reader, issues: Collection[str], language: str, columns: Columns = None
) -> dict[str, list[Row]]:
    """Read the articles of some issues in one language, with what hangs on them."""
    return _by_issue(_whole(columns).rows(reader, issues, language=language), issues)


def _by_issue(rows: list[Row], issues: Collection[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {slug: [] for slug in issues}
    for row in rows:
        found[row["issue_slug"]].append(row)
    return found


_IN_ISSUE = (ARTICLE.c.issue_slug, ARTICLE.c.position, ARTICLE.c.key)


@lru_cache(MOST_SHAPES)
def _of_issues(columns: Columns) -> Lookup:
    return Lookup(
        [ARTICLE.c.issue_slug],
        lambda chosen, engine: (
            select(*wanted_columns(columns))
            .where(SHOWN, chosen, among(engine, [ARTICLE.c.language], "languages"))
            .order_by(*_IN_ISSUE)
        ),
    )


@lru_cache(MOST_SHAPES)
def _whole(columns: Columns) -> Lookup:
    own = ARTICLE.c.language == bindparam("language")
    return Lookup(
        [ARTICLE.c.issue_slug],
        lambda chosen, engine: (
            _beside(columns, engine).where(SHOWN, chosen, own).order_by(*_IN_ISSUE)
        ),
    )


def bodies(reader: Reader, ids: Collection[Id], column: str) -> dict[Id, Any]:
    """Read one form of some bodies: `html`, `markdown`, `text` or `headings`."""
    rows = _BODIES[column].rows(reader, ids)
    return {(row["article_key"], row["language"]): row[column] for row in rows}


def _bodies(column: str) -> Lookup:
    own = [_BODY.c.article_key, _BODY.c.language]
    return Lookup(own, lambda chosen, _: select(*own, _BODY.c[column]).where(chosen))


_BODIES = {column: _bodies(column) for column in ("html", "markdown", "text", "headings")}


def earlier_slugs_of(reader: Reader, ids: Collection[Id]) -> dict[Id, list[str]]:
    """Read the earlier slugs of some articles, by the alphabet."""
    found: dict[Id, list[str]] = {id_: [] for id_ in ids}
    for row in _EARLIER_SLUGS.rows(reader, ids):
        found[row["article_key"], row["language"]].append(row["slug"])
    return found


def _earlier_slugs() -> Lookup:
    own = [_ALIAS.c.article_key, _ALIAS.c.language]
    order = [*own, _ALIAS.c.slug]
    return Lookup(own, lambda chosen, _: select(*order).where(chosen).order_by(*order))


_EARLIER_SLUGS = _earlier_slugs()
