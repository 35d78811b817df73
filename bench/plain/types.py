"""The graph's types; a value is a row of the tables, and plain fields are its columns.

As much of Newsstand's graph as the workloads ask for, with the same names.
"""

from __future__ import annotations

import base64
import datetime as dt
import math

import strawberry
from strawberry.types import Info

from bench.archive import SITE
from bench.plain.loaders import Loaders
from bench.plain.scalars import LanguageCode

Context = Info[Loaders, None]
_WORDS_A_MINUTE = 200


def _node_id(kind: str, language: str, key: str) -> strawberry.ID:
    text = base64.urlsafe_b64encode(f"{kind}:{language}:{key}".encode())
    return strawberry.ID(text.rstrip(b"=").decode())


@strawberry.type
class Section:
    """A section in one language."""

    slug: str
    name: str
    language: LanguageCode

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Give the global id."""
        return _node_id("Section", self.language, self.slug)


@strawberry.type
class Tag:
    """A tag in one language."""

    slug: str
    name: str
    language: LanguageCode

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Give the global id."""
        return _node_id("Tag", self.language, self.slug)


@strawberry.type
class Issue:
    """An issue in one language."""

    row_id: strawberry.Private[int]
    slug: str
    number: int | None
    title: str | None
    language: LanguageCode
    starts_on: dt.date
    ends_on: dt.date

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Give the global id."""
        return _node_id("Issue", self.language, self.slug)

    @strawberry.field
    async def articles(self, info: Context) -> list[Article]:
        """Load the issue's articles."""
        return await info.context.articles.load(self.row_id)  # type: ignore[return-value]


@strawberry.type
class Heading:
    """A heading inside a body."""

    level: int
    text: str
    id: str


@strawberry.type
class Image:
    """A picture; the archive has none."""

    src: str
    alt: str
    caption: str | None
    credit: str | None
    width: int | None
    height: int | None


@strawberry.type
class Article:
    """An article in one language."""

    row_id: strawberry.Private[int]
    section_id: strawberry.Private[int]
    issue_id: strawberry.Private[int]
    key: str
    slug: str
    language: LanguageCode
    title: str
    lead: str | None
    body: str
    headings: list[Heading]
    trend: str | None
    trend_label: str | None
    position: int
    word_count: int
    published_at: str | None
    updated_at: str | None
    source_url: str | None

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Give the global id."""
        return _node_id("Article", self.language, self.key)

    @strawberry.field
    def path(self) -> str:
        """Give the path on the publication's site."""
        return f"/{self.language}/{self.slug}"

    @strawberry.field
    def url(self) -> str:
        """Give the address on the publication's site."""
        return f"{SITE}/{self.language}/{self.slug}"

    @strawberry.field
    def requested_language(self) -> LanguageCode:
        """Give the language asked for: nothing stands in here."""
        return self.language

    @strawberry.field
    def is_fallback(self) -> bool:
        """Tell whether another language stands in."""
        return False

    @strawberry.field
    def reading_minutes(self) -> int:
        """Give whole minutes."""
        return max(1, math.ceil(self.word_count / _WORDS_A_MINUTE))

    @strawberry.field
    def authors(self) -> list[str]:
        """Name the authors; the archive has none."""
        return []

    @strawberry.field
    def image(self) -> Image | None:
        """Give the picture; the archive has none."""
        return None

    @strawberry.field
    async def section(self, info: Context) -> Section | None:
        """Load the section."""
        return await info.context.section.load(self.section_id)  # type: ignore[return-value]

    @strawberry.field
    async def issue(self, info: Context) -> Issue | None:
        """Load the issue."""
        return await info.context.issue.load(self.issue_id)  # type: ignore[return-value]

    @strawberry.field
    async def tags(self, info: Context) -> list[Tag]:
        """Load the tags."""
        return await info.context.tags.load(self.row_id)  # type: ignore[return-value]

    @strawberry.field
    async def translations(self, info: Context) -> list[Article]:
        """Load the article in the other languages."""
        family = await info.context.family.load(self.key)
        return [each for each in family if each.language != self.language]  # type: ignore[misc]

    @strawberry.field
    async def previous(self, info: Context) -> Article | None:
        """Load the article before it in the issue."""
        there = await info.context.articles.load(self.issue_id)
        before = [each for each in there if each.position < self.position]
        return before[-1] if before else None  # type: ignore[return-value]

    @strawberry.field
    async def next(self, info: Context) -> Article | None:
        """Load the article behind it in the issue."""
        there = await info.context.articles.load(self.issue_id)
        behind = [each for each in there if each.position > self.position]
        return behind[0] if behind else None  # type: ignore[return-value]
