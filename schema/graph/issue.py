"""The issue: one number of the periodical, in one language."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article, Image
from schema.graph.fields import ROWS, column, computed
from schema.graph.inputs import read_sections
from schema.graph.names import Language, Section
from schema.graph.request import Entity, Request
from schema.graph.scalars import Date, DateTime, LanguageCode

Context = Info[Request, None]


def issue_url(entity: Entity, request: Request) -> str:
    """Give an issue's address on the publication's site: /LANGUAGE/issues/SLUG."""
    site: str = request.catalogue.publication["site_url"]
    return f"{site.rstrip('/')}/{entity.language}/issues/{entity.row['slug']}"


def _asked(entity: Entity) -> batches.Asked:
    return entity.row["slug"], entity.wanted


@strawberry.type(description="One number of the periodical, in one language.")
class Issue(nodes.Node):
    """Values come from the `issue` table."""

    is_type_of = nodes.is_type("Issue")

    id: strawberry.ID = computed(nodes.node_id, "Opaque and stable; includes the language.")
    slug: str = column("slug", "Its name in addresses, usually its first day: `2018-07-02`.")
    number: int | None = column("number", "Its number; null if it has none.")
    title: str | None = column("title", "Its title in its language; null if it has none.")
    starts_on: Date = column("starts_on", "The first day that it is about.")
    ends_on: Date = column("ends_on", "The last day that it is about.")
    published_at: DateTime | None = column(
        "published_at", "When it was published; null if the files do not say."
    )
    updated_at: DateTime | None = column(
        "updated_at", "The last instant at which one of its articles was published or corrected."
    )
    language: LanguageCode = column("language", "The language that it is in.")
    requested_language: LanguageCode = computed(
        lambda entity, _: entity.wanted.language, "The language that was asked for."
    )
    is_fallback: bool = computed(
        lambda entity, _: entity.wanted.language != entity.language,
        "Whether another language than the one asked for was served.",
    )
    url: str = computed(issue_url, "Its address on the publication's site.")

    @strawberry.field(
        description="Its articles in their order, each in the language asked for, or else in the "
        "first of the `fallback` given with the issue that it has. All of them: an issue is small.",
        metadata={ROWS: "issue"},
    )
    async def articles(
        root: Entity,
        info: Context,
        section: Annotated[
            str | None, strawberry.argument(description="In this section only, by slug.")
        ] = None,
        tag: Annotated[
            str | None, strawberry.argument(description="With this tag only, by slug.")
        ] = None,
    ) -> list[Article]:
        listed: list[Entity] = await info.context.load(batches.load_issue_articles, _asked(root))
        if section is not None:
            chosen = read_sections([section], info.context, "section")
            listed = [entity for entity in listed if entity.row["section_slug"] in (chosen or ())]
        if tag is not None:
            listed = await _with_tag(listed, tag, info.context)
        return listed  # type: ignore[return-value]

    @strawberry.field(
        description="The sections that its articles stand in, in their order.",
        metadata={ROWS: "sections"},
    )
    async def sections(root: Entity, info: Context) -> list[Section]:
        listed: list[Entity] = await info.context.load(batches.load_issue_articles, _asked(root))
        present = {entity.row["section_slug"] for entity in listed}
        rows = info.context.catalogue.sections.values()
        own = batches.own(root.language)
        return [nodes.section(row, own) for row in rows if row["slug"] in present]  # type: ignore[misc]

    @strawberry.field(
        description="The languages that it is there in.", metadata={ROWS: "languages"}
    )
    async def languages(root: Entity, info: Context) -> list[Language]:
        rows = await info.context.load(batches.load_issue_rows, root.row["slug"])
        known = info.context.catalogue.languages
        return [row for code, row in known.items() if code in rows]  # type: ignore[misc]

    @strawberry.field(
        description="The same issue in the other languages.", metadata={ROWS: "languages"}
    )
    async def translations(root: Entity, info: Context) -> list[Issue]:
        rows = await info.context.load(batches.load_issue_rows, root.row["slug"])
        codes = [code for code in info.context.catalogue.languages if code in rows]
        others = [code for code in codes if code != root.language]
        return [nodes.issue(rows[code], batches.own(code)) for code in others]  # type: ignore[misc]

    @strawberry.field(description="The issue before it in the same language.")
    async def previous(root: Entity, info: Context) -> Issue | None:
        return await _neighbour(root, info.context, later=False)  # type: ignore[return-value]

    @strawberry.field(description="The issue behind it in the same language.")
    async def next(root: Entity, info: Context) -> Issue | None:
        return await _neighbour(root, info.context, later=True)  # type: ignore[return-value]

    @strawberry.field(description="The picture of its first article that has one.")
    async def image(root: Entity, info: Context) -> Image | None:
        listed: list[Entity] = await info.context.load(batches.load_issue_articles, _asked(root))
        images = (entity.row["image"] for entity in listed)
        return next((image for image in images if image), None)


async def _with_tag(listed: list[Entity], tag: str, request: Request) -> list[Entity]:
    loads = [request.load(batches.load_tags, batches.article_id(entity)) for entity in listed]
    tags: list[list[Entity]] = [await load for load in loads]
    carried = zip(listed, tags, strict=True)
    return [entity for entity, own in carried if any(each.row["slug"] == tag for each in own)]


async def _neighbour(root: Entity, request: Request, *, later: bool) -> Entity | None:
    id_ = (root.row["slug"], root.language)
    row: dict[str, Any] | None = await request.load(batches.load_neighbours, id_, later)
    return nodes.issue(row, batches.own(row["language"])) if row else None
