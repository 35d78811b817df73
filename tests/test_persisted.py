"""Automatic persisted queries: a client sends a hash, and the text only when it is asked for it."""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from serving import serve
from starlette.testclient import TestClient

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
_numbers = itertools.count(1)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def by_hash(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}}


def by_id(text: str) -> dict[str, Any]:
    return {"documentId": f"sha256:{digest(text)}"}


def send(client: Any, method: str, given: dict[str, Any], accept: str = GRAPHQL) -> Any:
    """Send a request's parameters, as JSON or in the address."""
    if method == "POST":
        return client.post("/graphql", json=given, headers={"Accept": accept})
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
    }
    return client.get("/graphql", params=texts, headers={"Accept": accept})


@pytest.fixture
def text() -> str:
    """Write a document that nobody has sent before."""
    return f"query ($n: Int) {{ a{next(_numbers)}: issues(first: $n) {{ totalCount }} }}"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 404), (JSON, 200)])
def test_a_hash_that_is_not_known_asks_for_the_text(
    http: TestClient, text: str, method: str, accept: str, status: int
) -> None:
    answer = send(http, method, by_hash(text), accept)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == f"{accept}; charset=utf-8"
    error = {
        "message": "PersistedQueryNotFound",
        "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
    }
    assert answer.json() == {"errors": [error]}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("first", ["GET", "POST"])
@pytest.mark.parametrize("later", ["GET", "POST"])
def test_what_was_sent_with_its_hash_is_known_by_it(
    http: TestClient, text: str, first: str, later: str
) -> None:
    variables = {"variables": {"n": 1}}
    for _ in range(2):
        assert "errors" in send(http, later, {**by_hash(text), **variables}).json()
    sent = send(http, first, {"query": text, **by_hash(text), **variables})
    assert sent.status_code == 200
    for _ in range(3):
        again = send(http, later, {**by_hash(text), **variables})
        assert again.json() == sent.json()
        assert again.headers["Cache-Control"].startswith("public" if later == "GET" else "no-store")
    other = send(http, later, {**by_hash(text), "variables": {"n": 2}})
    assert other.json() == sent.json()


def test_an_answer_by_hash_is_kept_like_any_other(http: TestClient, text: str) -> None:
    send(http, "POST", {"query": text, **by_hash(text)})
    tag = send(http, "GET", by_hash(text)).headers["ETag"]
    parameters = {"extensions": json.dumps(by_hash(text)["extensions"])}
    again = http.get("/graphql", params=parameters, headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_document_that_was_sent_has_an_id_as_well(http: TestClient, text: str) -> None:
    unknown = send(http, "GET", by_id(text))
    assert unknown.status_code == 404
    assert unknown.json()["errors"][0]["extensions"] == {"code": "DOCUMENT_UNKNOWN"}
    assert send(http, "POST", {"query": text, **by_id(text)}).status_code == 200
    assert send(http, "GET", by_id(text)).status_code == 200
    assert send(http, "POST", by_hash(text)).status_code == 200


@pytest.mark.parametrize("given", [by_hash, by_id])
def test_a_wrong_hash_is_refused_and_not_kept(
    http: TestClient, text: str, given: Callable[[str], dict[str, Any]]
) -> None:
    for accept in (GRAPHQL, JSON):
        answer = send(http, "POST", {"query": text + " ", **given(text)}, accept)
        assert answer.status_code == 400
        error = answer.json()["errors"][0]
        assert error["extensions"]["code"] == "BAD_REQUEST"
        assert digest(text + " ") in error["message"]
    for each in (text, text + " "):
        assert send(http, "POST", given(each)).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        "{ nothing }",
        "{",
        "query A { __typename } query B { __typename }",
        "{ articles(first: 100) { nodes { tags { articles(first: 100) { nodes { id } } } } } }",
    ],
)
def test_a_document_that_does_not_run_is_not_kept(http: TestClient, bad: str) -> None:
    assert send(http, "POST", {"query": bad, **by_hash(bad)}).status_code == 400
    assert send(http, "POST", by_hash(bad)).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"extensions": {"persistedQuery": "abc"}},
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "abc"}}},
        {"extensions": {"persistedQuery": {"sha256Hash": "abc"}}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": 7}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": ""}}},
        {"documentId": 7},
        {"documentId": ""},
        {"documentId": ["sha256:abc"]},
    ],
)
def test_an_id_that_is_none_is_a_bad_request(http: TestClient, given: dict[str, Any]) -> None:
    for query in ({}, {"query": "{ __typename }"}):
        answer = http.post("/graphql", json={**given, **query})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


def test_an_id_of_null_is_none(http: TestClient) -> None:
    given = {"query": "{ __typename }", "documentId": None, "extensions": {"persistedQuery": None}}
    assert http.post("/graphql", json=given).json() == {"data": {"__typename": "Query"}}


@pytest.fixture
def own(seed: Callable[..., Any], database: str, folder: Path) -> Iterator[TestClient]:
    """Open a server whose store is filled by nobody else."""
    seed(folder)
    with TestClient(build(Settings(database=database))) as client:
        yield client


def is_known(client: TestClient, text: str) -> bool:
    return "data" in send(client, "POST", by_hash(text)).json()


def test_a_thousand_documents_are_kept_and_the_oldest_goes(own: TestClient) -> None:
    texts = [f"{{ a{number}: __typename }}" for number in range(1_001)]
    for text in texts[:1_000]:
        assert send(own, "POST", {"query": text, **by_hash(text)}).status_code == 200
    assert is_known(own, texts[0])  # from now on it is the newest
    assert send(own, "POST", {"query": texts[-1], **by_hash(texts[-1])}).status_code == 200
    assert [is_known(own, text) for text in (*texts[:3], texts[-1])] == [True, False, True, True]


def test_long_documents_are_kept_up_to_four_million_bytes(own: TestClient) -> None:
    texts = [f"{{ __typename }} #{number:02}" + "x" * 89_981 for number in range(45)]
    for text in texts:
        assert send(own, "POST", {"query": text, **by_hash(text)}).status_code == 200
    assert [is_known(own, text) for text in texts] == [False] + [True] * 44


def test_each_worker_asks_for_the_text_until_it_has_it(
    tmp_path: Path, folder: Path, text: str
) -> None:
    with serve(tmp_path, "--content", folder, "--workers", 2) as server:
        server.wait_until_ready()
        known = [knows(server.address, text) for _ in range(20)]
        assert known[0] is False
        assert known.count(False) in (1, 2)  # the kernel may give one worker every connection
        server.stop()


def knows(address: str, text: str) -> bool:
    """Tell whether a hash was known; if not, the text is sent, as clients do.

    Both go over one connection, and so to one worker.
    """
    with httpx2.Client(base_url=address) as client:
        if send(client, "GET", by_hash(text)).status_code == 200:
            return True
        assert send(client, "POST", {"query": text, **by_hash(text)}).status_code == 200
        return False
