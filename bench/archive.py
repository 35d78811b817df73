"""The archive: a weekly in three languages, written as issue files, the same bytes every time.

An issue has an article in each of five sections, an article has three translations of about 2.5 KB:
520 issues are ten years of weeks and 7,800 translations. A longer archive reaches further back, so
that nothing in it lies in the future and the newest issues are the same ones.
"""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from bench.vocabulary import WORDS

if TYPE_CHECKING:
    from pathlib import Path

ISSUES = 520
"""How many issues the archive has where nothing else is said."""

PER_ISSUE = 15
"""Translations in one issue."""

SITE = "https://archive.example"
LANGUAGES = {"en": "English", "ru": "Русский", "be": "Беларуская"}
SECTIONS = {
    "town-hall": {"en": "Town hall", "ru": "Ратуша", "be": "Ратуша"},
    "harbour": {"en": "The harbour", "ru": "Гавань", "be": "Гавань"},
    "money": {"en": "Money", "ru": "Деньги", "be": "Грошы"},
    "abroad": {"en": "Abroad", "ru": "За рубежом", "be": "За мяжой"},
    "people": {"en": "People", "ru": "Люди", "be": "Людзі"},
}
TRENDS = {
    "en": {"improved": "Better", "unchanged": "As before", "worsened": "Worse"},
    "ru": {"improved": "Лучше", "unchanged": "Как прежде", "worsened": "Хуже"},
    "be": {"improved": "Лепш", "unchanged": "Як раней", "worsened": "Горш"},
}
RARE = {"en": "kittiwake", "ru": "моевка", "be": "моеўка"}
"""A word that one article in 260 has."""

_TAGS = 60
_RARE_EVERY = 52
_PARAGRAPHS = {"en": 4, "ru": 3, "be": 3}
_LAST_MONDAY = dt.date(2018, 12, 10)  # 519 weeks after 2008-12-29
_WEEK = dt.timedelta(weeks=1)


def write_archive(folder: Path, issues: int = ISSUES) -> Path:
    """Write publication.yaml and one JSON file for each issue into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(_publication(), allow_unicode=True, sort_keys=False)
    (folder / "publication.yaml").write_text(text, "utf-8")
    for number in range(1, issues + 1):
        issue = _issue(_LAST_MONDAY - _WEEK * (issues - number), number)
        text = json.dumps(issue, ensure_ascii=False)
        (folder / f"{issue['slug']}.json").write_text(text, "utf-8")
    return folder


def _publication() -> dict[str, Any]:
    return {
        "slug": "archive",
        "name": {"en": "The Archive", "ru": "Архив", "be": "Архіў"},
        "description": {"en": "Ten years of weeks.", "ru": "Десять лет.", "be": "Дзесяць гадоў."},
        "site_url": SITE,
        "timezone": "Europe/Minsk",
        "cadence": "weekly",
        "default_language": "en",
        "license": "CC0-1.0",
        "languages": [{"code": code, "name": name} for code, name in LANGUAGES.items()],
        "sections": [{"slug": slug, "name": names} for slug, names in SECTIONS.items()],
        "tags": [_tag(number) for number in range(_TAGS)],
        "trends": TRENDS,
    }


def _tag(number: int) -> dict[str, Any]:
    names = {code: f"{words[number]} {number}" for code, words in WORDS.items()}
    return {"slug": f"topic-{number:02d}", "name": names}


def _issue(monday: dt.date, number: int) -> dict[str, Any]:
    random = Random(monday.isoformat())
    return {
        "slug": monday.isoformat(),
        "number": number,
        "starts_on": monday.isoformat(),
        "ends_on": (monday + _WEEK - dt.timedelta(days=1)).isoformat(),
        "title": {code: _sentence(random, code, 2, 5) for code in LANGUAGES},
        "articles": _articles(random, monday, number),
    }


def _articles(random: Random, monday: dt.date, number: int) -> list[dict[str, Any]]:
    articles = [_article(random, monday, place) for place in range(len(SECTIONS))]
    if number % _RARE_EVERY == 0:
        for code, translation in articles[0]["translations"].items():
            translation["body"] += f" {RARE[code]}."
    return articles


def _article(random: Random, monday: dt.date, place: int) -> dict[str, Any]:
    key = f"{list(SECTIONS)[place]}-{monday:%Y%m%d}"
    return {
        "key": key,
        "section": list(SECTIONS)[place],
        "position": place + 1,
        "trend": random.choice(list(TRENDS["en"])),
        "tags": [f"topic-{tag:02d}" for tag in random.sample(range(_TAGS), random.randint(2, 4))],
        "published_at": f"{monday + _WEEK}T09:{place:02d}:00Z",
        "translations": {code: _translation(random, key, code) for code in LANGUAGES},
    }


def _translation(random: Random, key: str, code: str) -> dict[str, str]:
    return {
        "slug": f"{key}-{code}",
        "title": _sentence(random, code, 7, 12),
        "lead": " ".join(f"{_sentence(random, code, 12, 20)}." for _ in range(2)),
        "body": "\n\n".join(_paragraph(random, code) for _ in range(_PARAGRAPHS[code])),
    }


def _paragraph(random: Random, code: str) -> str:
    return " ".join(f"{_sentence(random, code, 9, 20)}." for _ in range(random.randint(4, 6)))


def _sentence(random: Random, code: str, shortest: int, longest: int) -> str:
    words = random.choices(WORDS[code], k=random.randint(shortest, longest))
    return " ".join(words).capitalize()
