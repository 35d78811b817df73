"""The saved text of pages of the weekly, as issue files: keys, twins, instants.

A page is one translation of one article. The weekly prints no key, so pages of one week and section
are translations of each other where that pair is unique in each language; a page that names no week
or no section stands alone, under its slug. A page that stands already is known by its headline.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from seed.issue_file import WEB_ADDRESS
from seed.mistakes import Mistake, Place
from seed.readers.page.facts import NotAnArticle
from seed.readers.page.reader import read_page
from seed.readers.source import Path, Source
from seed.render import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from seed.readers.page.facts import PageFacts

_OF_TRANSLATION = ("title", "lead", "body", "published_at")


@dataclass(frozen=True, slots=True)
class Stands:
    """One article that the database has; `slugs` are its slug and its earlier ones."""

    key: str
    language: str
    title: str
    slugs: AbstractSet[str]


Standing = Callable[[str, str], Sequence[Stands]]
"""What the database has of a week and section."""


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page that is an article."""

    file: str
    facts: PageFacts
    slug: str
    published_at: str | None
    source_url: str | None

    @property
    def week(self) -> str | None:
        """Give the slug of the issue: the first day of the week that the page names."""
        return self.facts.starts_on.isoformat() if self.facts.starts_on else None


def read_saved_page(file: str, text: str, address: str | None, zone: str) -> Page | Mistake:
    """Read one page; what is no article comes back as the mistake that says what it is."""
    try:
        facts = read_page(text, address)
    except NotAnArticle as refusal:
        message = f"this is no article but {_with_article(refusal.kind)}: {refusal.reason}"
        place = Place(file, refusal.line)
        return Mistake(place, "NOT_AN_ARTICLE", message, "leave the file out")
    slug = facts.slug or make_slug(facts.title) or "page"
    whole = address is not None and re.match(WEB_ADDRESS, address.strip())
    source_url = address.strip() if address and whole else None
    return Page(file, facts, slug, _instant(facts.published_at, zone), source_url)


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _instant(printed: datetime | None, zone: str) -> str | None:
    return printed.replace(tzinfo=ZoneInfo(zone)).isoformat() if printed else None


def assemble(pages: Sequence[Page], standing: Standing) -> Iterator[Source]:
    """Join the pages into issue files: one for each week, one for the pages without a week."""
    weeks: dict[str | None, list[Page]] = defaultdict(list)
    for page in pages:
        weeks[page.week].append(page)
    for week, of_week in sorted(weeks.items(), key=lambda item: item[0] or ""):
        yield _assemble_week(week, of_week, standing)


def _assemble_week(week: str | None, pages: list[Page], standing: Standing) -> Source:
    first = pages[0]
    data: dict[str, Any] = {"slug": week, "number": None, "starts_on": week}
    data["ends_on"] = first.facts.ends_on.isoformat() if first.facts.ends_on else None
    articles: list[dict[str, Any]] = []
    data["articles"] = articles
    source = Source(first.file, data, {(): Place(first.file)}, form="page", states_issue=False)
    source.places["ends_on",] = _place_of_week(first)
    source.warnings += _ends_otherwise(pages)
    keyed: dict[str, list[Page]] = defaultdict(list)
    for page, key in _keys(week, pages, standing, source):
        keyed[key].append(page)
    for key, of_key in keyed.items():
        index = len(articles)
        source.mistakes += _twice(of_key)
        articles.append(_article(key, of_key))
        for page in of_key:
            _locate(source, index, page)
    return source


def _place_of_week(page: Page) -> Place:
    return Place(page.file, page.facts.lines.get("week", 1))


def _ends_otherwise(pages: list[Page]) -> Iterator[Mistake]:
    first = pages[0]
    for page in pages:
        if page.facts.ends_on != first.facts.ends_on and page.week:
            message = f"{first.file} ends the week on {first.facts.ends_on}"
            remedy = "that one counts; check which is right"
            yield Mistake(_place_of_week(page), "WEEKS_DIFFER", message, remedy)


def _twice(pages: list[Page]) -> Iterator[Mistake]:
    seen: dict[str, Page] = {}
    for page in pages:
        other = seen.setdefault(page.facts.language, page)
        if other is not page:
            message = f"{other.file} is the same article in the same language"
            yield Mistake(Place(page.file), "KEY_TAKEN", message, "leave one of them out")


def _keys(
    week: str | None, pages: list[Page], standing: Standing, source: Source
) -> Iterator[tuple[Page, str]]:
    sections: dict[str | None, list[Page]] = defaultdict(list)
    for page in pages:
        sections[page.facts.section].append(page)
    for section, of_section in sections.items():
        if week is None or section is None:
            yield from ((page, page.slug) for page in of_section)
        else:
            stands = standing(week, section)
            yield from _twin_keys(week, section, of_section, stands, source)


def _twin_keys(
    week: str,
    section: str,
    pages: list[Page],
    stands: Sequence[Stands],
    source: Source,
) -> Iterator[tuple[Page, str]]:
    """Give twins one key. A page that was seeded before keeps the key that it has."""
    languages = [page.facts.language for page in pages]
    unique = len(languages) == len(set(languages)) and len({held.key for held in stands}) <= 1
    shared = next((held.key for held in stands), f"{week}-{section}")
    for page in pages:
        language = page.facts.language
        if known := _find_known(page, stands):
            yield page, known.key
        elif unique and language not in {held.language for held in stands}:
            yield page, shared
        else:
            source.warnings.append(_not_a_twin(page, section))
            yield page, f"{week}-{section}-{page.slug}"[:200].rstrip("-")


def _find_known(page: Page, stands: Sequence[Stands]) -> Stands | None:
    """Find the article that the page is: the one with its slug, else the only one so headed."""
    own = [held for held in stands if held.language == page.facts.language]
    named = [held for held in own if page.slug in held.slugs]
    slug = make_slug(page.facts.title)
    headed = [held for held in own if held.title == page.facts.title or slug in held.slugs]
    return next(iter(named), headed[0] if len(headed) == 1 else None)


def _not_a_twin(page: Page, section: str) -> Mistake:
    place = Place(page.file, page.facts.lines.get("title", 1))
    message = f"{section} has another {page.facts.language} article in that week"
    return Mistake(place, "SECOND_ARTICLE", message, "check that it is no second copy of one page")


def _article(key: str, pages: list[Page]) -> dict[str, Any]:
    facts = [page.facts for page in pages]
    trend = next((fact.trend for fact in facts if fact.trend), None)
    return {
        "key": key,
        "section": facts[0].section,
        "trend": trend,
        "translations": {page.facts.language: _translation(page) for page in pages},
    }


def _translation(page: Page) -> dict[str, Any]:
    return {
        "slug": page.slug,
        "title": page.facts.title,
        "lead": page.facts.lead,
        "body": page.facts.markdown(),
        "published_at": page.published_at,
        "source_url": page.source_url,
    }


def _locate(source: Source, index: int, page: Page) -> None:
    at: Path = ("articles", index, "translations", page.facts.language)
    source.places[at] = Place(page.file)
    source.places.setdefault(("articles", index), Place(page.file))
    for name, line in page.facts.lines.items():
        if name in _OF_TRANSLATION:
            source.places[(*at, name)] = Place(page.file, line)
        else:
            source.places.setdefault(("articles", index, name), Place(page.file, line))
    for warning in page.facts.warnings:
        place = Place(page.file, warning.line)
        source.warnings.append(Mistake(place, warning.code, warning.message, warning.remedy))
