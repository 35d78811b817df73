"""The archive: how much there is of each year and month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import strawberry
from strawberry.types import Info

from schema.graph.cost import MONTHS, YEARS
from schema.graph.fields import answered, item
from schema.graph.names import Fallback, InLanguage
from schema.graph.request import Request
from schema.reads.archive import count_articles, count_issues

if TYPE_CHECKING:
    from schema.wanted import Wanted

Context = Info[Request, None]


@strawberry.type(description="A month of the archive that has issues or articles.")
class ArchiveMonth:
    """Of a Python dictionary."""

    month: int = item("month", "Its number, 1 to 12.")
    issues: int = item("issues", "How many issues have their first day in it.")
    articles: int = item(
        "articles",
        "How many articles these issues have, and how many of no issue were published in it.",
    )


@strawberry.type(description="A year of the archive that has issues or articles.")
class ArchiveYear:
    """Of a Python dictionary."""

    year: int = item("year", "Its number, such as 2026.")
    issues: int = item("issues", "How many issues have their first day in it.")
    articles: int = item(
        "articles",
        "How many articles these issues have, and how many of no issue were published in it.",
    )

    @answered("Its months that have any, the newest first.", length=MONTHS)
    def months(root: dict[str, Any], info: Context) -> list[ArchiveMonth]:
        return root["months"]


@strawberry.type
class Archives:
    """The root field of the archive."""

    @answered(
        "The archive: how many issues and articles there are of each year and month, the newest "
        "first; years and months without any are left out. Issues belong where their first day is, "
        "and articles where their issue is; articles of no issue where their day of publication "
        "is, in the publication's time zone.",
        cost=50,
        length=YEARS,
    )
    def archive(
        root: None, info: Context, language: InLanguage = None, fallback: Fallback = None
    ) -> list[ArchiveYear]:
        return find_archive(info.context, info.context.want(language, fallback))  # type: ignore[return-value]


def find_archive(request: Request, wanted: Wanted) -> list[dict[str, Any]]:
    """Count the issues and articles of each month, and add up the years: two statements."""
    zone = ZoneInfo(request.catalogue.publication["timezone"])
    issues = count_issues(request.reader, wanted)
    articles = count_articles(request.reader, wanted, zone)
    years: dict[str, list[dict[str, Any]]] = {}
    for name in sorted({*issues, *articles}, reverse=True):
        year, month = name.split("-")
        counted = {"month": int(month), "issues": issues[name], "articles": articles[name]}
        years.setdefault(year, []).append(counted)
    return [{"year": int(year), "months": months, **_sum(months)} for year, months in years.items()]


def _sum(months: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(month[name] for month in months) for name in ("issues", "articles")}
