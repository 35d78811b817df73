"""Addresses on the publication's site are made by its own templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_publication, write_yaml
from walk import graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

EACH = {
    "front": {"en": "/", "ru": "/ru/"},
    "article": "/{language}/{year}/{month}/{section}/{issue}-{key}/{slug}.html",
    "issue": "/{language}/numbers/{number}/{year}-{month}-{day}",
    "section": {"en": "/desks/{slug}", "ru": "/ru/отдел/{slug}"},
    "tag": "/{language}/?about={slug}&all=100%",
}
ASKED = """
{
  en: publication(language: "en") { url translations { language url } }
  article(by: {path: {language: "ru", slug: "rain-ru"}}) { path url translations { url } }
  articles(language: "en", first: 5) { nodes { url } }
  issue(by: {number: 7}, language: "ru") { url }
  sections(language: "ru") { url translations { url } }
  tags(language: "ru") { nodes { url } }
}
"""


def publish(folder: Path, **changed: object) -> Path:
    write_publication(folder, **changed)
    write_yaml(folder / "2026-02-02.yaml", make_issue("2026-02-02", 7, "rain"))
    return folder


def test_pages_have_the_addresses_of_the_templates(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(publish(tmp_path, urls=EACH))["ok"]
    site, path = "https://ferry.example", "/ru/2026/02/pier/2026-02-02-rain/rain-ru.html"
    english = site + "/en/2026/02/pier/2026-02-02-rain/rain.html"
    assert graph(client, ASKED) == {
        "en": {"url": f"{site}/", "translations": [{"language": "ru", "url": f"{site}/ru/"}]},
        "article": {"path": path, "url": site + path, "translations": [{"url": english}]},
        "articles": {"nodes": [{"url": english}]},
        "issue": {"url": f"{site}/ru/numbers/7/2026-02-02"},
        "sections": [
            {
                "url": f"{site}/ru/%D0%BE%D1%82%D0%B4%D0%B5%D0%BB/{slug}",
                "translations": [{"url": f"{site}/desks/{slug}"}],
            }
            for slug in ("pier", "boats")
        ],
        "tags": {
            "nodes": [{"url": f"{site}/ru/?about={slug}&all=100%"} for slug in ("ice", "wind")]
        },
    }
    answer = client.get("/v1/articles/ru/rain-ru").json()
    assert (answer["path"], answer["url"]) == (path, site + path)


def test_without_templates_pages_stand_where_they_always_stood(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(publish(tmp_path))["ok"]
    found = graph(client, ASKED)
    site = "https://ferry.example"
    assert found["en"] == {
        "url": f"{site}/en",
        "translations": [{"language": "ru", "url": f"{site}/ru"}],
    }
    assert found["article"]["url"] == f"{site}/ru/rain-ru"
    assert found["issue"]["url"] == f"{site}/ru/issues/2026-02-02"
    assert found["sections"][0]["url"] == f"{site}/ru/sections/pier"
    assert found["tags"]["nodes"][0]["url"] == f"{site}/ru/tags/ice"


def test_what_a_page_has_no_value_for_is_left_out_of_its_address(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    issue = make_issue("2026-02-02", 7, "rain")
    issue["number"] = None
    publish(tmp_path, urls=EACH)
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    notice = make_issue("2026-02-02", 7, "notice")["articles"][0]
    loose = {"slug": None, "number": None, "starts_on": None, "ends_on": None}
    write_yaml(tmp_path / "loose.yaml", {**loose, "articles": [{**notice, "section": None}]})
    seeded = seed(tmp_path)
    assert seeded["ok"], seeded
    asked = """{
      issue(by: {slug: "2026-02-02"}) { url }
      article(by: {path: {language: "en", slug: "notice"}}) { path }
    }"""
    assert graph(client, asked) == {
        "issue": {"url": "https://ferry.example/en/numbers/2026-02-02/2026-02-02"},
        "article": {"path": "/en/notice.html"},
    }


def test_the_year_in_an_address_is_that_of_the_publications_time_zone(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    issue = {**make_issue("2026-01-01", 7, "rain"), "published_at": "2025-12-31T22:30:00Z"}
    write_publication(tmp_path, urls={"article": "/{language}/{year}/{month}/{day}/{slug}"})
    write_yaml(tmp_path / "2026-01-01.yaml", issue)
    assert seed(tmp_path)["ok"]
    found = graph(client, '{ article(by: {path: {language: "en", slug: "rain"}}) { path } }')
    assert found["article"]["path"] == "/en/2026/01/01/rain"


def test_other_templates_are_a_change_of_the_publication(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(publish(tmp_path))["ok"]
    before = client.get("/v1/articles/en/rain")
    seeded = seed(publish(tmp_path, urls={"article": "/{language}/a/{slug}"}))
    assert (seeded["revision"], seeded["changed"]) == (2, True)
    changed = {each["type"]: each["count"] for each in seeded["changes"]}
    assert changed == {"Article": 2, "Issue": 2, "Publication": 2}
    after = client.get("/v1/articles/en/rain", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json()["path"] == "/en/a/rain"
    assert "Publication" in after.headers["Surrogate-Key"].split()
    assert not seed(tmp_path)["changed"]


def test_an_issue_alone_keeps_the_templates_that_stand(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(publish(tmp_path, urls=EACH))["ok"]
    more = write_yaml(tmp_path / "more.yaml", make_issue("2026-02-09", 8, "snow"))
    assert seed(more)["ok"]
    found = graph(client, '{ article(by: {path: {language: "en", slug: "snow"}}) { path } }')
    assert found["article"]["path"] == "/en/2026/02/pier/2026-02-09-snow/snow.html"


@pytest.mark.parametrize(
    ("urls", "code", "words"),
    [
        ({"article": "/{language}/{slugg}"}, "UNKNOWN_NAME", "did you mean 'slug'?"),
        ({"tag": "/{language}/{slug}/{year}"}, "UNKNOWN_NAME", "{year} means nothing"),
        ({"front": "/{slug}"}, "UNKNOWN_NAME", "one of: language"),
        ({"article": "/{language}/news"}, "BAD_VALUE", "add {slug} or {key}"),
        ({"section": "/{language}/desk"}, "BAD_VALUE", "add {slug}"),
        ({"article": "{language}/{slug}"}, "BAD_VALUE", "begin with /"),
        ({"article": "https://a.example/{language}/{slug}"}, "BAD_VALUE", "begin with /"),
        ({"article": "//a.example/{language}/{slug}"}, "BAD_VALUE", "begin with one /"),
        ({"article": "/{language}/{{slug}}"}, "BAD_VALUE", "placeholders as {slug}"),
        ({"article": "/{language}/a b/{slug}"}, "BAD_VALUE", "no spaces"),
        ({"article": "/{language}#{slug}"}, "BAD_VALUE", "no spaces, quotes, #"),
        ({"article": "/{slug}"}, "KEY_TAKEN", "add {language}"),
        ({"article": {"en": "/{slug}"}}, "MISSING", "add ru"),
        (
            {"tag": {"en": "/t/{slug}", "ru": "/o/{slug}", "be": "/b/{slug}"}},
            "UNKNOWN_NAME",
            "'be' is none of the publication's languages",
        ),
        ({"tag": "/{language}/sections/{slug}"}, "KEY_TAKEN", "urls.section"),
        ({"article": ["/{slug}"]}, "BAD_VALUE", "a template such as /{language}/{slug}"),
        ({"artcle": "/{slug}"}, "UNKNOWN_KEY", "did you mean 'article'?"),
    ],
)
def test_templates_that_cannot_be_used_are_mistakes(
    tmp_path: Path, command: Callable[..., Any], urls: dict[str, Any], code: str, words: str
) -> None:
    result = command("check", publish(tmp_path, urls=urls))
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if f" {code} " in line and words in line]
    assert lines, result.output
    assert "publication.yaml:" in lines[0]


def test_one_language_needs_no_language_in_its_addresses(
    tmp_path: Path, command: Callable[..., Any]
) -> None:
    publish(
        tmp_path,
        name={"en": "Ferry"},
        description={"en": "One shore."},
        languages=[{"code": "en", "name": "English"}],
        sections=[{"slug": "pier", "name": {"en": "The pier"}}],
        tags=[],
        trends={},
        urls={
            "front": "/",
            "article": "/{slug}",
            "issue": "/issues/{slug}",
            "section": "/desk/{slug}",
            "tag": "/tag/{slug}",
        },
    )
    issue = make_issue("2026-02-02", 7, "rain")
    del issue["articles"][0]["translations"]["ru"]
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    result = command("check", tmp_path)
    assert result.exit_code == 0, result.output
