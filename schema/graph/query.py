"""The entry points of the graph."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import strawberry
from strawberry.types import Info

from schema.graph import find, lists, nodes
from schema.graph.archive import Archives
from schema.graph.article import Article
from schema.graph.changes import Changes
from schema.graph.connections import After, Before, Connection, First, Last
from schema.graph.cost import IDS, LANGUAGES, PAGES, SECTIONS
from schema.graph.cursors import PageArguments
from schema.graph.facets import FacetedConnection
from schema.graph.fields import answered
from schema.graph.inputs import ArticleBy, ArticleOrder, IssueBy, IssueFilter, IssueOrder
from schema.graph.issue import Issue
from schema.graph.names import (
    Fallback,
    Filter,
    InLanguage,
    Language,
    Order,
    Publication,
    Section,
    Slug,
    Tag,
)
from schema.graph.nodes import Node
from schema.graph.records import Records
from schema.graph.removals import Removals
from schema.graph.request import Entity, Request
from schema.graph.revision import Revision
from schema.graph.scalars import CONFIG
from schema.graph.search import Searches
from schema.graph.sitemap import Sitemaps
from schema.graph.trends import Trends
from schema.reads.issues import newest_issue

Context = Info[Request, None]


@strawberry.type
class Contents:
    """What `Query` has for everybody: the publication and its issues, articles and names."""

    @answered("The periodical itself: name, website, languages, sections.")
    def publication(root: None, info: Context, language: InLanguage = None) -> Publication:
        wanted = info.context.want(language)
        row = info.context.catalogue.publication
        return Entity("Publication", row, wanted.language, wanted)  # type: ignore[return-value]

    @answered(
        "The issue of the latest days: what a front page shows. Null, without an error, if no "
        "issue is there in `language` or a language of `fallback`."
    )
    def latest_issue(
        root: None, info: Context, language: InLanguage = None, fallback: Fallback = None
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        row = info.context.read_first(wanted, lambda: newest_issue(info.context.reader, wanted))
        return nodes.issue(row, wanted) if row else None  # type: ignore[return-value]

    @answered(
        "One issue by slug, number, day or id. Null, without an error, if it is not there in "
        "`language` or a language of `fallback`."
    )
    def issue(
        root: None,
        info: Context,
        by: Annotated[
            IssueBy, strawberry.argument(description="Which issue: its slug, number, day or id.")
        ],
        language: InLanguage = None,
        fallback: Fallback = None,
    ) -> Issue | None:
        wanted = info.context.want(language, fallback)
        return find.find_issue(by, wanted, info.context)  # type: ignore[return-value]

    @answered("All issues in pages: an archive.", length=PAGES)
    def issues(  # noqa: PLR0913 - the arguments of a connection
        root: None,
        info: Context,
        language: InLanguage = None,
        fallback: Fallback = None,
        filter_: Annotated[
            IssueFilter | None,
            strawberry.argument(name="filter", description="Which issues; all if left out."),
        ] = None,
        order_by: Annotated[
            IssueOrder, strawberry.argument(description="In which order; NEWEST if left out.")
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
        "One article by its id or its path. An earlier slug finds it too: where `slug` differs "
        "from what you asked for, lead readers on to the new address. Null, without an error, if "
        "there is none. One that the editors took back is null with the error NOT_FOUND, whose "
        "`extensions.withdrawnAt` tells since when."
    )
    def article(
        root: None,
        info: Context,
        by: Annotated[
            ArticleBy, strawberry.argument(description="Which article: its path or its id.")
        ],
    ) -> Article | None:
        return find.find_article(by, info.context)  # type: ignore[return-value]

    @answered("All articles in pages, of any issue and section; `filter` chooses.", length=PAGES)
    def articles(  # noqa: PLR0913
        root: None,
        info: Context,
        language: InLanguage = None,
        fallback: Fallback = None,
        filter_: Filter = None,
        order_by: Order = ArticleOrder.NEWEST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> FacetedConnection[Article]:
        wanted = info.context.want(language, fallback)
        asked = PageArguments(first, after, last, before)
        return lists.page_of_articles(info.context, wanted, filter_, order_by, asked)  # type: ignore[return-value]

    @answered("All sections in the editors' order: a navigation bar.", length=SECTIONS)
    def sections(root: None, info: Context, language: InLanguage = None) -> list[Section]:
        wanted = info.context.want(language)
        rows = info.context.catalogue.sections.values()
        return [nodes.section(row, wanted) for row in rows]  # type: ignore[misc]

    @answered("One section by its slug; null, without an error, if there is none.")
    def section(
        root: None, info: Context, slug: Slug, language: InLanguage = None
    ) -> Section | None:
        wanted = info.context.want(language)
        catalogue = info.context.catalogue
        row = catalogue.sections.get(catalogue.section_aliases.get(slug, slug))
        return nodes.section(row, wanted) if row else None  # type: ignore[return-value]

    @answered("All tags in pages, in the alphabetical order of their slugs.", length=PAGES)
    def tags(
        root: None,
        info: Context,
        language: InLanguage = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Tag]:
        wanted = info.context.want(language)
        asked = PageArguments(first, after, last, before)
        return lists.page_of_tags(info.context, wanted, asked)  # type: ignore[return-value]

    @answered("One tag by its slug; null, without an error, if there is none.")
    def tag(
        root: None,
        info: Context,
        slug: Annotated[str, strawberry.argument(description="Its slug: `ferry`.")],
        language: InLanguage = None,
    ) -> Tag | None:
        wanted = info.context.want(language)
        return find.find_tag(slug, wanted, info.context)  # type: ignore[return-value]

    @answered("The publication's languages, in the editors' order.", length=LANGUAGES)
    def languages(root: None, info: Context) -> list[Language]:
        return list(info.context.catalogue.languages.values())  # type: ignore[arg-type]

    @answered(
        "One node of any type by its id: to load again what you have. Null, without an error, for "
        "an id that is malformed or unknown, and for an article that was withdrawn."
    )
    def node(
        root: None,
        info: Context,
        id: Annotated[  # noqa: A002 - its name in the graph
            strawberry.ID, strawberry.argument(description="Its id, as `id` of any node gives it.")
        ],
    ) -> Node | None:
        return find.find_nodes(info.context, [id])[0]  # type: ignore[return-value]

    @answered(
        "Several nodes by their ids, in the order of the ids, with null where `node` would be "
        "null.",
        length=IDS,
    )
    def nodes(
        root: None,
        info: Context,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="Their ids, at most 100.")
        ],
    ) -> list[Node | None]:
        return find.find_nodes(info.context, ids)  # type: ignore[return-value]

    @answered(
        "The state of the content that this answer shows: it tells cheaply whether there is "
        "anything new."
    )
    def revision(root: None, info: Context) -> Revision:
        catalogue = info.context.catalogue
        return {"number": catalogue.revision, "seeded_at": catalogue.seeded_at}  # type: ignore[return-value]


@strawberry.type(
    description="Everything that can be asked for. Nothing can be changed: there are no mutations."
)
class Query(Contents, Searches, Trends, Archives, Changes, Records, Removals, Sitemaps):
    """Fields stand in the order of these: what most people look for comes first."""


SCHEMA = strawberry.Schema(query=Query, types=[Article, Issue, Section, Tag], config=CONFIG)
"""The schema: SDL, introspection and validation come from here."""

GRAPH = SCHEMA._schema  # noqa: SLF001 - strawberry has no public name for graphql-core's schema
"""The same as graphql-core has it: what parses, validates and executes."""

GRAPH.description = (
    "A periodical: its issues, articles, sections, tags and languages, to be read. Begin with "
    "`latestIssue`. Every text is in one language: `language` says in which, and `fallback` in "
    "which others where it is missing. `errors[].extensions.code` is one of the codes listed "
    "at `/errors`; what a document may cost stands in `@cost` and `@listSize`."
)


@cache
def write_sdl() -> str:
    """Write the schema as it is published. It takes 25 ms, and most processes are never asked."""
    # strawberry prints no description of a schema.
    head = f'"""\n{GRAPH.description}\n"""\nschema {{\n  query: Query\n}}'
    return f"{head}\n\n{SCHEMA.as_str()}\n"
