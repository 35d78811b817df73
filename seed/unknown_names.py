"""Sections, tags and languages that `publication.yaml` does not define, in data as it was read.

They are looked for before the data is validated, so that one mistake does not hide another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seed.mistakes import Mistake, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seed.issue_file import Publication
    from seed.readers.source import Path, Source


def find_unknown(source: Source, publication: Publication) -> Iterator[Mistake]:
    """Find them in the data of one issue file."""
    known = {
        "section": [
            slug for entry in publication.sections for slug in (entry.slug, *entry.aliases)
        ],
        "tag": [entry.slug for entry in publication.tags],
        "language": [entry.code for entry in publication.languages],
    }
    for path, kind, name in _names(source.data):
        if isinstance(name, str) and name not in known[kind]:
            message = f"publication.yaml has no {kind} {name!r}"
            yield Mistake(source.place(path), "UNKNOWN_NAME", message, suggest(name, known[kind]))


def _names(data: Any) -> Iterator[tuple[Path, str, object]]:
    """Give every name with its path and kind; what is of the wrong shape has none."""
    issue = _mapping(data)
    for code in _mapping(issue.get("title")):
        yield ("title", code, "@key"), "language", code
    for index, entry in enumerate(_sequence(issue.get("articles"))):
        article = _mapping(entry)
        at: Path = ("articles", index)
        yield (*at, "section"), "section", article.get("section")
        for place, tag in enumerate(_sequence(article.get("tags"))):
            yield (*at, "tags", place), "tag", tag
        for code in _mapping(article.get("translations")):
            yield (*at, "translations", code, "@key"), "language", code


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
