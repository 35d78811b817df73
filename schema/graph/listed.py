"""What pages the publication's website has, worked out of what they show."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from schema.reads import addresses
from schema.reads.articles import articles_by_key
from schema.reads.issues import issues_by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schema.graph.request import Request

Row = dict[str, Any]


class Part(NamedTuple):
    """A part of the pages; `kind` is `names`, `tags`, `issues` or `articles`.

    `size` is how many pages it has, or where it is asked for, how many a part has at most.
    """

    kind: str
    language: str
    period: str | None
    number: int
    size: int


def parts_of(request: Request, most: int) -> list[Part]:
    """Name the parts of all pages, each with at most `most`."""
    catalogue, reader = request.catalogue, request.reader
    counted = [
        *(("names", code, None, 1 + len(catalogue.sections)) for code in catalogue.languages),
        *(("tags", code, None, len(catalogue.tags)) for code in catalogue.languages),
        *_counted("issues", addresses.count_issues(reader)),
        *_counted("articles", addresses.count_articles(reader)),
    ]
    return [
        Part(kind, language, period, number, min(most, size - (number - 1) * most))
        for kind, language, period, size in counted
        for number in range(1, math.ceil(size / most) + 1)
    ]


def _counted(kind: str, rows: list[Row]) -> Iterator[tuple[str, str, str | None, int]]:
    for row in sorted(rows, key=lambda row: (row["language"], row["period"] or "")):
        yield kind, row["language"], row["period"], row["size"]


def every_address(request: Request) -> list[Row]:
    """Give all pages in all languages."""
    reader, codes = request.reader, list(request.catalogue.languages)
    issues, articles = addresses.every_issue(reader), addresses.every_article(reader)
    return [
        *_names(request, codes),
        *_tags(request, codes),
        *_pages(request, "issue", issues, _together(issues, "slug")),
        *_pages(request, "article", articles, _together(articles, "key")),
    ]


def addresses_of(request: Request, part: Part) -> list[Row]:
    """Give the pages of one part; none where there is no such part."""
    skip = (part.number - 1) * part.size
    if part.kind in ("names", "tags"):
        make = _names if part.kind == "names" else _tags
        listed = [] if part.period else [*make(request, [part.language])]
        return listed[skip : skip + part.size]
    read = _issues if part.kind == "issues" else _articles
    return list(read(request, part, skip))


def _issues(request: Request, part: Part, skip: int) -> Iterator[Row]:
    if part.period is None:
        return iter(())
    rows = addresses.issues_of(request.reader, part.language, part.period, part.size, skip)
    translations = issues_by_slug(request.reader, {row["slug"] for row in rows})
    return _pages(request, "issue", rows, translations)


def _articles(request: Request, part: Part, skip: int) -> Iterator[Row]:
    rows = addresses.articles_of(request.reader, part.language, part.period, part.size, skip)
    keys = {row["key"] for row in rows}
    found = articles_by_key(request.reader, keys, addresses.MADE_OF)
    translations = {key: {row["language"]: row for row in each} for key, each in found.items()}
    return _pages(request, "article", rows, translations)


def _together(rows: Iterable[Row], key: str) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row[key], {})[row["language"]] = row
    return found


def _pages(
    request: Request, kind: str, rows: Iterable[Row], translations: dict[str, dict[str, Row]]
) -> Iterator[Row]:
    key = "key" if kind == "article" else "slug"
    for row in rows:
        modified = row["updated_at"] or row["published_at"]
        yield _page(request, kind, row["language"], translations[row[key]], modified)


def _names(request: Request, codes: list[str]) -> Iterator[Row]:
    catalogue = request.catalogue
    yield from _of_catalogue(request, "front", [{**catalogue.publication, "slug": ""}], codes)
    yield from _of_catalogue(request, "section", catalogue.sections.values(), codes)


def _tags(request: Request, codes: list[str]) -> Iterator[Row]:
    return _of_catalogue(request, "tag", request.catalogue.tags.values(), codes)


def _of_catalogue(
    request: Request, kind: str, rows: Iterable[Row], codes: list[str]
) -> Iterator[Row]:
    """Describe pages that are there in every language."""
    newest, languages = addresses.newest_of(request.reader, kind), request.catalogue.languages
    for row, code in product(rows, codes):
        modified = newest.get((row["slug"], code))
        yield _page(request, kind, code, dict.fromkeys(languages, row), modified)


def _page(
    request: Request, kind: str, language: str, rows: dict[str, Row], modified: str | None
) -> Row:
    """Describe a page; `rows` are what it shows in each language in which it is there."""
    catalogue = request.catalogue
    make = catalogue.addresses.urls[kind]
    urls = {code: make[code](rows[code]) for code in catalogue.languages if code in rows}
    default = urls.get(catalogue.default_language) or next(iter(urls.values()))
    return {
        "url": urls[language],
        "language": language,
        "modified_at": modified,
        "default_url": default,
        "alternates": [{"language": code, "url": url} for code, url in urls.items()],
    }
