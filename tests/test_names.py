"""The publication, its languages, sections and tags; and the revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ENGLISH = {
    "code": "en",
    "name": "English",
    "direction": "LTR",
    "isDefault": True,
    "fallback": [],
}
BELARUSIAN = {
    "code": "be",
    "name": "Беларуская",
    "direction": "LTR",
    "isDefault": False,
    "fallback": ["ru", "en"],
}
RUSSIAN = {
    "code": "ru",
    "name": "Русский",
    "direction": "LTR",
    "isDefault": False,
    "fallback": ["be", "en"],
}
LANGUAGE = "{ code name direction isDefault fallback }"


def test_the_publication_has_all_that_its_file_says(ask: Callable[..., Any]) -> None:
    query = (
        '{ publication(language: "be") { slug name description language siteUrl timezone cadence '
        "defaultLanguage license languages " + LANGUAGE + " sections { slug language } } }"
    )
    assert ask(query)["publication"] == {
        "slug": "harbour-gazette",
        "name": "Партовая газета",
        "description": "Што прынёс прыліў.",
        "language": "be",
        "siteUrl": "https://harbour.example",
        "timezone": "Europe/Minsk",
        "cadence": "weekly",
        "defaultLanguage": "en",
        "license": "CC-BY-4.0",
        "languages": [ENGLISH, BELARUSIAN, RUSSIAN],
        "sections": [
            {"slug": "port", "language": "be"},
            {"slug": "town", "language": "be"},
            {"slug": "weather", "language": "be"},
        ],
    }


def test_the_languages_stand_in_the_editors_order(ask: Callable[..., Any]) -> None:
    assert ask("{ languages " + LANGUAGE + " }")["languages"] == [ENGLISH, BELARUSIAN, RUSSIAN]


def test_a_language_may_be_written_from_right_to_left(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    path = folder / "publication.yaml"
    text = path.read_text().replace("name: Русский,", "name: Русский, direction: rtl,")
    path.write_text(text)
    assert seed(folder)["ok"]
    query = {"query": "{ languages { code direction } }"}
    languages = client.post("/graphql", json=query).json()["data"]["languages"]
    assert languages[2] == {"code": "ru", "direction": "RTL"}


def test_a_section_has_its_name_in_every_language(ask: Callable[..., Any]) -> None:
    query = (
        '{ section(slug: "town", language: "ru") { id slug name position language '
        "translations { id language name } articles { totalCount } } }"
    )
    assert ask(query)["section"] == {
        "id": "U2VjdGlvbjpydTp0b3du",
        "slug": "town",
        "name": "Город",
        "position": 1,
        "language": "ru",
        "translations": [
            {"id": "U2VjdGlvbjplbjp0b3du", "language": "en", "name": "The town"},
            {"id": "U2VjdGlvbjpiZTp0b3du", "language": "be", "name": "Горад"},
        ],
        "articles": {"totalCount": 0},
    }


def test_sections_stand_in_their_order(ask: Callable[..., Any]) -> None:
    sections = ask("{ sections { slug position name } }")["sections"]
    assert sections == [
        {"slug": "port", "position": 0, "name": "The port"},
        {"slug": "town", "position": 1, "name": "The town"},
        {"slug": "weather", "position": 2, "name": "Weather"},
    ]


def test_an_earlier_slug_of_a_section_finds_it(ask: Callable[..., Any]) -> None:
    assert ask('{ section(slug: "docks") { slug } }') == {"section": {"slug": "port"}}


def test_a_tag_has_its_name_in_every_language(ask: Callable[..., Any]) -> None:
    query = (
        '{ tag(slug: "gulls", language: "be") { id slug name language '
        "translations { id language name } articles { nodes { key language } } } }"
    )
    assert ask(query)["tag"] == {
        "id": "VGFnOmJlOmd1bGxz",
        "slug": "gulls",
        "name": "Чайкі",
        "language": "be",
        "translations": [
            {"id": "VGFnOmVuOmd1bGxz", "language": "en", "name": "Gulls"},
            {"id": "VGFnOnJ1Omd1bGxz", "language": "ru", "name": "Чайки"},
        ],
        "articles": {"nodes": [{"key": "new-crane", "language": "be"}]},
    }


def test_tags_stand_in_the_order_of_their_slugs(ask: Callable[..., Any]) -> None:
    tags = ask('{ tags(language: "ru") { nodes { slug name } totalCount } }')["tags"]
    assert tags["nodes"] == [
        {"slug": "cranes", "name": "Краны"},
        {"slug": "fog", "name": "Туман"},
        {"slug": "gulls", "name": "Чайки"},
        {"slug": "unused", "name": "Ненужное"},
    ]
    assert tags["totalCount"] == 4


@pytest.mark.parametrize("field", ["section", "tag"])
@pytest.mark.parametrize("slug", ["", "nothing", "PORT", "fog "])
def test_an_unknown_slug_is_null_without_an_error(
    ask: Callable[..., Any], field: str, slug: str
) -> None:
    query = "query ($slug: String!) { " + field + "(slug: $slug) { id } }"
    assert ask(query, slug=slug) == {field: None}


@pytest.mark.parametrize("field", ["section", "tag", "issue"])
def test_a_slug_with_nul_is_refused_on_both_engines(refuse: Callable[..., Any], field: str) -> None:
    given = "by: { slug: $slug }" if field == "issue" else "slug: $slug"
    query = "query ($slug: String!) { " + field + "(" + given + ") { id } }"
    assert refuse(query, slug="a\0b")["extensions"]["code"] == "BAD_INPUT"
    written = query.replace("query ($slug: String!) ", "").replace("$slug", '"a\\u0000b"')
    assert refuse(written)["extensions"]["code"] == "BAD_INPUT"


def test_the_revision_grows_by_one_with_each_change(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    query = {"query": "{ revision { number seededAt } }"}
    seen = []
    for text in ("One.", "Two.", "Two."):
        path = folder / "notice.en.md"
        path.write_text(path.read_text().rpartition("---\n")[0] + "---\n" + text)
        assert seed(folder)["ok"]
        answer = client.post("/graphql", json=query)
        revision = answer.json()["data"]["revision"]
        assert answer.headers["X-Content-Revision"] == str(revision["number"])
        assert len(revision["seededAt"]) == len("2030-01-02T00:00:00Z")
        seen.append(revision["number"])
    assert seen == [1, 2, 2]
