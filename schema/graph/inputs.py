"""Filters and orders, as clients write them and as reads take them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import strawberry

from schema.graph.refusals import bad_input
from schema.graph.scalars import Date, LanguageCode, Moment, write_instant
from schema.graph.trend import Trend
from schema.reads import conditions

if TYPE_CHECKING:
    from schema.graph.request import Request

_DAY_LENGTH = len("2018-07-02")
_MOST_VALUES = 100


@strawberry.input(description="A span of instants; an end that is left out is open.")
class MomentRange:
    """Both ends are included."""

    from_: Moment | None = strawberry.field(
        name="from", default=None, description="Not before this; of a day, from its beginning."
    )
    until: Moment | None = strawberry.field(
        default=None, description="Not after this; of a day, up to its end."
    )


@strawberry.input(description="A span of days; an end that is left out is open.")
class DateRange:
    """Both ends are included."""

    from_: Date | None = strawberry.field(
        name="from", default=None, description="Not before this day."
    )
    until: Date | None = strawberry.field(default=None, description="Not after this day.")


@strawberry.input(description="Which tags articles must have.")
class TagsFilter:
    """Tags by their slugs."""

    any: list[str] | None = strawberry.field(default=None, description="At least one of these.")
    all: list[str] | None = strawberry.field(default=None, description="Each of these.")
    none: list[str] | None = strawberry.field(default=None, description="None of these.")


@strawberry.input(description="Which articles: all the conditions that are given must hold.")
class ArticleFilter:
    """A list of names means any one of them."""

    sections: list[str] | None = strawberry.field(
        default=None, description="In one of these sections, by slug; earlier slugs are known."
    )
    tags: TagsFilter | None = strawberry.field(default=None, description="With these tags.")
    trend: list[Trend] | None = strawberry.field(
        default=None, description="With one of these trends."
    )
    issues: list[str] | None = strawberry.field(
        default=None, description="In one of these issues, by slug."
    )
    published_at: MomentRange | None = strawberry.field(
        default=None, description="Published within this span."
    )
    authors: list[str] | None = strawberry.field(
        default=None, description="By one of these authors, whole names."
    )


@strawberry.input(description="Which issues: all the conditions that are given must hold.")
class IssueFilter:
    """A list means any one of its values."""

    numbers: list[int] | None = strawberry.field(
        default=None, description="With one of these numbers."
    )
    starts_on: DateRange | None = strawberry.field(
        default=None, description="Beginning within this span."
    )
    published_at: MomentRange | None = strawberry.field(
        default=None, description="Published within this span."
    )


@strawberry.input(one_of=True, description="One issue, by exactly one of these.")
class IssueBy:
    """Relay's lookups by @oneOf."""

    slug: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its slug, usually its first day: `2018-07-02`."
    )
    number: int | None = strawberry.field(default=strawberry.UNSET, description="Its number.")
    date: Date | None = strawberry.field(default=strawberry.UNSET, description="Any of its days.")
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")


@strawberry.input(description="An article's language and slug.")
class ArticlePath:
    """What addresses name."""

    language: LanguageCode = strawberry.field(description="Its language.")
    slug: str = strawberry.field(description="Its slug, or an earlier one.")


@strawberry.input(one_of=True, description="One article, by exactly one of these.")
class ArticleBy:
    """Relay's lookups by @oneOf."""

    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")
    path: ArticlePath | None = strawberry.field(
        default=strawberry.UNSET, description="Its language and slug."
    )


@strawberry.enum(description="The order of articles.")
class ArticleOrder(enum.Enum):
    """Each is the exact reverse of the other."""

    NEWEST = strawberry.enum_value(
        "newest", description="Last published first; those of one issue in the issue's order."
    )
    OLDEST = strawberry.enum_value(
        "oldest", description="The exact reverse of NEWEST: first published first."
    )


@strawberry.enum(description="The order of issues.")
class IssueOrder(enum.Enum):
    """By the first day."""

    NEWEST = strawberry.enum_value("newest", description="Latest first.")
    OLDEST = strawberry.enum_value("oldest", description="Earliest first.")


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
    except OverflowError as error:
        message = f"{moment} lies outside the calendar's years in {zone}"
        raise bad_input(message, argument="filter.publishedAt") from error


def _values(name: str, values: list[Any] | None) -> tuple[Any, ...] | None:
    if values is None:
        return None
    if len(values) > _MOST_VALUES:
        message = f"{name} has {len(values)} values; at most {_MOST_VALUES} are taken"
        raise bad_input(
            message, argument=f"filter.{name}", requested=len(values), limit=_MOST_VALUES
        )
    return tuple(sorted(set(values)))
