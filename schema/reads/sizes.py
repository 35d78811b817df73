"""How long the content's longest lists without pages are: what documents are measured with."""

from __future__ import annotations

from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from schema.reads.addresses import ARTICLES_YEAR, ISSUES_YEAR
from schema.reads.periods import YEAR, read_period, write_period
from schema.tables import TABLES

PART = 1000
"""How many addresses a part of them has at most."""


def measure_lists(connection: Connection) -> dict[str, int]:
    """Count the largest of each kind, for the revision's `sizes`; each is at least 1."""
    return {
        "issue": _largest(connection, "article", ["issue_slug", "language"]),
        "tags": _largest(connection, "article_tag", ["article_key", "language"]),
        "trends": _largest(connection, "article", ["language"]),
        "headings": _most_headings(connection),
        "years": _years(connection),
        "parts": _parts(connection),
    }


def _largest(connection: Connection, table: str, columns: list[str]) -> int:
    """Count the rows of the largest group."""
    found = TABLES[table]
    groups = [found.c[column] for column in columns]
    counted = select(func.count().label("size")).where(groups[0].is_not(None))
    each = counted.group_by(*groups).subquery()
    return connection.execute(select(func.max(each.c.size))).scalar() or 1


def _most_headings(connection: Connection) -> int:
    counted = func.json_array_length(TABLES["article_body"].c.headings)
    return connection.execute(select(func.max(counted))).scalar() or 1


def _years(connection: Connection) -> int:
    """Count the years that the archive has in any language, in the publication's time zone."""
    zone = ZoneInfo(connection.execute(select(TABLES["publication"].c.timezone)).scalar_one())
    article = TABLES["article"].c
    periods = select(write_period(article.published_at, YEAR)).where(
        article.published_at.is_not(None), article.issue_slug.is_(None)
    )
    published = connection.execute(periods.distinct()).scalars()
    issued = connection.execute(select(ISSUES_YEAR).distinct()).scalars()
    return max(len({*issued, *(read_period(each, YEAR, zone) for each in published)}), 1)


def _parts(connection: Connection) -> int:
    """Count the parts of addresses, or some more: articles that are withdrawn count too."""
    languages, sections, tags = (
        connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one()
        for name in ("language", "section", "tag")
    )
    named = languages * (_whole(1 + sections) + _whole(tags))
    issue, article = TABLES["issue"].c, TABLES["article"].c
    counted = (
        select(func.count(issue.slug)).group_by(issue.language, ISSUES_YEAR),
        select(func.count(article.key)).group_by(article.language, ARTICLES_YEAR),
    )
    groups = (connection.execute(each).scalars() for each in counted)
    return named + sum(map(_whole, chain(*groups)))


def _whole(size: int) -> int:
    return -(-size // PART)
