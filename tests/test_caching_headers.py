"""What caches in front are told: how long an answer holds, and what it depends on."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_json, write_publication
from starlette.testclient import TestClient

from api.app import build
from api.settings import Settings
from api.surrogates import surrogate_headers
from schema.graph.ids import encode_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHOLE = {"max-age": 60, "s-maxage": 300, "stale-while-revalidate": 60, "stale-if-error": 86_400}


def ages(answer: Any) -> dict[str, int]:
    """Read the ages of Cache-Control."""
    found = re.findall(r"([a-z-]+)=(\d+)", answer.headers["Cache-Control"])
    return {name: int(number) for name, number in found}


def publish(folder: Path, at: dt.datetime) -> Path:
    """Write a publication with one issue of that instant, and a plain one of the past."""
    issue = make_issue("2031-05-05", 2, "alder")
    issue["published_at"] = at.isoformat()
    write_publication(folder)
    write_json(folder / "2031-05-05.json", issue)
    write_json(folder / "2021-05-05.json", make_issue("2021-05-05", 1, "birch"))
    return folder


@pytest.fixture
def serving(
    new_database: Callable[[str], str], tmp_path: Path, command: Any
) -> Callable[[float], TestClient]:
    """Make a client of content of which a part is dated so many seconds ahead."""

    def make(seconds: float) -> TestClient:
        url = new_database("sqlite")
        at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
        folder = publish(tmp_path / "ferry", at.replace(microsecond=0))
        result = command("seed", folder, "--database", url)
        assert result.exit_code == 0, result.output
        return TestClient(build(Settings(database=url)))

    return make


def test_ages_are_whole_where_nothing_is_due_for_long(
    serving: Callable[[float], TestClient],
) -> None:
    with serving(10 * 86_400) as client:
        assert ages(client.get("/v1/articles")) == WHOLE


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (30, [30, 30, 0, 0]),
        (100, [60, 100, 0, 0]),
        (330, [60, 300, 30, 30]),
        (3900, [60, 300, 60, 3600]),
    ],
)
def test_no_age_reaches_past_what_is_due(
    serving: Callable[[float], TestClient], seconds: int, expected: list[int]
) -> None:
    with serving(seconds) as client:
        for _ in range(2):
            found = ages(client.get("/v1/articles"))
            assert list(found) == list(WHOLE)
            both = zip(found.values(), expected, strict=True)
            assert all(most - 10 <= got <= most for got, most in both)
            longest = max(found["max-age"], found["s-maxage"])
            assert longest + found["stale-if-error"] < seconds


def test_ages_of_kept_answers_become_shorter_and_then_whole_again(
    serving: Callable[[float], TestClient],
) -> None:
    with serving(4) as client:
        found: list[int] = []
        while not found or found[-1] < 60:
            answer = client.get("/v1/articles")
            found.append(ages(answer)["max-age"])
            time.sleep(0.2)
        assert found == [*sorted(found[:-1], reverse=True), 60]
        assert found[0] <= 4
        assert len(set(found)) >= 3
        etag = answer.headers["ETag"]
        unchanged = client.get("/v1/articles", headers={"If-None-Match": etag})
        assert (unchanged.status_code, ages(unchanged)) == (304, WHOLE)


def test_what_is_dated_ahead_is_served_at_once(serving: Callable[[float], TestClient]) -> None:
    with serving(3600) as client:
        assert client.get("/v1/articles/en/alder").status_code == 200


def test_an_answer_names_the_nodes_that_it_depends_on(http: TestClient) -> None:
    answer = http.get("/v1/articles/en/gulls")
    article = answer.json()
    keys = answer.headers["Surrogate-Key"].split(" ")
    assert article["id"] in keys
    assert article["section"]["id"] in keys
    assert keys == sorted(keys)
    assert answer.headers["Cache-Tag"].split(",") == keys
    listed = http.get("/v1/articles?first=1").headers["Surrogate-Key"].split(" ")
    assert "Article" in listed


def test_an_answer_of_the_ordinary_executor_depends_on_all_types(http: TestClient) -> None:
    query = '{ __type(name: "Issue") { name } latestIssue { title } }'
    answer = http.get("/graphql", params={"query": query})
    assert answer.json()["data"]["latestIssue"]
    assert answer.headers["Surrogate-Key"] == "Article Issue Publication Section Tag"
    assert answer.headers["Cache-Tag"] == "Article,Issue,Publication,Section,Tag"


def test_too_many_keys_become_the_names_of_their_types() -> None:
    ids = {encode_id("Article", "en", f"key-{number}") for number in range(200)}
    found = surrogate_headers({*ids, encode_id("Tag", "en", "fog"), "Issue"})
    assert found == {"Surrogate-Key": "Article Issue Tag", "Cache-Tag": "Article,Issue,Tag"}
    few = surrogate_headers({"b", "a"})
    assert few == {"Surrogate-Key": "a b", "Cache-Tag": "a,b"}
    assert surrogate_headers(()) == {}


@pytest.mark.parametrize("path", ["/nothing", "/v1/articles?first=x", "/healthz", "/readyz"])
def test_what_may_not_be_kept_has_no_keys_and_no_validators(http: TestClient, path: str) -> None:
    answer = http.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("Surrogate-Key", "Cache-Tag", "ETag", "Last-Modified"):
        assert name not in answer.headers


def test_what_has_the_instant_of_the_seeding_depends_on_the_revision(http: TestClient) -> None:
    assert "Revision" in http.get("/feeds.opml").headers["Surrogate-Key"].split()
