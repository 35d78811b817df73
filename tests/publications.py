"""Small publications for the tests that seed their own: written as files, in each form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

PUBLICATION: dict[str, Any] = {
    "slug": "ferry-news",
    "name": {"en": "Ferry News", "ru": "Паромные вести"},
    "description": {"en": "Both shores.", "ru": "Оба берега."},
    "site_url": "https://ferry.example",
    "timezone": "Europe/Minsk",
    "cadence": "weekly",
    "default_language": "en",
    "license": "CC-BY-4.0",
    "languages": [{"code": "en", "name": "English"}, {"code": "ru", "name": "Русский"}],
    "sections": [
        {"slug": "pier", "name": {"en": "The pier", "ru": "Пристань"}},
        {"slug": "boats", "name": {"en": "Boats", "ru": "Лодки"}},
    ],
    "tags": [
        {"slug": "ice", "name": {"en": "Ice", "ru": "Лёд"}},
        {"slug": "wind", "name": {"en": "Wind", "ru": "Ветер"}},
    ],
    "trends": {
        "en": {"improved": "Better", "unchanged": "Same", "worsened": "Worse"},
        "ru": {"improved": "Лучше", "unchanged": "Так же", "worsened": "Хуже"},
    },
}
IN_ONE_LANGUAGE: dict[str, Any] = {
    "name": {"en": "Ferry"},
    "description": {"en": "One shore."},
    "languages": [{"code": "en", "name": "English"}],
    "sections": [{"slug": "pier", "name": {"en": "The pier"}}],
    "tags": [],
    "trends": {},
}
"""What is changed in it for a publication in one language."""
_OF_ARTICLE = ("section", "trend", "tags", "position", "withdrawn_at")


def write_yaml(path: Path, data: Any) -> Path:
    """Write one YAML file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def write_json(path: Path, data: Any) -> Path:
    """Write one JSON file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def write_piece(path: Path, body: str = "Words.", **front: object) -> Path:
    """Write one article file with the front matter given; title and section have defaults."""
    path.parent.mkdir(parents=True, exist_ok=True)
    given = {"title": f"Of {path.name.partition('.')[0]}", "section": "pier", **front}
    matter = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    path.write_text(f"---\n{matter}---\n\n{body}\n", encoding="utf-8")
    return path


def write_publication(folder: Path, **changed: object) -> Path:
    """Write the publication's definition into a folder, with some keys changed."""
    write_yaml(folder / "publication.yaml", {**PUBLICATION, **changed})
    return folder


def write_issue_folder(folder: Path, issue: dict[str, Any]) -> Path:
    """Write a whole issue as a folder: issue.yaml and a file for each article and language."""
    inside = folder / str(issue["slug"])
    head = {key: value for key, value in issue.items() if key not in ("slug", "articles")}
    write_yaml(inside / "issue.yaml", head)
    for article in issue["articles"]:
        shared = {key: article[key] for key in _OF_ARTICLE if key in article}
        common = {
            key: article[key] for key in ("published_at", "authors", "image") if key in article
        }
        for language, piece in article["translations"].items():
            own = {key: value for key, value in piece.items() if key != "body"}
            path = inside / f"{article['key']}.{language}.md"
            write_piece(path, piece["body"], **{**shared, **common, **own})
    return inside


def make_issue(slug: str, number: int, *keys: str, body: str = "Words.") -> dict[str, Any]:
    """Make a plain issue: an article in English and Russian for each key."""
    articles = [
        {
            "key": key,
            "section": "pier",
            "translations": {
                "en": {"title": f"The {key}", "slug": key, "body": body},
                "ru": {"title": f"О {key}", "slug": f"{key}-ru", "body": body},
            },
        }
        for key in keys
    ]
    return {
        "slug": slug,
        "number": number,
        "starts_on": slug,
        "ends_on": slug,
        "published_at": f"{slug}T12:00:00+03:00",
        "articles": articles,
    }
