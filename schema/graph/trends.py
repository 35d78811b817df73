"""The section × issue table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

from schema.graph import batches, nodes
from schema.graph.article import Article, trend_label
from schema.graph.fields import batched, column, computed
from schema.graph.inputs import read_sections
from schema.graph.issue import Issue
from schema.graph.names import Section
from schema.graph.refusals import bad_input
from schema.graph.scalars import Date
from schema.graph.trend import Trend
from schema.reads.catalogue import MOST_TRENDS
from schema.reads.trends import trend_points

if TYPE_CHECKING:
    from schema.graph.request import Entity, Request
    from schema.wanted import Wanted


@strawberry.type(description="What the editors judged of one section in one issue.")
class TrendPoint:
    """A cell of the table; the rows are those of the articles that carry the trends."""

    starts_on: Date = column("starts_on", "The issue's first day.")
    ends_on: Date = column("ends_on", "The issue's last day.")
    trend: Trend = column("trend", "The judgement.")
    trend_label: str | None = computed(trend_label, "The judgement in words.")
    section: Section = computed(
        lambda entity, request: nodes.section(
            request.catalogue.sections[entity.row["section_slug"]], entity.wanted
        ),
        "The section.",
    )
    issue: Issue = batched(
        batches.load_issues,
        lambda entity: (entity.row["issue_slug"], entity.wanted),
        "The issue.",
    )
    article: Article = computed(lambda entity, _: entity, "The article that says so.")


def find_trends(
    request: Request, wanted: Wanted, section: str | None, first: str | None, last: str | None
) -> list[Entity]:
    """Read the table, oldest issue first, sections in their order."""
    chosen = read_sections([section], request, "section") if section is not None else None
    rows = trend_points(request.reader, wanted.language, chosen, first, last)
    if len(rows) > MOST_TRENDS:
        message = f"the span has {len(rows)} points; at most {MOST_TRENDS} are given at once"
        raise bad_input(message, argument="from", requested=len(rows), limit=MOST_TRENDS)
    order = {slug: place for place, slug in enumerate(request.catalogue.sections)}
    rows.sort(key=lambda row: (row["starts_on"], row["issue_slug"], order[row["section_slug"]]))
    return [nodes.article(row, wanted) for row in rows]
