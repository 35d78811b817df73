"""Query parameters: what is checked, and how a mistake is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PATHS = [
    "/v1/publication",
    "/v1/languages",
    "/v1/sections",
    "/v1/tags",
    "/v1/issues",
    "/v1/issues/latest",
    "/v1/issues/2030-01-07",
    "/v1/articles",
    "/v1/articles/en/gulls",
    "/v1/articles/en/gulls.md",
]


def refused(http: TestClient, path: str) -> Any:
    answer = http.get(path)
    assert answer.status_code == 400, path
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_parameter_is_refused_everywhere(http: TestClient, path: str) -> None:
    problem = refused(http, f"{path}?colour=blue")
    assert problem["code"] == "BAD_INPUT"
    assert [error["parameter"] for error in problem["errors"]] == ["colour"]
    assert "colour" in problem["detail"]


def test_a_misspelt_parameter_is_told_its_name(http: TestClient) -> None:
    assert "first" in refused(http, "/v1/articles?frist=1")["errors"][0]["detail"]


def test_all_mistakes_are_told_at_once(http: TestClient) -> None:
    problem = refused(http, "/v1/articles?first=x&last=&colour=blue&trend=up&language=en")
    named = {error["parameter"] for error in problem["errors"]}
    assert named == {"first", "last", "colour", "trend"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("first=1&first=2", "first"),
        ("language=en&language=en", "language"),
        ("order=oldest&order=newest", "order"),
        ("first=", "first"),
        ("language=", "language"),
        ("section=", "section"),
        ("section=port,", "section"),
        ("tag=,", "tag"),
        ("first=1.0", "first"),
        ("first=+1", "first"),
        ("first=%2B1", "first"),
        ("first=1e1", "first"),
        ("first=%D9%A1", "first"),
        ("first=--1", "first"),
        ("first=12345678901", "first"),
        ("trend=up", "trend"),
        ("order=random", "order"),
        ("author=a%00", "author"),
        ("after=%00", "after"),
    ],
)
def test_a_value_that_cannot_be_read_names_its_parameter(
    http: TestClient, query: str, parameter: str
) -> None:
    problem = refused(http, f"/v1/articles?{query}")
    assert problem["code"] == "BAD_INPUT"
    assert [error["parameter"] for error in problem["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("first=101", "first"),
        ("first=-1", "first"),
        ("last=101", "last"),
        ("first=1&last=1", "first or last"),
        ("first=2147483648", "first"),
        ("language=de", "'de'"),
        ("language=!", "language"),
        ("fallback=de", "'de'"),
        ("fallback=en,!", "fallback"),
        ("section=sport", "'sport'"),
        ("from=yesterday", "from"),
        ("until=2030-02-30", "until"),
        ("from=2030-01-01T00:00:00", "from"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(http: TestClient, query: str, word: str) -> None:
    problem = refused(http, f"/v1/articles?{query}")
    assert problem["code"] == "BAD_INPUT"
    assert word in problem["detail"]


def test_too_many_values_are_told_with_the_limit(http: TestClient) -> None:
    tags = ",".join(f"t{number}" for number in range(101))
    problem = refused(http, f"/v1/articles?tag={tags}")
    assert (problem["code"], problem["requested"], problem["limit"]) == ("BAD_INPUT", 101, 100)


@pytest.mark.parametrize("query", ["after=x", "before=x", "after=WyJ4Il0"])
def test_a_broken_cursor_is_told_as_one(http: TestClient, query: str) -> None:
    assert refused(http, f"/v1/articles?{query}")["code"] == "CURSOR_INVALID"


def test_a_cursor_is_good_for_its_own_list_only(http: TestClient) -> None:
    url = http.get("/v1/articles?tag=fog&language=ru&first=1").json()["page"]["next"]
    assert http.get(url).status_code == 200
    assert refused(http, url.replace("tag=fog", "tag=gulls"))["code"] == "CURSOR_INVALID"
    assert refused(http, url.replace("language=ru", "language=en"))["code"] == "CURSOR_INVALID"


def test_a_problem_has_the_fields_of_rfc_9457(http: TestClient) -> None:
    problem = refused(http, "/v1/articles?first=x")
    assert problem.pop("detail").startswith("first: 'x'")
    assert problem.pop("errors")
    assert problem == {
        "type": "http://127.0.0.1:8000/errors#BAD_INPUT",
        "title": "A parameter or variable has a value that cannot be used",
        "status": 400,
        "code": "BAD_INPUT",
        "instance": "/v1/articles",
    }
