"""The article: one piece in one section of one issue, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nearby, nodes
from schema.graph.batches import article_id
from schema.graph.cost import HEADINGS, LANGUAGES, RELATED, TAGS
from schema.graph.derived import ADDRESSED, cut, path_of, reading_minutes, trend_label, url_of
from schema.graph.fields import answered, batched, column, computed
from schema.graph.names import Publication, Section, Tag, publication_of
from schema.graph.parts import BodyFormat, Heading, Image, column_of
from schema.graph.refusals import bad_input
from schema.graph.request import Entity, Request, ask
from schema.graph.scalars import DateTime, LanguageCode
from schema.graph.seo.types import Seo, seo
from schema.graph.trend import Trend
from schema.reads.hanging import BRIEF

if TYPE_CHECKING:
    from schema.graph.issue import Issue

Row = dict[str, Any]
Context = Info[Request, None]

_LONGEST_EXCERPT = 2000
_PLACED = ("issue_slug", "section_slug", "sort_key")
"""The columns that say where an article stands in lists."""


def section_of(entity: Entity, request: Request) -> Entity | None:
    """Give an article's section, in the article's language."""
    slug = entity.row["section_slug"]
    return batches.sections_in(request.catalogue, entity.language)[slug] if slug else None


def _tags(root: Entity, info: Context) -> list[Tag]:
    known = batches.tags_in(info.context.catalogue, root.language)
    return [known[slug] for slug in root.row["tags"]]  # type: ignore[misc]


def _issue_asked(entity: Entity) -> batches.Named | None:
    slug = entity.row["issue_slug"]
    return (slug, batches.own(entity.language)) if slug else None


@strawberry.type(
    description="One piece of the periodical in one language. Each language that it is there in is "
    "an Article of its own, with an id of its own: `translations` has the others."
)
class Article(nodes.Node):
    """See the field descriptions; values come from the `article` table."""

    is_type_of = nodes.is_type("Article")

    id: strawberry.ID = computed(nodes.node_id, nodes.ID, "key")
    key: str = column(
        "key",
        "The piece's name in the issue files, such as `zhuravel-dry-dock`. It never changes and is "
        "the same in all languages: pieces of one key are translations of each other.",
    )
    slug: str = column(
        "slug",
        "Its name in addresses, such as `fourteen-million-and-one-thaler`; unique in its language. "
        "The editors may change it: earlier ones still find the article.",
    )
    path: str = computed(
        path_of,
        "Its path on the publication's website, as the publication's templates make it, usually of "
        "language and slug: `/en/everybody-against-the-gap`.",
        *ADDRESSED,
    )
    url: str = computed(
        url_of,
        "Its whole address on the publication's website: `Publication.siteUrl` and `path`. For "
        "canonical links, sharing and hreflang.",
        *ADDRESSED,
    )
    language: LanguageCode = column("language", "The language that it is written in.")
    requested_language: LanguageCode = computed(
        lambda entity, _: entity.wanted.language,
        "The language that was asked for; the article's own where it was named by its id or path.",
    )
    is_fallback: bool = computed(
        lambda entity, _: entity.wanted.language != entity.language,
        "True where a language of `fallback` stands in for the one asked for: `language` is then "
        "not `requestedLanguage`, and readers should be told.",
    )
    title: str = column("title", "The headline. Plain text, not HTML: escape it.")
    lead: str | None = column(
        "lead",
        "The opening paragraph, plain text. It is no part of `body`: show it above. Null if the "
        "editors wrote none.",
    )
    trend: Trend | None = column(
        "trend",
        "How the editors judged the situation in its section that week; null if they did not.",
    )
    trend_label: str | None = computed(
        trend_label,
        "`trend` as a sentence for readers, in the article's language: `The situation has "
        "improved`. Null without a trend, or where the publication has no words for it.",
        "trend",
    )
    position: int = column(
        "position",
        "Its place in the issue: 1 comes first. Pieces of one number stand in the order of their "
        "keys. `Issue.articles` is in this order.",
    )
    headings: list[Heading] = batched(
        batches.load_bodies,
        article_id,
        "The headings inside the body, in their order; empty if it has none.",
        "headings",
        cost=5,
        length=HEADINGS,
        hangs="headings",
    )
    word_count: int = column("word_count", "How many words the body has, without title and lead.")
    reading_minutes: int = computed(
        reading_minutes,
        "Whole minutes to read the body, at 200 words a minute; at least 1.",
        "word_count",
    )
    published_at: DateTime | None = column(
        "published_at",
        "When it was published; null only if neither it nor its issue names an instant.",
    )
    updated_at: DateTime | None = column(
        "updated_at",
        "When the editors last corrected it; null if they never did. Not the time of a seeding.",
    )
    authors: list[str] = column(
        "authors", "Who wrote it: whole names in the order of the byline; empty if it has none."
    )
    earlier_slugs: list[str] = batched(
        batches.load_earlier_slugs,
        article_id,
        "The slugs that it had before, in the order of the alphabet; empty if it has always had "
        "this one. They still find the article.",
        hangs="earlier_slugs",
    )
    image: Image | None = column("image", "The picture that goes with it; null if it has none.")
    source_url: str | None = column(
        "source_url",
        "The address that the text was taken from, to be linked to; null if the files name none.",
    )
    section: Section | None = computed(
        section_of,
        "The section that it stands in, in the article's language; null only if its source names "
        "none.",
        "section_slug",
    )
    issue: Annotated[Issue, strawberry.lazy("schema.graph.issue")] | None = batched(
        batches.load_issues,
        _issue_asked,
        "The issue that it appeared in, in the article's language; null only for a piece that is "
        "in none, such as a notice.",
        needs=("issue_slug",),
        hangs="issue",
    )
    tags: list[Tag] = answered(
        "Its topics, in the article's language and the editors' order; empty if it has none.",
        length=TAGS,
        needs=("tags",),
    )(_tags)

    publication: Publication = computed(
        publication_of, "The periodical itself, in the article's language."
    )
    seo: Seo = seo("What the head of its page on the publication's website is made of.")

    @answered(
        "The whole text below title and lead, never cut.",
        cost=20,
        needs=column_of,
        hangs=column_of,
    )
    def body(
        root: Entity,
        info: Context,
        format: Annotated[  # noqa: A002 - its name in the graph
            BodyFormat, strawberry.argument(description="In which form; HTML if left out.")
        ] = BodyFormat.HTML,
    ) -> str:
        return batches.body_of(root, *column_of(format))

    @answered(
        "A short plain text for cards and previews: the lead, or the beginning of the body where "
        "there is no lead. Cut behind a word, with `…` at the end, if it is longer than `length`.",
        cost=5,
        needs=("lead",),
    )
    def excerpt(
        root: Entity,
        info: Context,
        length: Annotated[
            int,
            strawberry.argument(
                description="The most characters to give, 1 to 2000, the `…` among them; 200 if "
                "left out."
            ),
        ] = 200,
    ) -> str:
        if not 1 <= length <= _LONGEST_EXCERPT:
            message = f"length is {length}; an excerpt has 1 to {_LONGEST_EXCERPT} characters"
            raise bad_input(message, argument="length")
        if root.row["lead"]:
            return cut(root.row["lead"], length)
        return batches.body_of(root, "text", lambda text: cut(text, length))

    @answered(
        "The same piece in the publication's other languages, in their order, without this one. "
        "For a language switch and for hreflang.",
        length=LANGUAGES,
        needs=(),
        hangs="translations",
        brings=BRIEF,
    )
    def translations(root: Entity, info: Context) -> list[Article]:
        return ask(
            batches.load_articles,
            root.row["key"],
            then=lambda rows: batches.in_others(info.context.catalogue, rows, root.language),
        )

    previous: Article | None = answered(
        "The article before it in the issue, or in its section, in the same language; null for the "
        "first, and for a piece without an issue, or without a section.",
        near=True,
        needs=_PLACED,
    )(nearby.previous)
    next: Article | None = answered(
        "The article after it in the issue, or in its section, in the same language; null for the "
        "last, and for a piece without an issue, or without a section.",
        near=True,
        needs=_PLACED,
    )(nearby.following)
    related: list[Article] = answered(
        "What to read besides: articles in the same language that share its tags or its section, "
        "the best first. A tag counts the more the fewer articles have it, and articles of about "
        "the same time count more. Never itself or its translations; empty if nothing is shared.",
        cost=20,
        length=RELATED,
        needs=(*_PLACED, "tags"),
    )(nearby.related)
