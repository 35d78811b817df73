"""The book before it is written: an issue's articles in their parts, and what it is called."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in the book: its fields, its name in it, the ids of its body."""

    article: dict[str, Any]
    name: str
    direction: str
    ids: frozenset[str]

    @property
    def file(self) -> str:
        """Give the name of its file, below `articles/`."""
        return f"{self.name}.xhtml"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its articles; without a name: those that stand in none."""

    name: str | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """A whole book. `language` is the issue's; `direction` is HTML's."""

    issue: dict[str, Any]
    publication: dict[str, Any]
    direction: str
    parts: tuple[Part, ...]

    @property
    def language(self) -> str:
        """Give the language of the book: an article that stands in for another has its own."""
        return str(self.issue["language"])

    @property
    def chapters(self) -> list[Chapter]:
        """Give the articles in the order of reading."""
        return [chapter for part in self.parts for chapter in part.chapters]

    @property
    def days(self) -> str:
        """Give the days that the issue is about."""
        first, last = self.issue["startsOn"], self.issue["endsOn"]
        return str(first) if first == last else f"{first} – {last}"

    @property
    def name(self) -> str:
        """Give the title of the issue, or its days where it has none."""
        return str(self.issue["title"] or self.days)

    @property
    def numbered(self) -> str:
        """Give the publication's name, with the issue's number where it has one."""
        number = self.issue["number"]
        name = str(self.publication["name"])
        return name if number is None else f"{name} № {number}"

    @property
    def title(self) -> str:
        """Give the book's title: what a library lists it by."""
        return f"{self.numbered} · {self.name}"

    @property
    def identifier(self) -> str:
        """Give what is the same for every edition of the issue in its language (RFC 9562 §5.5)."""
        name = f"{self.publication['slug']}/{self.issue['slug']}/{self.language}"
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.publication['siteUrl']}#{name}").urn

    @property
    def modified(self) -> str:
        """Give the last instant that the editors name, and not that of a seeding."""
        named = [self.issue["updatedAt"], self.issue["publishedAt"]]
        for chapter in self.chapters:
            named += [chapter.article["updatedAt"], chapter.article["publishedAt"]]
        instants = [datetime.fromisoformat(each) for each in named if each]
        day = datetime.fromisoformat(self.issue["startsOn"]).replace(tzinfo=UTC)
        last = max(instants, default=day).astimezone(UTC)
        return last.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def file_name(self) -> str:
        """Give the name to keep the book by."""
        return f"{self.publication['slug']}-{self.issue['slug']}-{self.language}.epub"


def read_volume(issue: dict[str, Any], publication: dict[str, Any]) -> Volume:
    """Order what the document has: by the publication's sections, and in these by position."""
    directions = {each["code"]: each["direction"].lower() for each in publication["languages"]}
    chapters = [_chapter(article, directions) for article in issue["articles"]]
    parts = [Part(each["name"], _within(each["slug"], chapters)) for each in issue["sections"]]
    rest = Part(None, _within(None, chapters))
    kept = tuple(part for part in (*parts, rest) if part.chapters)
    return Volume(issue, publication, directions[issue["language"]], kept)


def _chapter(article: dict[str, Any], directions: dict[str, str]) -> Chapter:
    name = f"{article['language']}-{article['slug']}"
    ids = frozenset(_ID.findall(article["body"]))
    return Chapter(article, name, directions[article["language"]], ids)


def _within(section: str | None, chapters: list[Chapter]) -> tuple[Chapter, ...]:
    return tuple(
        each for each in chapters if (each.article["section"] or {}).get("slug") == section
    )
