"""What the database has before a seeding: the rows that the new ones are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, tuple_

from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_CHUNK = 400  # SQLite compiles at most 32,766 parameters a statement, and fewer on old builds


def all_rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    """Read a whole table; for the small ones, and for a comparison with a whole publication."""
    return [dict(row) for row in connection.execute(select(TABLES[table])).mappings()]


def rows_where(
    connection: Connection, table: str, columns: Sequence[str], values: Collection[Any]
) -> list[dict[str, Any]]:
    """Read the rows whose columns hold one of the values: texts, or tuples for several columns."""
    found = TABLES[table]
    left = [found.c[column] for column in columns]
    rows: list[dict[str, Any]] = []
    for chunk in _chunks(sorted(values)):
        within = left[0].in_(chunk) if len(left) == 1 else tuple_(*left).in_(chunk)
        rows += [dict(row) for row in connection.execute(select(found).where(within)).mappings()]
    return rows


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def names_in_use(connection: Connection, table: str, column: str) -> set[str]:
    """Name the sections, languages or tags that articles have."""
    return set(connection.execute(select(TABLES[table].c[column]).distinct()).scalars()) - {None}


def count_articles(connection: Connection) -> int:
    """Count the articles in all languages, the withdrawn ones too."""
    return connection.execute(select(func.count()).select_from(TABLES["article"])).scalar_one()


def find_mark(connection: Connection) -> str:
    """Read the newest revision's mark; nothing before the first seeding."""
    revision = TABLES["revision"].c
    newest = select(revision.mark).order_by(revision.number.desc()).limit(1)
    return connection.execute(newest).scalar() or ""


def shown_articles(connection: Connection) -> list[tuple[str, str, str, str | None]]:
    """Read (key, language, slug, trend) of every article that is not withdrawn, in order."""
    article = TABLES["article"].c
    columns = (article.key, article.language, article.slug, article.trend)
    shown = select(*columns).where(article.withdrawn_at.is_(None))
    rows = connection.execute(shown.order_by(article.key, article.language))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def issue_ids(connection: Connection) -> list[tuple[str, str]]:
    """Read (slug, language) of every issue, in order."""
    issue = TABLES["issue"].c
    rows = connection.execute(
        select(issue.slug, issue.language).order_by(issue.slug, issue.language)
    )
    return [(row[0], row[1]) for row in rows]
