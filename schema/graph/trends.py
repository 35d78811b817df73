"""The section × issue table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article
from schema.graph.cost import TRENDS
from schema.graph.derived import trend_label
from schema.graph.fields import answered, batched, column, computed
from schema.graph.filters import read_sections
from schema.graph.issue import Issue
from schema.graph.names import InLanguage, Section
from schema.graph.refusals import bad_input
from schema.graph.request import Request
from schema.graph.scalars import Date
from schema.graph.trend import Trend
from schema.reads.catalogue import MOST_TRENDS
from schema.reads.trends import trend_points

if TYPE_CHECKING:
    from schema.graph.request import Entity
    from schema.wanted import Wanted

Context = Info[Request, None]


@strawberry.type(
    description="What the editors judged of one section in one issue: a cell of the table of "
    "trends."
)
class TrendPoint:
    """A cell of the table; the rows are those of the articles that carry the trends."""

    starts_on: Date = column("starts_on", "The issue's first day: for the time axis of a chart.")
    ends_on: Date = column("ends_on", "The issue's last day.")
    trend: Trend = column("trend", "What they judged.")
    trend_label: str | None = computed(
        trend_label,
        "`trend` as a sentence for readers, in the language asked for; null where the publication "
        "has no words for it.",
    )
    section: Section = computed(
        lambda entity, request: nodes.section(
            request.catalogue.sections[entity.row["section_slug"]], entity.wanted
        ),
        "The section that was judged.",
    )
    issue: Issue = batched(
        batches.load_issues,
        lambda entity: (entity.row["issue_slug"], entity.wanted),
        "The issue in which it was judged.",
    )
    article: Article = computed(
        lambda entity, _: entity,
        "The article that says so: the first of the section in the issue that has a trend.",
    )


@strawberry.type
class Trends:
    """The root field of the table."""

    @answered(
        "The table of sections and issues: what the editors judged of each section in each issue, "
        "the earliest issue first, its sections in their order. Only articles in `language` count. "
        "At most 1,000 points: a longer span is an error, BAD_INPUT.",
        length=TRENDS,
    )
    def trends(
        root: None,
        info: Context,
        language: InLanguage = None,
        section: Annotated[
            str | None,
            strawberry.argument(description="Only this section, by its slug; all if left out."),
        ] = None,
        from_: Annotated[
            Date | None,
            strawberry.argument(
                name="from", description="Only issues that begin on this day or later."
            ),
        ] = None,
        to: Annotated[
            Date | None,
            strawberry.argument(description="Only issues that begin on this day or earlier."),
        ] = None,
    ) -> list[TrendPoint]:
        wanted = info.context.want(language)
        return find_trends(info.context, wanted, section, from_, to)  # type: ignore[return-value]


def find_trends(
    request: Request, wanted: Wanted, section: str | None, first: str | None, last: str | None
) -> list[Entity]:
    """Read the table, oldest issue first, sections in their order."""
    chosen = read_sections([section], request, "section") if section is not None else None
    rows = trend_points(request.reader, wanted.language, chosen, first, last)
    limit = max(MOST_TRENDS, request.largest_page)
    if len(rows) > limit:
        message = f"the span has {len(rows)} points; at most {limit} are given at once"
        raise bad_input(message, argument="from", requested=len(rows), limit=limit)
    order = {slug: place for place, slug in enumerate(request.catalogue.sections)}
    rows.sort(key=lambda row: (row["starts_on"], row["issue_slug"], order[row["section_slug"]]))
    return [nodes.article(row, wanted) for row in rows]
