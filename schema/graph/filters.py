"""Clients' filters become those that reads take: checked, with today's slugs and UTC instants."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from schema.graph.inputs import ArticleFilter, DateRange, IssueFilter, MomentRange, TagsFilter
from schema.graph.refusals import bad_input
from schema.graph.scalars import write_instant
from schema.reads import conditions

if TYPE_CHECKING:
    from schema.graph.request import Request

_DAY_LENGTH = len("2018-07-02")
MOST_VALUES = 100
"""How many values a condition takes."""


def read_article_filter(given: ArticleFilter | None, request: Request) -> conditions.ArticleFilter:
    """Turn a client's filter into the reads' one; sections must exist."""
    if given is None:
        return conditions.ArticleFilter()
    tags = given.tags or TagsFilter()
    first, last = read_span(given.published_at, request)
    return conditions.ArticleFilter(
        sections=read_sections(given.sections, request, "filter.sections"),
        tags_any=_values("tags.any", tags.any),
        tags_all=_values("tags.all", tags.all) or (),
        tags_none=_values("tags.none", tags.none) or (),
        trends=_values("trend", given.trend and [trend.value for trend in given.trend]),
        issues=_values("issues", given.issues),
        authors=_values("authors", given.authors),
        published_from=first,
        published_until=last,
    )


def read_issue_filter(given: IssueFilter | None, request: Request) -> conditions.IssueFilter:
    """Turn a client's filter into the reads' one."""
    if given is None:
        return conditions.IssueFilter()
    days = given.starts_on or DateRange()
    first, last = read_span(given.published_at, request)
    return conditions.IssueFilter(
        numbers=_values("numbers", given.numbers),
        starts_from=days.from_,
        starts_until=days.until,
        published_from=first,
        published_until=last,
    )


def read_sections(
    given: list[str] | None, request: Request, argument: str
) -> tuple[str, ...] | None:
    """Check sections' slugs; earlier ones become today's, unknown ones are BAD_INPUT."""
    if given is None:
        return None
    catalogue = request.catalogue
    for slug in given:
        if slug not in catalogue.sections and slug not in catalogue.section_aliases:
            known = ", ".join(catalogue.sections)
            message = f"the publication has no section {slug!r}; it has {known}"
            raise bad_input(message, argument=argument)
    return _values("sections", [catalogue.section_aliases.get(slug, slug) for slug in given])


def read_span(given: MomentRange | None, request: Request) -> tuple[str | None, str | None]:
    """Give both ends as UTC instants; days are whole in the publication's time zone."""
    if given is None:
        return None, None
    zone = ZoneInfo(request.catalogue.publication["timezone"])
    return (
        _edge(given.from_, dt.time(0, 0, 0), zone),
        _edge(given.until, dt.time(23, 59, 59), zone),
    )


def _edge(moment: str | None, time: dt.time, zone: ZoneInfo) -> str | None:
    if moment is None or len(moment) > _DAY_LENGTH:
        return moment
    local = dt.datetime.combine(dt.date.fromisoformat(moment), time, tzinfo=zone)
    try:
        return write_instant(local)
    except OverflowError:  # the calendar begins or ends within this day: take that end of it
        return write_instant(local.replace(tzinfo=dt.UTC))


def _values(name: str, values: list[Any] | None) -> tuple[Any, ...] | None:
    if values is None:
        return None
    if len(values) > MOST_VALUES:
        message = f"{name} has {len(values)} values; at most {MOST_VALUES} are taken"
        raise bad_input(
            message, argument=f"filter.{name}", requested=len(values), limit=MOST_VALUES
        )
    return tuple(sorted(set(values)))
