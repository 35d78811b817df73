"""What a saved page says: its facts, the warnings about them, and the refusal of other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from seed.readers.page.markdown import to_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

Language = Literal["en", "ru", "be"]
Trend = Literal["improved", "unchanged", "worsened"]
Kind = Literal["empty page", "not text", "section list", "front page", "about page", "contest page"]


class NotAnArticle(Exception):  # noqa: N818 - a verdict on the page, not a failure
    """The page is of a `kind` that is never seeded; `line` (from 1) shows it, `reason` says why."""

    def __init__(self, kind: Kind, line: int, reason: str) -> None:
        """Keep the three parts for the message the seeder writes."""
        super().__init__(f"line {line}: {kind}: {reason}")
        self.kind: Kind = kind
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PageWarning:
    """Something on `line` (1-based) that a person should look at, and what to do about it."""

    line: int
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One article as printed; `lines` gives the 1-based line of each fact found on the page.

    `published_at` has no zone: the publication's applies. `section` is a slug of today's five.
    """

    language: Language
    title: str
    starts_on: date | None
    ends_on: date | None
    published_at: datetime | None
    section: str | None
    section_label: str | None
    trend: Trend | None
    credit: str | None
    lead: str | None
    body: tuple[str, ...]
    slug: str | None
    warnings: tuple[PageWarning, ...]
    lines: Mapping[str, int]

    def markdown(self) -> str:
        """Give the body, without the lead, as Markdown; a subheading line becomes `## …`."""
        return to_markdown(self.body)
