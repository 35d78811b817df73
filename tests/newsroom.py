"""A publication for the newsrooms' formats: everything that an article may have, and may lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publications import PUBLICATION, make_issue, write_json, write_piece, write_publication

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = """A & B <i>"quoted"</i> it's </script><!-- ]]> \u2028 & done"""
CONTACT = "office@ferry.example"
RTL = {"ar": "أخبار العبّارة"}


def write_newsroom(folder: Path, **changed: object) -> Path:
    """Write it: two issues, a notice without one, three languages, one of them from the right."""
    languages = [*PUBLICATION["languages"], {"code": "ar", "name": "العربية", "direction": "rtl"}]
    in_arabic = {"name": {**PUBLICATION["name"], **RTL}, "description": {**RTL}}
    names: dict[str, Any] = {
        "name": in_arabic["name"],
        "description": {**PUBLICATION["description"], **in_arabic["description"]},
        "sections": _named("sections", "قسم"),
        "tags": _named("tags", "وسم"),
        "trends": {**PUBLICATION["trends"], "ar": dict(PUBLICATION["trends"]["en"])},
    }
    write_publication(folder, **{"contact": CONTACT, "languages": languages, **names, **changed})
    issue = make_issue("2020-03-02", 7, "dock", "hull")
    issue["articles"] += [_whole(), _without_section()]
    write_json(folder / "2020-03-02.json", {**issue, "title": {"en": HOSTILE}})
    write_json(folder / "2020-03-09.json", make_issue("2020-03-09", 8, "keel", "mast"))
    write_piece(folder / "notice.en.md", published_at="2020-03-01T09:00:00Z")
    write_piece(folder / "ahead.en.md", published_at="2999-03-01T09:00:00Z")
    write_piece(folder / "hoax.en.md", withdrawn_at="2020-03-02T09:00:00Z")
    return folder


def _named(kind: str, word: str) -> list[dict[str, Any]]:
    return [
        {**each, "name": {**each["name"], "ar": f"{word} {each['slug']}"}}
        for each in PUBLICATION[kind]
    ]


def _whole() -> dict[str, Any]:
    translations = {
        language: {
            "title": f"{title} {HOSTILE}",
            "slug": "whole",
            "lead": f"{title}: {HOSTILE}",
            "body": f"{title} in the body, {HOSTILE}.\n\n## And more\n\n- of it",
            "updated_at": "2020-03-05T10:00:00Z",
            "source_url": "https://source.example/a?b=1&c=2",
        }
        for language, title in (("en", "Whole"), ("ru", "Целое"), ("ar", "كامل"))
    }
    image = {
        "src": "/pictures/a b.jpg".replace(" ", "%20"),
        "alt": f"alt {HOSTILE}",
        "caption": f"caption {HOSTILE}",
        "credit": "A & B",
        "width": 800,
        "height": 600,
    }
    return {
        "key": "whole",
        "section": "boats",
        "trend": "worsened",
        "tags": ["ice", "wind"],
        "authors": ["Anna <A> One", "B. & Two"],
        "image": image,
        "translations": translations,
    }


def _without_section() -> dict[str, Any]:
    return {
        "key": "loose",
        "section": None,
        "translations": {"en": {"title": "Loose", "slug": "loose", "body": ""}},
    }
