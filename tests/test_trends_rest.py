"""The table of trends over REST: as JSON, and as CSV for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from trend_files import AWKWARD, read_csv, write_awkward, write_weeks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

FILES = ("/v1/trends", "/v1/trends.csv", "/v1/trends.svg")
COLUMNS = "issue startsOn endsOn section sectionName trend trendLabel language path url"


def items(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/trends{query}").json()["items"]
    return found


def table(points: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each["issue"]["slug"], each["section"]["slug"], each["trend"]) for each in points]


ALL = [
    ("2030-01-07", "port", "IMPROVED"),
    ("2030-01-07", "town", "WORSENED"),
    ("2030-01-14", "weather", "UNCHANGED"),
    ("2030-01-21", "port", "UNCHANGED"),
]


@pytest.mark.parametrize(
    ("query", "cells"),
    [
        ("", ALL),
        ("?section=docks", [ALL[0], ALL[3]]),
        ("?from=2030-01-14&until=2030-01-20", [ALL[2]]),
        ("?until=2029-12-31", []),
    ],
)
def test_it_is_the_graphs_table_of_any_span(
    http: TestClient, query: str, cells: list[tuple[str, str, str]]
) -> None:
    body = http.get(f"/v1/trends{query}").json()
    assert table(body["items"]) == cells
    assert body["page"] == {"next": None, "previous": None, "total": len(cells)}
    rows = read_csv(http.get(f"/v1/trends.csv{query}"))
    assert [(row["issue"], row["section"], row["trend"]) for row in rows] == cells


def test_a_line_says_all_about_a_judgement(http: TestClient) -> None:
    answer = http.get("/v1/trends.csv?language=be&from=2030-01-14")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.content.partition(b"\r\n")[0].decode() == COLUMNS.replace(" ", ",")
    assert read_csv(answer) == [
        {
            "issue": "2030-01-14",
            "startsOn": "2030-01-14",
            "endsOn": "2030-01-20",
            "section": "port",
            "sectionName": "Порт",
            "trend": "WORSENED",
            "trendLabel": "Пагоршылася",
            "language": "be",
            "path": "/be/kran-staic",
            "url": "https://harbour.example/be/kran-staic",
        }
    ]


def test_names_come_back_as_they_are_and_formulas_as_texts(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write_awkward(tmp_path / "news"))["ok"]
    rows = read_csv(client.get("/v1/trends.csv?language=en"))
    assert [row["sectionName"] for row in rows[:2]] == [f"'{AWKWARD['en']}", "'+1, -1"]
    assert rows[0]["trendLabel"] == "'@ 100 % <b>"
    in_arabic = read_csv(client.get("/v1/trends.csv?language=ar"))
    assert in_arabic[0]["sectionName"] == AWKWARD["ar"]


def test_without_words_for_trends_their_cells_are_empty(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write_weeks(tmp_path / "news", 1, trends={}))["ok"]
    assert {row["trendLabel"] for row in read_csv(client.get("/v1/trends.csv"))} == {""}
    assert {each["trendLabel"] for each in items(client)} == {None}


@pytest.mark.parametrize("address", FILES)
def test_the_language_is_negotiated_and_told(http: TestClient, address: str) -> None:
    answer = http.get(address, headers={"Accept-Language": "de, ru;q=0.5"})
    assert answer.headers["Content-Language"] == "ru"
    assert answer.headers["Vary"].startswith("Accept-Language")
    named = http.get(f"{address}?language=be")
    assert named.headers["Content-Language"] == "be"
    assert "Accept-Language" not in named.headers.get("Vary", "")


@pytest.mark.parametrize("address", FILES)
def test_it_is_kept_and_compared_like_everything_else(http: TestClient, address: str) -> None:
    answer = http.get(address)
    assert {"Article", "Issue", "Publication"} <= set(answer.headers["Surrogate-Key"].split())
    assert "s-maxage" in answer.headers["Cache-Control"]
    head = http.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == answer.headers["ETag"]
    same = http.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert http.post(address).status_code == 405


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("section=sport", "section"),
        ("language=de", "language"),
        ("from=2030-13-01", "from"),
        ("until=soon", "until"),
        ("to=2030-01-14", "to"),
        ("fallback=ru", "fallback"),
    ],
)
def test_what_there_is_not_is_refused(
    http: TestClient, address: str, query: str, parameter: str
) -> None:
    answer = http.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "BAD_INPUT"
    assert [each["parameter"] for each in problem["errors"]] == [parameter]


def test_more_points_than_graphql_gives_are_given_and_too_many_are_refused(
    seed: Callable[..., Any],
    client: TestClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert seed(write_weeks(tmp_path / "news", 260, 5))["ok"]
    error = client.post("/graphql", json={"query": "{ trends { trend } }"}).json()["errors"][0]
    assert error["message"] == "the span has 1300 points; at most 1000 are given at once"
    assert len(items(client)) == len(read_csv(client.get("/v1/trends.csv"))) == 1300
    monkeypatch.setattr("api.stored.LONGER", {"trends": 1200})
    for address in FILES:
        refused = client.get(f"{address}?until=2030-01-01").json()
        assert refused["detail"] == "the span has 1300 points; at most 1200 are given at once"
        assert (refused["code"], refused["limit"]) == ("BAD_INPUT", 1200)
        assert refused["errors"][0]["parameter"] == "from"
        assert client.get(f"{address}?from=2021-01-01").status_code == 200
