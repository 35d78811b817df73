"""The entry points of the graph."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry.types import Info

from schema.graph import find, lists, nodes
from schema.graph.article import Article
from schema.graph.connections import After, Before, Connection, First, Last
from schema.graph.cursors import LARGEST_PAGE, PageArguments
from schema.graph.fields import ROWS
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

    number: int = strawberry.field(description="How many seedings have changed anything.")
    seeded_at: DateTime = strawberry.field(description="When the last of them was.")


@strawberry.type(description="Everything that can be asked for. Nothing can be changed.")
class Query:
    """See the field descriptions."""

    @strawberry.field(description="The periodical.")
    def publication(self, info: Context, language: Asked = None) -> Publication:
        wanted = info.context.want(language)
        row = info.context.catalogue.publication
        return Entity("Publication", row, wanted.language, wanted)  # type: ignore[return-value]

    @strawberry.field(
        description="The issue of the latest days; null if none is there in these languages."
    )
    def latest_issue(
        self, info: Context, language: Asked = None, fallback: Fallback = None
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        row = newest_issue(info.context.connection, wanted)
        return nodes.issue(row, wanted) if row else None  # type: ignore[return-value]

    @strawberry.field(description="One issue; null if it is not there in these languages.")
    async def issue(
        self,
        info: Context,
        by: Annotated[IssueBy, strawberry.argument(description="Which one.")],
        language: Asked = None,
        fallback: Fallback = None,
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        return await find.find_issue(by, wanted, info.context)  # type: ignore[return-value]

    @strawberry.field(description="All issues, the latest first.")
    def issues(  # noqa: PLR0913 - the arguments of a connection
        self,
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

    @strawberry.field(
        description="One article. Earlier slugs resolve: compare `slug`. Null if there is none; a "
        "withdrawn one is null with an error NOT_FOUND that tells `withdrawnAt`."
    )
    async def article(
        self, info: Context, by: Annotated[ArticleBy, strawberry.argument(description="Which one.")]
    ) -> Article | None:
        return await find.find_article(by, info.context)  # type: ignore[return-value]

    @strawberry.field(description="All articles, the newest first.")
    def articles(  # noqa: PLR0913
        self,
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

    @strawberry.field(description="All sections, in their order.", metadata={ROWS: "sections"})
    def sections(self, info: Context, language: Asked = None) -> list[Section]:
        wanted = info.context.want(language)
        rows = info.context.catalogue.sections.values()
        return [nodes.section(row, wanted) for row in rows]  # type: ignore[misc]

    @strawberry.field(description="One section; null if there is none of that slug.")
    def section(self, info: Context, slug: Slug, language: Asked = None) -> Section | None:
        wanted = info.context.want(language)
        catalogue = info.context.catalogue
        row = catalogue.sections.get(catalogue.section_aliases.get(slug, slug))
        return nodes.section(row, wanted) if row else None  # type: ignore[return-value]

    @strawberry.field(description="All tags, by their slugs.")
    def tags(
        self,
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

    @strawberry.field(description="One tag; null if there is none of that slug.")
    async def tag(
        self,
        info: Context,
        slug: Annotated[str, strawberry.argument(description="Its slug.")],
        language: Asked = None,
    ) -> Tag | None:
        wanted = info.context.want(language)
        return await find.find_tag(slug, wanted, info.context)  # type: ignore[return-value]

    @strawberry.field(
        description="The publication's languages, in the editors' order.",
        metadata={ROWS: "languages"},
    )
    def languages(self, info: Context) -> list[Language]:
        return list(info.context.catalogue.languages.values())  # type: ignore[arg-type]

    @strawberry.field(
        description="The section × issue table of trends, oldest first: what has improved, stayed "
        "or worsened.",
        metadata={ROWS: "trends"},
    )
    def trends(
        self,
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

    @strawberry.field(
        description="One node by its id; null for an id that is malformed or of nothing."
    )
    async def node(
        self,
        info: Context,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")],  # noqa: A002 - its name in the graph
    ) -> nodes.Node | None:
        return (await find.find_nodes([id], info.context))[0]  # type: ignore[return-value]

    @strawberry.field(description="Nodes by their ids, in the order of the ids; at most 100.")
    async def nodes(
        self,
        info: Context,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their ids.")],
    ) -> list[nodes.Node | None]:
        if len(ids) > LARGEST_PAGE:
            message = f"ids has {len(ids)} values; at most {LARGEST_PAGE} are taken"
            raise bad_input(message, argument="ids", requested=len(ids), limit=LARGEST_PAGE)
        return await find.find_nodes(ids, info.context)  # type: ignore[return-value]

    @strawberry.field(description="The state of the content that this answer belongs to.")
    def revision(self, info: Context) -> Revision:
        catalogue = info.context.catalogue
        return Revision(number=catalogue.revision, seeded_at=DateTime(catalogue.seeded_at))


SCHEMA = strawberry.Schema(query=Query, types=[Article, Issue, Section, Tag], config=CONFIG)
"""The schema: SDL, introspection and validation come from here."""

GRAPH = SCHEMA._schema  # noqa: SLF001 - strawberry has no public name for graphql-core's schema
"""The same as graphql-core has it: what parses, validates and executes."""
