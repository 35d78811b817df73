"""How many issues and articles there are of each month."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal_column, select, union_all

from schema.reads.articles import ARTICLE
from schema.reads.issues import ISSUE
from schema.reads.language import in_language, language_values
from schema.reads.listing import Listing, rows_in
from schema.reads.lookup import MOST_SHAPES
from schema.reads.periods import MONTH, read_period, write_period
from schema.statement import Statement

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from schema.reader import Reader
    from schema.wanted import Wanted


def count_issues(reader: Reader, wanted: Wanted) -> Counter[str]:
    """Count the issues by the month (`2030-01`) of their first day."""
    rows = _issues(len(wanted.fallback)).rows(reader, **language_values(wanted))
    return Counter({row["month"]: row["number"] for row in rows})


def count_articles(reader: Reader, wanted: Wanted, zone: ZoneInfo) -> Counter[str]:
    """Count the articles by the month of their issue, as `count_issues` has it.

    Those of no issue count in the month of their publication, in the time zone.
    """
    found: Counter[str] = Counter()
    for row in _articles(len(wanted.fallback)).rows(reader, **language_values(wanted)):
        if row["month"] is not None:
            found[read_period(row["month"], MONTH, zone)] += row["number"]
    return found


@lru_cache(MOST_SHAPES)
def _issues(fallbacks: int) -> Statement:
    month = func.substr(ISSUE.c.starts_on, literal_column("1"), literal_column(str(MONTH)))
    counted = select(month.label("month"), func.count().label("number"))
    chosen = counted.where(in_language(ISSUE, "slug", fallbacks))
    return Statement(lambda _: chosen.group_by("month"))


@lru_cache(MOST_SHAPES)
def _articles(fallbacks: int) -> Statement:
    same = (ISSUE.c.slug == ARTICLE.c.issue_slug, ISSUE.c.language == ARTICLE.c.language)
    first_day = func.substr(ISSUE.c.starts_on, literal_column("1"), literal_column(str(MONTH)))
    of_issue = select(first_day).where(*same).correlate(ARTICLE).scalar_subquery()
    month = func.coalesce(of_issue, write_period(ARTICLE.c.published_at, MONTH))
    columns = [month.label("month"), func.count().label("number")]

    def write(engine: str) -> Any:
        listing = Listing("article", fallbacks, ())
        parts = [
            rows_in(engine, listing, rank, columns).group_by("month")
            for rank in range(fallbacks + 1)
        ]
        each = union_all(*parts).subquery()
        return select(each.c.month, each.c.number)

    return Statement(write)
