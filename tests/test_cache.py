"""The response cache from outside: what is kept, for whom, for how long, and what is not."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from watching import count, metrics

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUERY = "query Q($s: String!) { tag(slug: $s) { name } }"


@pytest.fixture
def fresh(new_database: Callable[[str], str], folder: Path, command: Any) -> Iterator[TestClient]:
    """Give a client whose cache is empty."""
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        yield client


def outcome(client: TestClient, path: str, **headers: str) -> str:
    """Tell what became of a GET."""
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    answer = client.get(path, headers={"Prefer": "server-timing", **given})
    return str(answer.headers["Server-Timing"].split(",")[0].removeprefix("cache;desc="))


def test_what_was_answered_is_kept(fresh: TestClient) -> None:
    first, second = fresh.get("/v1/articles"), fresh.get("/v1/articles")
    assert (second.content, second.headers) == (first.content, first.headers)
    assert (count(fresh, "miss"), count(fresh, "hit")) == (1, 1)
    assert fresh.head("/v1/articles").headers == first.headers
    assert count(fresh, "hit") == 2


def test_every_address_and_query_has_its_own(fresh: TestClient) -> None:
    for path in ("/v1/articles", "/v1/articles?first=1", "/v1/articles?first=2", "/v1/sections"):
        assert outcome(fresh, path) == "miss"
        assert outcome(fresh, path) == "hit"


def test_a_header_counts_where_the_answer_varies_by_it(fresh: TestClient) -> None:
    assert outcome(fresh, "/v1/publication", Accept_Language="ru") == "miss"
    assert outcome(fresh, "/v1/publication", Accept_Language="be") == "miss"
    assert outcome(fresh, "/v1/publication", Accept_Language="ru;q=0.9") == "hit"
    assert outcome(fresh, "/v1/publication?language=ru", Accept_Language="ru") == "miss"
    assert outcome(fresh, "/v1/publication?language=ru", Accept_Language="be") == "hit"
    assert outcome(fresh, "/v1/publication", Accept="text/x", User_Agent="another") == "miss"
    assert outcome(fresh, "/v1/publication", Accept="text/y", User_Agent="third") == "hit"
    languages = {
        fresh.get("/v1/publication", headers={"Accept-Language": code}).json()["name"]
        for code in ("ru", "be", "en")
    }
    assert len(languages) == 3


def test_a_post_is_kept_by_its_bytes_and_media_type_and_not_outside(fresh: TestClient) -> None:
    def post(variables: Any, accept: str = "*/*") -> Any:
        body = json.dumps({"query": QUERY, "variables": variables})
        headers = {"Content-Type": "application/json", "Accept": accept}
        return fresh.post("/graphql", content=body, headers=headers)

    first = post({"s": "fog"})
    assert first.json()["data"] == {"tag": {"name": "Fog"}}
    assert first.headers["Cache-Control"] == "no-store"
    for name in ("ETag", "Surrogate-Key", "Cache-Tag", "Last-Modified"):
        assert name not in first.headers
    again = post({"s": "fog"})
    assert (again.content, again.headers) == (first.content, first.headers)
    assert (count(fresh, "miss"), count(fresh, "hit")) == (1, 1)
    assert post({"s": "none"}).json()["data"] == {"tag": None}
    newer = "application/graphql-response+json"
    assert post({"s": "fog"}, newer).headers["Content-Type"].startswith(newer)
    assert (count(fresh, "miss"), count(fresh, "hit")) == (3, 1)


@pytest.mark.parametrize("path", ["/nothing", "/v1/articles?first=x", "/v1/articles/en/whale"])
def test_errors_are_not_kept(fresh: TestClient, path: str) -> None:
    before = count(fresh, "not_cacheable")
    for _ in range(2):
        assert fresh.get(path).status_code >= 400
    assert count(fresh, "not_cacheable") >= before + 2
    assert metrics(fresh)["newsstand_cache_entries"] == 0


def test_graphql_errors_are_not_kept(fresh: TestClient) -> None:
    for query in ("{", "{ nothing }", '{ articles(after: "x") { totalCount } }'):
        for _ in range(2):
            assert "errors" in fresh.post("/graphql", json={"query": query}).json()
            assert "errors" in fresh.get("/graphql", params={"query": query}).json()
    assert metrics(fresh)["newsstand_cache_entries"] == 0


def test_answers_that_are_kept_are_counted(fresh: TestClient) -> None:
    fresh.get("/v1/articles?first=1&language=en")
    for language in ("en", "ru", "en"):
        fresh.get("/v1/articles?first=1", headers={"Accept-Language": language})
    assert metrics(fresh)["newsstand_cache_entries"] == 3


def test_an_earlier_slug_leads_on_from_the_cache(fresh: TestClient) -> None:
    path = "/v1/articles/en/gulls-old"
    first = fresh.get(path, follow_redirects=False)
    second = fresh.get(path, follow_redirects=False)
    assert first.status_code == second.status_code == 301
    assert first.headers == second.headers
    assert count(fresh, "hit") == 1


def test_the_cache_stays_within_its_size(
    new_database: Callable[[str], str], folder: Path, command: Any
) -> None:
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url, cache_size=200_000))) as client:
        for number in range(1, 100):
            path = f"/v1/articles?first={number}&language=en"
            assert client.get(path).status_code == 200
            client.get(path, headers={"Accept-Encoding": "identity"})
        found = metrics(client)
        assert 0 < found["newsstand_cache_bytes"] <= 100_000
        assert found["newsstand_cache_evictions_total"] > 50
        assert found["newsstand_cache_entries"] + found["newsstand_cache_evictions_total"] == 99
        assert outcome(client, "/v1/articles?first=99&language=en") == "hit"
        assert outcome(client, "/v1/articles?first=1&language=en") == "miss"


def test_answers_that_make_room_are_counted_without_what_tells_them_apart(
    new_database: Callable[[str], str], folder: Path, command: Any
) -> None:
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url, cache_size=200_000))) as client:
        for number, language in product(range(1, 60), ("en", "ru")):
            given = {"Accept-Language": language}
            assert client.get(f"/v1/articles?first={number}", headers=given).status_code == 200
        found = metrics(client)
        assert found["newsstand_cache_evictions_total"] > 50
        kept = found["newsstand_cache_entries"] + found["newsstand_cache_evictions_total"]
        assert kept == 59 * 2


def test_a_size_of_nothing_keeps_nothing_and_answers_alike(
    new_database: Callable[[str], str], folder: Path, command: Any
) -> None:
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    paths = ("/v1/articles", "/", "/graphql?query={__typename}")
    with TestClient(build(Settings(database=url))) as client:
        usual = [client.get(path).content for path in paths]
    with TestClient(build(Settings(database=url, cache_size=0))) as client:
        for path, content in zip(paths, usual, strict=True):
            assert outcome(client, path) == outcome(client, path) == "miss"
            assert client.get(path).content == content
        etag = client.get("/v1/articles").headers["ETag"]
        assert client.get("/v1/articles", headers={"If-None-Match": etag}).status_code == 304


def head_size(answer: Any) -> int:
    return sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())


def test_all_that_is_prepared_counts(fresh: TestClient) -> None:
    def kept_bytes() -> float:
        return metrics(fresh)["newsstand_cache_bytes"]

    before = kept_bytes()
    whole = fresh.get("/v1/articles?first=50&language=en", headers={"Accept-Encoding": "identity"})
    # Twice: as the headers that were given, and as the bytes that are sent.
    assert kept_bytes() - before > len(whole.content) + 2 * head_size(whole)
    for coding in ("identity", "gzip", "br"):
        headers = {"Accept-Encoding": coding}
        tag = fresh.get("/v1/articles?first=50&language=en", headers=headers).headers["ETag"]
        before = kept_bytes()
        unchanged = fresh.get(
            "/v1/articles?first=50&language=en", headers={**headers, "If-None-Match": tag}
        )
        assert unchanged.status_code == 304
        assert kept_bytes() - before > head_size(unchanged)
        fresh.get("/v1/articles?first=50&language=en", headers={**headers, "If-None-Match": tag})
        grown = kept_bytes()
        fresh.get("/v1/articles?first=50&language=en", headers={**headers, "If-None-Match": tag})
        assert kept_bytes() == grown


def test_requests_for_the_same_at_the_same_time_are_run_once(fresh: TestClient) -> None:
    barrier = threading.Barrier(8)

    def ask() -> bytes:
        barrier.wait()
        return fresh.get("/v1/articles?language=en&first=100").content

    with ThreadPoolExecutor(8) as threads:
        bodies = {running.result() for running in [threads.submit(ask) for _ in range(8)]}
    assert len(bodies) == 1
    assert count(fresh, "miss") == 1
    assert count(fresh, "hit") + count(fresh, "wait") == 7
