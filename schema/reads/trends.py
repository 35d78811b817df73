"""The section × issue table of trends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, func, select

from schema.reads.articles import ARTICLE, SHOWN, Row, fetch
from schema.reads.issues import ISSUE

if TYPE_CHECKING:
    from collections.abc import Collection


def trend_points(
    connection: Connection,
    language: str,
    sections: Collection[str] | None,
    first: str | None,
    last: str | None,
) -> list[Row]:
    """Read the trend of every section in every issue, oldest first.

    Where a section has several articles in an issue, the first of them that has a trend counts.
    """
    place = func.row_number().over(
        partition_by=[ARTICLE.c.issue_slug, ARTICLE.c.section_slug],
        order_by=[ARTICLE.c.position, ARTICLE.c.key],
    )
    same = and_(ISSUE.c.slug == ARTICLE.c.issue_slug, ISSUE.c.language == ARTICLE.c.language)
    found = (
        select(ARTICLE, ISSUE.c.starts_on, ISSUE.c.ends_on, place.label("nth"))
        .join(ISSUE, same)
        .where(SHOWN, ARTICLE.c.language == language, ARTICLE.c.trend.is_not(None))
        .where(ARTICLE.c.section_slug.is_not(None))
    )
    if sections is not None:
        found = found.where(ARTICLE.c.section_slug.in_(sections))
    if first is not None:
        found = found.where(ISSUE.c.starts_on >= first)
    if last is not None:
        found = found.where(ISSUE.c.starts_on <= last)
    rows = found.subquery()
    order = [rows.c.starts_on, rows.c.issue_slug, rows.c.section_slug]
    return fetch(connection, select(rows).where(rows.c.nth == 1).order_by(*order))
