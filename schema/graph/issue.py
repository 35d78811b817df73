"""The issue: one number of the periodical, in one language."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article, Image
from schema.graph.fields import answered, column, computed
from schema.graph.inputs import read_sections
from schema.graph.names import Language, Section
from schema.graph.request import Entity, Request, ask
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

    @answered(
        "Its articles in their order, each in the language asked for, or else in the first of the "
        "`fallback` given with the issue that it has. All of them: an issue is small.",
        rows="issue",
    )
    def articles(
        root: Entity,
        info: Context,
        section: Annotated[
            str | None, strawberry.argument(description="In this section only, by slug.")
        ] = None,
        tag: Annotated[
            str | None, strawberry.argument(description="With this tag only, by slug.")
        ] = None,
    ) -> list[Article]:
        if section is None:
            return ask(batches.load_issue_articles, _asked(root), tag)
        chosen = read_sections([section], info.context, "section") or ()

        def within(listed: list[Entity]) -> list[Entity]:
            return [entity for entity in listed if entity.row["section_slug"] in chosen]

        return ask(batches.load_issue_articles, _asked(root), tag, then=within)

    @answered("The sections that its articles stand in, in their order.", rows="sections")
    def sections(root: Entity, info: Context) -> list[Section]:
        rows, own = info.context.catalogue.sections.values(), batches.own(root.language)

        def present(listed: list[Entity]) -> list[Entity]:
            slugs = {entity.row["section_slug"] for entity in listed}
            return [nodes.section(row, own) for row in rows if row["slug"] in slugs]

        return ask(batches.load_issue_articles, _asked(root), then=present)

    @answered("The languages that it is there in.", rows="languages")
    def languages(root: Entity, info: Context) -> list[Language]:
        known = info.context.catalogue.languages.items()
        return ask(
            batches.load_issue_rows,
            root.row["slug"],
            then=lambda rows: [row for code, row in known if code in rows],
        )

    @answered("The same issue in the other languages.", rows="languages")
    def translations(root: Entity, info: Context) -> list[Issue]:
        others = [code for code in info.context.catalogue.languages if code != root.language]
        return ask(
            batches.load_issue_rows,
            root.row["slug"],
            then=lambda rows: [
                nodes.issue(rows[code], batches.own(code)) for code in others if code in rows
            ],
        )

    @answered("The issue before it in the same language.", near=True)
    def previous(root: Entity, info: Context) -> Issue | None:
        return _neighbour(root, later=False)

    @answered("The issue behind it in the same language.", near=True)
    def next(root: Entity, info: Context) -> Issue | None:
        return _neighbour(root, later=True)

    @answered("The picture of its first article that has one.")
    def image(root: Entity, info: Context) -> Image | None:
        return ask(batches.load_issue_articles, _asked(root), then=_first_image)


def _first_image(listed: list[Entity]) -> dict[str, Any] | None:
    images = (entity.row["image"] for entity in listed)
    return next((image for image in images if image), None)


def _neighbour(root: Entity, *, later: bool) -> Any:
    def make(row: dict[str, Any] | None) -> Entity | None:
        return nodes.issue(row, batches.own(row["language"])) if row else None

    return ask(batches.load_neighbours, (root.row["slug"], root.language), later, then=make)
