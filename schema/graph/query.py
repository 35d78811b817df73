"""The entry points of the graph."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry.types import Info

from schema.graph import find, lists, nodes
from schema.graph.article import Article
from schema.graph.connections import After, Before, Connection, First, Last
from schema.graph.cursors import LARGEST_PAGE, PageArguments
from schema.graph.fields import answered, item
from schema.graph.inputs import (
    ArticleBy,
    ArticleOrder,
    IssueBy,
    IssueFilter,
    IssueOrder,
)
from schema.graph.issue import Issue
from schema.graph.names import Fallback, Filter, Language, Order, Publication, Section, Tag
from schema.graph.refusals import bad_input
from schema.graph.request import Entity, Request
from schema.graph.scalars import CONFIG, Date, DateTime, LanguageCode
from schema.graph.trends import TrendPoint, find_trends
from schema.reads.issues import newest_issue

Context = Info[Request, None]

Asked = Annotated[
    LanguageCode | None,
    strawberry.argument(description="In which language. Left out: the publication's default."),
]
Slug = Annotated[str, strawberry.argument(description="Its slug; an earlier one is known too.")]


@strawberry.type(description="The state of the content: it only grows, at each seeding.")
class Revision:
    """What `X-Content-Revision` says."""

    number: int = item("number", "How many seedings have changed anything.")
    seeded_at: DateTime = item("seeded_at", "When the last of them was.")


@strawberry.type(description="Everything that can be asked for. Nothing can be changed.")
class Query:
    """See the field descriptions."""

    @answered("The periodical.")
    def publication(root: None, info: Context, language: Asked = None) -> Publication:
        wanted = info.context.want(language)
        row = info.context.catalogue.publication
        return Entity("Publication", row, wanted.language, wanted)  # type: ignore[return-value]

    @answered("The issue of the latest days; null if none is there in these languages.")
    def latest_issue(
        root: None, info: Context, language: Asked = None, fallback: Fallback = None
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        row = newest_issue(info.context.reader, wanted)
        return nodes.issue(row, wanted) if row else None  # type: ignore[return-value]

    @answered("One issue; null if it is not there in these languages.")
    def issue(
        root: None,
        info: Context,
        by: Annotated[IssueBy, strawberry.argument(description="Which one.")],
        language: Asked = None,
        fallback: Fallback = None,
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        return find.find_issue(by, wanted, info.context)  # type: ignore[return-value]

    @answered("All issues, the latest first.")
    def issues(  # noqa: PLR0913 - the arguments of a connection
        root: None,
        info: Context,
        language: Asked = None,
        fallback: Fallback = None,
        filter_: Annotated[
            IssueFilter | None, strawberry.argument(name="filter", description="Which issues.")
        ] = None,
        order_by: Annotated[
            IssueOrder, strawberry.argument(description="In which order.")
        ] = IssueOrder.NEWEST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Issue]:
        wanted = info.context.want(language, fallback)
        asked = PageArguments(first, after, last, before)
        return lists.page_of_issues(info.context, wanted, filter_, order_by, asked)  # type: ignore[return-value]

    @answered(
        "One article. Earlier slugs resolve: compare `slug`. Null if there is none; a "
        "withdrawn one is null with an error NOT_FOUND that tells `withdrawnAt`."
    )
    def article(
        root: None,
        info: Context,
        by: Annotated[ArticleBy, strawberry.argument(description="Which one.")],
    ) -> Article | None:
        return find.find_article(by, info.context)  # type: ignore[return-value]

    @answered("All articles, the newest first.")
    def articles(  # noqa: PLR0913
        root: None,
        info: Context,
        language: Asked = None,
        fallback: Fallback = None,
        filter_: Filter = None,
        order_by: Order = ArticleOrder.NEWEST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Article]:
        wanted = info.context.want(language, fallback)
        asked = PageArguments(first, after, last, before)
        return lists.page_of_articles(info.context, wanted, filter_, order_by, asked)  # type: ignore[return-value]

    @answered("All sections, in their order.", rows="sections")
    def sections(root: None, info: Context, language: Asked = None) -> list[Section]:
        wanted = info.context.want(language)
        rows = info.context.catalogue.sections.values()
        return [nodes.section(row, wanted) for row in rows]  # type: ignore[misc]

    @answered("One section; null if there is none of that slug.")
    def section(root: None, info: Context, slug: Slug, language: Asked = None) -> Section | None:
        wanted = info.context.want(language)
        catalogue = info.context.catalogue
        row = catalogue.sections.get(catalogue.section_aliases.get(slug, slug))
        return nodes.section(row, wanted) if row else None  # type: ignore[return-value]

    @answered("All tags, by their slugs.")
    def tags(
        root: None,
        info: Context,
        language: Asked = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Tag]:
        wanted = info.context.want(language)
        asked = PageArguments(first, after, last, before)
        return lists.page_of_tags(info.context, wanted, asked)  # type: ignore[return-value]

    @answered("One tag; null if there is none of that slug.")
    def tag(
        root: None,
        info: Context,
        slug: Annotated[str, strawberry.argument(description="Its slug.")],
        language: Asked = None,
    ) -> Tag | None:
        wanted = info.context.want(language)
        return find.find_tag(slug, wanted, info.context)  # type: ignore[return-value]

    @answered("The publication's languages, in the editors' order.", rows="languages")
    def languages(root: None, info: Context) -> list[Language]:
        return list(info.context.catalogue.languages.values())  # type: ignore[arg-type]

    @answered(
        "The section × issue table of trends, oldest first: what has improved, stayed or worsened.",
        rows="trends",
    )
    def trends(
        root: None,
        info: Context,
        language: Asked = None,
        section: Annotated[
            str | None, strawberry.argument(description="This section only, by slug.")
        ] = None,
        from_: Annotated[
            Date | None,
            strawberry.argument(name="from", description="Issues that begin on this day or later."),
        ] = None,
        to: Annotated[
            Date | None,
            strawberry.argument(description="Issues that begin on this day or earlier."),
        ] = None,
    ) -> list[TrendPoint]:
        wanted = info.context.want(language)
        return find_trends(info.context, wanted, section, from_, to)  # type: ignore[return-value]

    @answered("One node by its id; null for an id that is malformed or of nothing.")
    def node(
        root: None,
        info: Context,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")],  # noqa: A002 - its name in the graph
    ) -> nodes.Node | None:
        return find.find_nodes(info.context, [id])[0]  # type: ignore[return-value]

    @answered("Nodes by their ids, in the order of the ids; at most 100.")
    def nodes(
        root: None,
        info: Context,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their ids.")],
    ) -> list[nodes.Node | None]:
        if len(ids) > LARGEST_PAGE:
            message = f"ids has {len(ids)} values; at most {LARGEST_PAGE} are taken"
            raise bad_input(message, argument="ids", requested=len(ids), limit=LARGEST_PAGE)
        return find.find_nodes(info.context, ids)  # type: ignore[return-value]

    @answered("The state of the content that this answer belongs to.")
    def revision(root: None, info: Context) -> Revision:
        catalogue = info.context.catalogue
        return {"number": catalogue.revision, "seeded_at": catalogue.seeded_at}  # type: ignore[return-value]


SCHEMA = strawberry.Schema(query=Query, types=[Article, Issue, Section, Tag], config=CONFIG)
"""The schema: SDL, introspection and validation come from here."""

GRAPH = SCHEMA._schema  # noqa: SLF001 - strawberry has no public name for graphql-core's schema
"""The same as graphql-core has it: what parses, validates and executes."""
