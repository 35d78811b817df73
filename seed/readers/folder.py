"""An issue as a folder: `issue.yaml` and one article file for each article and language."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Any

from seed.mistakes import Mistake, Place
from seed.readers.markdown import FILE_NAME, OF_ARTICLE, OF_TRANSLATION, read_markdown
from seed.readers.source import Path, Source
from seed.readers.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ISSUE_FILE = "issue.yaml"


def read_folder(file: str, slug: str | None, texts: Mapping[str, str], cadence: str) -> Source:
    """Read an issue from the texts of its files, keyed by name; `slug` None: no issue.

    Without `issue.yaml` the folder's name is the first day, and `cadence` tells the last one.
    """
    source = _read_issue(f"{file}/{ISSUE_FILE}", slug, texts.get(ISSUE_FILE), cadence)
    source.form, source.states_issue = "folder", ISSUE_FILE in texts
    articles: list[dict[str, Any]] = []
    source.data["articles"] = articles
    indexes: dict[str, int] = {}
    for name in sorted(texts.keys() - {ISSUE_FILE}):
        found = FILE_NAME.fullmatch(name)
        if found is None:
            continue
        piece = read_markdown(f"{file}/{name}", texts[name])
        if piece.data is None:
            source.mistakes += piece.mistakes
            continue
        key, language = found["key"], found["language"]
        index = indexes.setdefault(key, len(articles))
        if index == len(articles):
            articles.append({"key": key, "translations": {}})
            source.places["articles", index] = Place(f"{file}/{name}")
        _add(source, index, language, piece)
    return source


def _read_issue(file: str, slug: str | None, text: str | None, cadence: str) -> Source:
    source = read_yaml(file, text) if text is not None else Source(file, {})
    if not isinstance(source.data, dict):
        if source.data is not None:
            source.wrong((), "BAD_SYNTAX", "issue.yaml has no keys", "begin with number: …")
        source.data = {}
    for key in source.data.keys() & {"slug", "articles"}:
        message = f"{key!r} is said by the folder"
        source.wrong((key, "@key"), "UNKNOWN_KEY", message, "leave it out of issue.yaml")
    days = days_of(slug, cadence) if slug else (None, None)
    told = dict(zip(("starts_on", "ends_on"), days or (), strict=False))
    source.data = {"number": None, **told, **source.data, "slug": slug}
    return source


def days_of(slug: str, cadence: str) -> tuple[str, str] | None:
    """Give the first and last day that an issue's slug and the cadence tell, if they do."""
    try:
        first = dt.date.fromisoformat(slug)
    except ValueError:
        return None
    month_days = calendar.monthrange(first.year, first.month)[1]
    lengths = {"daily": 1, "weekly": 7, "biweekly": 14, "monthly": month_days}
    if cadence not in lengths or first > dt.date(9999, 1, 1):
        return None
    return first.isoformat(), (first + dt.timedelta(days=lengths[cadence] - 1)).isoformat()


def _add(source: Source, index: int, language: str, piece: Source) -> None:
    article = source.data["articles"][index]
    at: Path = ("articles", index)
    source.mistakes += piece.mistakes
    for key in OF_ARTICLE:
        if key in piece.data:
            _agree(source, (*at, key), article, piece)
    inside: Path = (*at, "translations", language)
    own = {key: piece.data[key] for key in (*OF_TRANSLATION, "body") if key in piece.data}
    article["translations"][language] = own
    source.places[inside] = Place(piece.file)
    for path, place in piece.places.items():
        if path and path[0] in own:
            source.places[(*inside, *path)] = place


def _agree(source: Source, at: Path, article: dict[str, Any], piece: Source) -> None:
    key = str(at[-1])
    if key not in article:
        article[key] = piece.data[key]
        for path, place in piece.places.items():
            if path and path[0] == key:
                source.places[(*at, *path[1:])] = place
    elif article[key] != piece.data[key]:
        other = source.place(at)
        message = f"{key} is {piece.data[key]!r} here and {article[key]!r} in {other.file}"
        remedy = "say the same in both, or in one of them only"
        source.mistakes.append(Mistake(piece.place((key,)), "DISAGREES", message, remedy))


def misnamed(file: str, names: Iterable[str]) -> list[Mistake]:
    """Report Markdown files whose names do not say key and language."""
    return [
        Mistake(
            Place(f"{file}/{name}"),
            "UNKNOWN_FILE",
            "the name does not say key and language",
            "name it KEY.LANGUAGE.md, such as china-parade.en.md",
        )
        for name in names
        if name.endswith(".md") and FILE_NAME.fullmatch(name) is None
    ]
