"""Sitemaps: every page of the site, with its translations and its last change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from publications import IN_ONE_LANGUAGE, make_issue, write_publication, write_yaml
from sitemap_files import (
    OURS,
    is_reciprocal,
    listed,
    read,
)

from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


def urls(client: TestClient) -> set[str]:
    """Ask the graph for the addresses of all that there is."""
    asked = """query ($language: LanguageCode!) {
      publication(language: $language) { url sections { url } }
      tags(language: $language, first: 100) { nodes { url } }
      issues(language: $language, first: 100) { nodes { url } }
      articles(language: $language, first: 100) { nodes { url } }
    }"""
    found = set()
    for code in (each["code"] for each in client.get("/v1/languages").json()["items"]):
        variables = {"language": code}
        answer = client.post("/graphql", json={"query": asked, "variables": variables}).json()
        found |= set(re.findall(r'"url": ?"([^"]*)"', str(answer).replace("'", '"')))
    return found


def test_a_small_publication_has_all_its_pages_in_one_file(http: TestClient) -> None:
    found = listed(read(http, "/sitemap.xml"))
    assert found.keys() == urls(http)
    assert len(found) > 40
    assert is_reciprocal(found)


def test_the_sample_has_all_its_pages_in_one_file(
    seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(SAMPLE)["ok"]
    found = listed(read(client, "/sitemap.xml"))
    assert found.keys() == urls(client)
    assert is_reciprocal(found)
    alone = [alternates for _, alternates in found.values() if len(alternates) == 2]
    assert alone  # pieces that are there in one language only


def test_a_page_says_when_it_was_corrected_or_published(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    issue = make_issue("2026-02-02", 7, "rain", "snow")
    issue["articles"][0]["translations"]["ru"]["updated_at"] = "2026-03-03T03:03:03Z"
    issue["articles"][1]["tags"] = ["ice"]
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    assert seed(tmp_path)["ok"]
    found = {url: modified for url, (modified, _) in listed(read(client, "/sitemap.xml")).items()}
    site, published = "https://ferry.example", "2026-02-02T09:00:00Z"
    assert found[f"{site}/en/rain"] == published
    assert found[f"{site}/ru/rain-ru"] == "2026-03-03T03:03:03Z"
    assert found[f"{site}/en/issues/2026-02-02"] == published
    assert found[f"{site}/ru/issues/2026-02-02"] == "2026-03-03T03:03:03Z"
    assert found[f"{site}/en"] == found[f"{site}/en/sections/pier"] == published
    assert found[f"{site}/en/tags/ice"] == published
    assert found[f"{site}/en/tags/wind"] is found[f"{site}/en/sections/boats"] is None


def test_readers_of_other_languages_get_the_default_one_or_else_the_first(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    issue = make_issue("2026-02-02", 7, "rain", "snow")
    del issue["articles"][1]["translations"]["en"]
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    assert seed(tmp_path)["ok"]
    found, site = listed(read(client, "/sitemap.xml")), "https://ferry.example"
    assert found[f"{site}/ru/rain-ru"][1] == {
        "en": f"{site}/en/rain",
        "ru": f"{site}/ru/rain-ru",
        "x-default": f"{site}/en/rain",
    }
    alone = {"ru": f"{site}/ru/snow-ru", "x-default": f"{site}/ru/snow-ru"}
    assert found[f"{site}/ru/snow-ru"][1] == alone


def test_a_publication_in_one_language_has_no_alternates(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path, **IN_ONE_LANGUAGE)
    issue = make_issue("2026-02-02", 7, "rain")
    del issue["articles"][0]["translations"]["ru"]
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    assert seed(tmp_path)["ok"]
    assert "xhtml" not in client.get("/sitemap.xml").text
    assert len(listed(read(client, "/sitemap.xml"))) == 4


def test_addresses_are_those_of_the_publications_templates(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path, urls={"article": "/{language}/?p={key}&l={slug}"})
    write_yaml(tmp_path / "2026-02-02.yaml", make_issue("2026-02-02", 7, "rain"))
    assert seed(tmp_path)["ok"]
    found = listed(read(client, "/sitemap.xml"))
    assert "https://ferry.example/ru/?p=rain&l=rain-ru" in found
    assert is_reciprocal(found)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-news.xml", "/sitemap-tags.en.1.xml"])
def test_files_take_no_parameters_and_name_all_that_are_given(http: TestClient, path: str) -> None:
    answer = http.get(path, params={"language": "en", "first": "3"})
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_INPUT")
    assert [each["parameter"] for each in answer.json()["errors"]] == ["language", "first"]


@pytest.mark.parametrize(
    "arguments",
    [
        'kind: ARTICLES, period: "203"',
        'kind: TAGS, period: "2030"',
        "kind: ISSUES",
        "kind: NAMES, number: 0",
        "kind: NAMES, number: -1",
        "kind: NAMES, number: 2147483647",
    ],
)
def test_the_graph_has_nothing_where_there_is_no_such_part(
    ask: Callable[..., Any], arguments: str
) -> None:
    assert ask(f"{{ addresses({arguments}) {{ url }} }}") == {"addresses": []}


def test_the_graph_lists_what_was_published_in_a_span(ask: Callable[..., Any]) -> None:
    asked = '{ published(from: "2030-01-01", until: "2030-12-31") { language publishedAt } }'
    found = ask(asked)["published"]
    assert {each["language"] for each in found} > {"en"}
    instants = [each["publishedAt"] for each in found]
    assert instants == sorted(instants, reverse=True)
    assert all(instant.startswith(("2030", "2029-12-31T")) for instant in instants)


def test_the_graph_lists_as_many_of_them_as_are_asked_for(http: TestClient) -> None:
    asked = '{ published(from: "2030-01-01", until: "2030-12-31", first: %d) { id } }'
    for size in (0, 2):
        answer = http.post("/graphql", json={"query": asked % size}).json()
        assert len(answer["data"]["published"]) == size
    refused = http.post("/graphql", json={"query": asked % 101}).json()["errors"][0]["extensions"]
    assert (refused["code"], refused["argument"]) == ("BAD_INPUT", "first")


def test_robots_may_read_all_and_are_told_of_the_sitemaps(http: TestClient) -> None:
    answer = http.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow:",
        "",
        f"Sitemap: {OURS}/sitemap.xml",
        f"Sitemap: {OURS}/sitemap-news.xml",
    ]


def test_a_sitemap_is_of_one_revision_and_changes_with_it(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    write_yaml(tmp_path / "2026-02-02.yaml", make_issue("2026-02-02", 7, "rain"))
    assert seed(tmp_path)["ok"]
    before = client.get("/sitemap.xml")
    assert before.headers["X-Content-Revision"] == "1"
    assert {"Article", "Issue", "Section", "Tag"} <= set(before.headers["Surrogate-Key"].split())
    headers = {"If-None-Match": before.headers["ETag"]}
    assert client.get("/sitemap.xml", headers=headers).status_code == 304
    write_yaml(tmp_path / "2026-02-09.yaml", make_issue("2026-02-09", 8, "snow"))
    assert seed(tmp_path)["revision"] == 2
    after = client.get("/sitemap.xml", headers=headers)
    assert after.status_code == 200
    assert len(listed(read(client, "/sitemap.xml"))) == before.text.count("<url>") + 4
