"""Accept-Language: heard where no language is given, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

NEGOTIATED = ["/v1/publication", "/v1/sections", "/v1/tags", "/v1/issues", "/v1/articles"]
NEGOTIATED += ["/v1/issues/latest", "/v1/issues/2030-01-07"]


def vary(answer: object) -> set[str]:
    header: str = answer.headers.get("Vary", "")  # type: ignore[attr-defined]
    return {name.strip() for name in header.split(",")}


@pytest.mark.parametrize("path", NEGOTIATED)
def test_it_is_heard_where_no_language_is_given(http: TestClient, path: str) -> None:
    answer = http.get(path, headers={"Accept-Language": "ru, en;q=0.5"})
    assert answer.headers["Content-Language"] == "ru"
    assert "Accept-Language" in vary(answer)
    plain = http.get(path)
    assert plain.headers["Content-Language"] == "en"
    assert "Accept-Language" in vary(plain)


@pytest.mark.parametrize("path", NEGOTIATED)
def test_a_language_that_is_given_wins(http: TestClient, path: str) -> None:
    answer = http.get(f"{path}?language=be", headers={"Accept-Language": "ru"})
    assert answer.headers["Content-Language"] == "be"
    assert "Accept-Language" not in vary(answer)


@pytest.mark.parametrize(
    "path", ["/v1/languages", "/v1/articles/en/gulls", "/v1/articles/en/gulls.md"]
)
def test_it_is_not_heard_where_there_is_nothing_to_choose(http: TestClient, path: str) -> None:
    answer = http.get(path, headers={"Accept-Language": "ru"})
    assert answer.content == http.get(path).content
    assert answer.headers.get("Content-Language") in {None, "en"}
    assert "Accept-Language" not in vary(answer)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("be", "be"),
        ("BE", "be"),
        ("be-BY", "be"),
        ("be-Latn-BY-x-private", "be"),
        ("de, ru;q=0.1", "ru"),
        ("ru;q=0.5, be", "be"),
        ("ru;q=0.5, be;q=0.5", "ru"),
        ("en;q=0, ru", "ru"),
        ("ru;q=0", "en"),
        ("*", "en"),
        ("*, ru", "en"),
        ("de, *;q=0.1, ru;q=0.2", "ru"),
        ("de", "en"),
        ("", "en"),
        (";;;,,q=1", "en"),
        ("ru;q=nonsense", "ru"),
        ("🦆".encode().decode("latin-1"), "en"),
        (",".join(["de"] * 5000), "en"),
    ],
)
def test_the_best_language_that_there_is_is_served(
    http: TestClient, header: str, language: str
) -> None:
    answer = http.get("/v1/sections", headers=[(b"Accept-Language", header.encode("latin-1"))])
    assert answer.headers["Content-Language"] == language
    assert {item["language"] for item in answer.json()["items"]} == {language}


def test_the_next_page_is_in_the_language_of_the_first(http: TestClient) -> None:
    first = http.get("/v1/articles?first=1", headers={"Accept-Language": "ru"})
    following = http.get(first.json()["page"]["next"], headers={"Accept-Language": "be"})
    assert following.status_code == 200
    assert following.headers["Content-Language"] == "ru"
    assert {item["language"] for item in following.json()["items"]} == {"ru"}


def test_an_issue_in_a_fallback_says_its_own_language(http: TestClient) -> None:
    answer = http.get("/v1/issues/2030-01-21?language=be&fallback=ru,en")
    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["requestedLanguage"] == "be"


def test_graphql_has_its_own_argument_and_does_not_hear_it(http: TestClient) -> None:
    body = {"query": "{ publication { language } }"}
    answer = http.post("/graphql", json=body, headers={"Accept-Language": "ru"})
    assert answer.json() == {"data": {"publication": {"language": "en"}}}


def test_the_front_page_speaks_the_readers_language(http: TestClient) -> None:
    answer = http.get("/", headers={"Accept-Language": "be"})
    assert '<html lang="be" dir="ltr">' in answer.text
    assert "Партовая газета" in answer.text
    assert "Accept-Language" in vary(answer)
    named = http.get("/?language=ru", headers={"Accept-Language": "be"})
    assert "Портовая газета" in named.text
    assert "Accept-Language" not in vary(named)
