"""The section × issue table of trends."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, select

from schema.reads.among import among
from schema.reads.articles import ARTICLE, SHOWN
from schema.reads.issues import ISSUE
from schema.reads.lookup import MOST_SHAPES
from schema.statement import Statement, as_array

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

    from schema.reader import Reader, Row


def trend_points(
    reader: Reader,
    language: str,
    sections: Collection[str] | None,
    first: str | None,
    last: str | None,
) -> list[Row]:
    """Read the trend of every section in every issue, oldest first.

    Where a section has several articles in an issue, the first of them that has a trend counts.
    """
    given = {
        "language": language,
        "sections": None if sections is None else as_array(sections),
        "first": first,
        "last": last,
    }
    values = {name: value for name, value in given.items() if value is not None}
    return _points(frozenset(values)).rows(reader, **values)


@lru_cache(MOST_SHAPES)
def _points(given: frozenset[str]) -> Statement:
    return Statement(lambda engine: _select(engine, given))


def _select(engine: str, given: frozenset[str]) -> Select[Any]:
    place = func.row_number().over(
        partition_by=[ARTICLE.c.issue_slug, ARTICLE.c.section_slug],
        order_by=[ARTICLE.c.position, ARTICLE.c.key],
    )
    same = and_(ISSUE.c.slug == ARTICLE.c.issue_slug, ISSUE.c.language == ARTICLE.c.language)
    found = (
        select(ARTICLE, ISSUE.c.starts_on, ISSUE.c.ends_on, place.label("nth"))
        .join(ISSUE, same)
        .where(SHOWN, ARTICLE.c.language == bindparam("language"), ARTICLE.c.trend.is_not(None))
        .where(ARTICLE.c.section_slug.is_not(None))
    )
    if "sections" in given:
        found = found.where(among(engine, [ARTICLE.c.section_slug], "sections"))
    if "first" in given:
        found = found.where(ISSUE.c.starts_on >= bindparam("first"))
    if "last" in given:
        found = found.where(ISSUE.c.starts_on <= bindparam("last"))
    rows = found.subquery()
    order = [rows.c.starts_on, rows.c.issue_slug, rows.c.section_slug]
    return select(rows).where(rows.c.nth == 1).order_by(*order)
