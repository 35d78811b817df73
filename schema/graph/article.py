"""The article: one piece in one section of one issue, in one language."""

from __future__ import annotations

import enum
import math
import re
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.batches import article_id
from schema.graph.fields import answered, batched, column, computed, item
from schema.graph.names import Section, Tag
from schema.graph.refusals import bad_input
from schema.graph.request import Entity, Request, ask
from schema.graph.scalars import DateTime, LanguageCode
from schema.graph.trend import Trend

if TYPE_CHECKING:
    from schema.graph.issue import Issue

Row = dict[str, Any]
Context = Info[Request, None]

_WORDS_A_MINUTE = 200
_LONGEST_EXCERPT = 2000
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that set no spaces between words: Thai, Lao, Japanese, Chinese."""


@strawberry.enum(description="How a body is written.")
class BodyFormat(enum.Enum):
    """The forms that a body is kept in; the values are columns."""

    HTML = strawberry.enum_value("html", description="Safe HTML: no script, style or raw HTML.")
    MARKDOWN = strawberry.enum_value("markdown", description="CommonMark, as the editors wrote it.")
    TEXT = strawberry.enum_value("text", description="Plain text, a blank line between blocks.")


@strawberry.type(description="A heading inside a body.")
class Heading:
    """One `h1` to `h6`."""

    level: int = item("level", "1 to 6, as in `h1` to `h6`.")
    text: str = item("text", "Plain text.")
    id: str = item("id", "Its `id` in the HTML body, for links.")


@strawberry.type(description="A picture.")
class Image:
    """A picture as the issue file describes it."""

    src: str = item("src", "Its address.")
    alt: str = item("alt", "What it shows, in words; may be empty.")
    caption: str | None = item("caption", "The line under it.")
    credit: str | None = item("credit", "Whose it is.")
    width: int | None = item("width", "In pixels.")
    height: int | None = item("height", "In pixels.")


def path_of(entity: Entity, _request: Request) -> str:
    """Give an article's path on the publication's site: /LANGUAGE/SLUG."""
    return f"/{entity.language}/{entity.row['slug']}"


def url_of(entity: Entity, request: Request) -> str:
    """Give an article's address on the publication's site."""
    site: str = request.catalogue.publication["site_url"]
    return site.rstrip("/") + path_of(entity, request)


def trend_label(entity: Entity, request: Request) -> str | None:
    """Word an article's trend in its language."""
    trend = entity.row["trend"]
    labels = request.catalogue.publication["trends"].get(entity.language, {})
    label: str | None = labels.get(trend.lower()) if trend else None
    return label


def reading_minutes(entity: Entity, _request: Request) -> int:
    """Give whole minutes at 200 words a minute, at least one."""
    words: int = entity.row["word_count"]
    return max(1, math.ceil(words / _WORDS_A_MINUTE))


def section_of(entity: Entity, request: Request) -> Entity | None:
    """Give an article's section, in the article's language."""
    slug = entity.row["section_slug"]
    own = batches.own(entity.language)
    return nodes.section(request.catalogue.sections[slug], own) if slug else None


def _issue_asked(entity: Entity) -> batches.Asked | None:
    slug = entity.row["issue_slug"]
    return (slug, batches.own(entity.language)) if slug else None


def cut(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis, to at most `length` characters."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    head = flat[: length - 1]
    if flat[length - 1] != " " and not _WITHOUT_SPACES.search(flat[length - 2 : length]):
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:.–—-") + "…"


@strawberry.type(description="One piece in one section of one issue, in one language.")
class Article(nodes.Node):
    """See the field descriptions; values come from the `article` table."""

    is_type_of = nodes.is_type("Article")

    id: strawberry.ID = computed(nodes.node_id, "Opaque and stable; includes the language.", "key")
    key: str = column("key", "The article's key in the issue files: the same in all translations.")
    slug: str = column("slug", "Its name in addresses, unique in its language.")
    path: str = computed(path_of, "Its path on the publication's site.", "slug")
    url: str = computed(url_of, "Its address on the publication's site.", "slug")
    language: LanguageCode = column("language", "The language that it is in.")
    requested_language: LanguageCode = computed(
        lambda entity, _: entity.wanted.language, "The language that was asked for."
    )
    is_fallback: bool = computed(
        lambda entity, _: entity.wanted.language != entity.language,
        "Whether another language than the one asked for was served.",
    )
    title: str = column("title", "The headline, plain text.")
    lead: str | None = column("lead", "The opening paragraph, plain text; null if it has none.")
    trend: Trend | None = column(
        "trend", "The editors' judgement of the section's situation; null if they gave none."
    )
    trend_label: str | None = computed(
        trend_label, "The trend in words, in the article's language.", "trend"
    )
    position: int = column("position", "Its place in the issue, from 1.")
    headings: list[Heading] = batched(
        batches.load_bodies, article_id, "The body's headings, in their order.", "headings", cost=5
    )
    word_count: int = column("word_count", "Words in the body.")
    reading_minutes: int = computed(
        reading_minutes, "Minutes to read it, at 200 words a minute.", "word_count"
    )
    published_at: DateTime | None = column(
        "published_at", "When it was published; null only if its source names no instant."
    )
    updated_at: DateTime | None = column(
        "updated_at", "When it was corrected; null if it never was."
    )
    authors: list[str] = batched(batches.load_authors, article_id, "Who wrote it; may be empty.")
    image: Image | None = column("image", "Its picture; null if it has none.")
    source_url: str | None = column(
        "source_url", "Where the text was taken from, if from elsewhere."
    )
    section: Section | None = computed(
        section_of, "Its section; null only if its source names none.", "section_slug"
    )
    issue: Annotated[Issue, strawberry.lazy("schema.graph.issue")] | None = batched(
        batches.load_issues,
        _issue_asked,
        "Its issue, in the article's language; null only if its source names no week.",
        needs=("issue_slug",),
    )
    tags: list[Tag] = batched(
        batches.load_tags, article_id, "Its tags, in the editors' order.", rows="tags"
    )

    @answered("The whole text.", cost=20, needs=())
    def body(
        root: Entity,
        info: Context,
        format: Annotated[BodyFormat, strawberry.argument(description="How.")] = BodyFormat.HTML,  # noqa: A002 - its name in the graph
    ) -> str:
        return ask(batches.load_bodies, article_id(root), format.value)

    @answered("The lead, else the beginning of the text, cut at a word.", cost=5, needs=("lead",))
    def excerpt(
        root: Entity,
        info: Context,
        length: Annotated[
            int, strawberry.argument(description="At most so many characters, 1 to 2000.")
        ] = 200,
    ) -> str:
        if not 1 <= length <= _LONGEST_EXCERPT:
            message = f"length is {length}; an excerpt has 1 to {_LONGEST_EXCERPT} characters"
            raise bad_input(message, argument="length")
        if root.row["lead"]:
            return cut(root.row["lead"], length)
        return ask(
            batches.load_bodies, article_id(root), "text", then=lambda text: cut(text, length)
        )

    @answered("The same article in the other languages.", rows="languages", needs=())
    def translations(root: Entity, info: Context) -> list[Article]:
        order = list(info.context.catalogue.languages)

        def others(rows: list[Row]) -> list[Entity]:
            found = [row for row in rows if row["language"] != root.language]
            found.sort(key=lambda row: order.index(row["language"]))
            return [nodes.article(row, batches.own(row["language"])) for row in found]

        return ask(batches.load_articles, root.row["key"], then=others)

    @answered(
        "The article before it in the issue, in the same language.",
        near=True,
        needs=("issue_slug",),
    )
    def previous(root: Entity, info: Context) -> Article | None:
        return _neighbour(root, -1)

    @answered(
        "The article behind it in the issue, in the same language.",
        near=True,
        needs=("issue_slug",),
    )
    def next(root: Entity, info: Context) -> Article | None:
        return _neighbour(root, 1)


def _neighbour(root: Entity, step: int) -> Any:
    slug, key = root.row["issue_slug"], root.row["key"]
    if slug is None:
        return None

    def beside(listed: list[Entity]) -> Entity | None:
        place = next(i for i, entity in enumerate(listed) if entity.row["key"] == key) + step
        return listed[place] if 0 <= place < len(listed) else None

    return ask(batches.load_issue_articles, (slug, batches.own(root.language)), then=beside)
