"""The issue: one number of the periodical, in one language."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article
from schema.graph.cost import ARTICLES, LANGUAGES, SECTIONS
from schema.graph.derived import url_of
from schema.graph.fields import answered, column, computed
from schema.graph.filters import read_sections
from schema.graph.names import Language, Section
from schema.graph.parts import Image
from schema.graph.request import Entity, Request, ask
from schema.graph.scalars import Date, DateTime, LanguageCode
from schema.graph.seo.types import Seo, seo

Context = Info[Request, None]


def _asked(entity: Entity) -> batches.Named:
    return entity.row["slug"], entity.wanted


@strawberry.type(
    description="One number of the periodical, in one language: a span of days and the articles "
    "about them."
)
class Issue(nodes.Node):
    """Values come from the `issue` table."""

    is_type_of = nodes.is_type("Issue")

    id: strawberry.ID = computed(nodes.node_id, nodes.ID)
    slug: str = column(
        "slug",
        "Its name in addresses, the same in all languages; usually its first day: `2026-10-26`.",
    )
    number: int | None = column(
        "number", "Its number in the editors' count, such as 419; null if they do not count."
    )
    title: str | None = column(
        "title",
        "Its title in its language, plain text; null if it has none: show its days instead.",
    )
    starts_on: Date = column(
        "starts_on", "The first day that it is about, in the publication's time zone."
    )
    ends_on: Date = column("ends_on", "The last day that it is about, itself included.")
    published_at: DateTime | None = column(
        "published_at",
        "When it was published; null if the files do not say. `startsOn` and `endsOn` are always "
        "there.",
    )
    updated_at: DateTime | None = column(
        "updated_at",
        "The last instant at which one of its articles in this language was published or "
        "corrected; null if none names an instant.",
    )
    language: LanguageCode = column("language", "The language of this node: that of its title.")
    requested_language: LanguageCode = computed(
        lambda entity, _: entity.wanted.language,
        "The language that was asked for; the issue's own where it was named by its id.",
    )
    is_fallback: bool = computed(
        lambda entity, _: entity.wanted.language != entity.language,
        "True where a language of `fallback` stands in for the one asked for: `language` is then "
        "not `requestedLanguage`. Its articles tell it each for itself.",
    )
    url: str = computed(
        url_of,
        "Its whole address on the publication's website, for canonical links and sharing.",
        "slug",
        "number",
        "starts_on",
    )
    seo: Seo = seo("What the head of its page on the publication's website is made of.")

    @answered(
        "Its articles in their order, all of them: an issue is small, so there are no pages. Each "
        "is in the language that the issue was asked for in, or else in the first language of the "
        "issue's `fallback` that it has; one that has none of these is left out.",
        length=ARTICLES,
    )
    def articles(
        root: Entity,
        info: Context,
        section: Annotated[
            str | None,
            strawberry.argument(
                description="Only those in this section, by its slug or an earlier one; an unknown "
                "one is an error, BAD_INPUT."
            ),
        ] = None,
        tag: Annotated[
            str | None,
            strawberry.argument(
                description="Only those with this tag, by its slug; no article has an unknown one."
            ),
        ] = None,
    ) -> list[Article]:
        if section is None:
            return ask(batches.load_issue_articles, _asked(root), tag)
        chosen = read_sections([section], info.context, "section") or ()

        def within(listed: list[Entity]) -> list[Entity]:
            return [entity for entity in listed if entity.row["section_slug"] in chosen]

        return ask(batches.load_issue_articles, _asked(root), tag, then=within)

    @answered(
        "The sections in which it has articles, in the publication's order: for a table of "
        "contents.",
        length=SECTIONS,
    )
    def sections(root: Entity, info: Context) -> list[Section]:
        rows, own = info.context.catalogue.sections.values(), batches.own(root.language)

        def present(listed: list[Entity]) -> list[Entity]:
            slugs = {entity.row["section_slug"] for entity in listed}
            return [nodes.section(row, own) for row in rows if row["slug"] in slugs]

        return ask(batches.load_issue_articles, _asked(root), then=present)

    @answered(
        "The languages in which the issue is there, this one included, in the publication's order.",
        length=LANGUAGES,
    )
    def languages(root: Entity, info: Context) -> list[Language]:
        known = info.context.catalogue.languages.items()
        return ask(
            batches.load_issue_rows,
            root.row["slug"],
            then=lambda rows: [row for code, row in known if code in rows],
        )

    @answered(
        "The same issue in the other languages in which it is there, in the publication's order, "
        "without this one. For a language switch and for hreflang.",
        length=LANGUAGES,
    )
    def translations(root: Entity, info: Context) -> list[Issue]:
        others = [code for code in info.context.catalogue.languages if code != root.language]
        return ask(
            batches.load_issue_rows,
            root.row["slug"],
            then=lambda rows: [
                nodes.issue(rows[code], batches.own(code)) for code in others if code in rows
            ],
        )

    @answered("The issue before it in the same language; null for the earliest.", near=True)
    def previous(root: Entity, info: Context) -> Issue | None:
        return _neighbour(root, later=False)

    @answered("The issue after it in the same language; null for the latest.", near=True)
    def next(root: Entity, info: Context) -> Issue | None:
        return _neighbour(root, later=True)

    @answered(
        "A picture for covers and cards: that of its first article that has one; null if none has."
    )
    def image(root: Entity, info: Context) -> Image | None:
        return ask(batches.load_issue_articles, _asked(root), then=_first_image)


def _first_image(listed: list[Entity]) -> dict[str, Any] | None:
    images = (entity.row["image"] for entity in listed)
    return next((image for image in images if image), None)


def _neighbour(root: Entity, *, later: bool) -> Any:
    def make(row: dict[str, Any] | None) -> Entity | None:
        return nodes.issue(row, batches.own(row["language"])) if row else None

    return ask(batches.load_neighbours, (root.row["slug"], root.language), later, then=make)
