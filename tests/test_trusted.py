"""Trusted documents: loaded from the manifests that build tools write, and served by their ids."""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from serving import serve
from starlette.testclient import TestClient
from test_limits import FOUR_LISTS, repeated
from typer.testing import CliRunner

from api.app import build
from api.settings import Limits, Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ACCEPT = {"Accept": "application/graphql-response+json"}
LATEST = "query Latest { latestIssue { number } }"
PAGE = (
    "query Page($n: Int, $all: Boolean = false) "
    "{ issues(first: $n) { totalCount @include(if: $all) } }"
)
TWO = "query One { __typename } query Other { revision { number } }"
MANY = repeated("a#: revision { number }", 150)


def hashed(text: str, by: str = "sha256") -> str:
    return hashlib.new(by, text.encode()).hexdigest()


def apollo(*pairs: tuple[str, str]) -> dict[str, Any]:
    operations = [{"id": key, "name": "Q", "type": "query", "body": text} for key, text in pairs]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}


MANIFESTS: dict[str, tuple[Any, str]] = {
    "graphql-codegen's": ({f"sha256:{hashed(LATEST)}": LATEST}, f"sha256:{hashed(LATEST)}"),
    "graphql-codegen's by SHA-1": ({hashed(LATEST, "sha1"): LATEST}, hashed(LATEST, "sha1")),
    "Relay's": ({hashed(LATEST, "md5"): LATEST}, hashed(LATEST, "md5")),
    "Relay's by SHA-256": ({hashed(LATEST): LATEST}, hashed(LATEST)),
    "Apollo's": (apollo((hashed(LATEST), LATEST)), hashed(LATEST)),
    "Apollo's with ids of one's own": (apollo(("web/latest", LATEST)), "web/latest"),
}


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    """Seed one database for all."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(CONTENT), "--database", url])
    assert result.exit_code == 0
    return url


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Open a server with manifests, as in `opened(manifest, only=True)`."""
    clients: list[TestClient] = []

    def open_(*manifests: object, only: bool = False, limits: Limits | None = None) -> TestClient:
        files = [tmp_path / f"{place}.json" for place, _ in enumerate(manifests)]
        for file, manifest in zip(files, manifests, strict=True):
            file.write_text(json.dumps(manifest), "utf-8")
        setting = ("only " if only else "") + ",".join(map(str, files))
        settings = Settings(database=url, trusted=setting, limits=limits or Limits())
        clients.append(TestClient(build(settings), headers=ACCEPT))
        return clients[-1].__enter__()

    yield open_
    for client in clients:
        client.__exit__()


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_document_of_a_manifest_is_served_by_its_id_and_its_hash(
    opened: Callable[..., TestClient], name: str
) -> None:
    manifest, own = MANIFESTS[name]
    client = opened(manifest)
    expected = client.post("/graphql", json={"query": LATEST}).json()
    assert "errors" not in expected
    for given in (own, hashed(LATEST), f"sha256:{hashed(LATEST)}"):
        answer = client.get("/graphql", params={"documentId": given})
        assert answer.json() == expected
        assert answer.headers["Cache-Control"].startswith("public")
        assert client.post("/graphql", json={"documentId": given}).json() == expected
        apq = {"persistedQuery": {"version": 1, "sha256Hash": given}}
        assert client.post("/graphql", json={"extensions": apq}).json() == expected


def test_several_manifests_are_one(opened: Callable[..., TestClient]) -> None:
    client = opened({"a": LATEST}, apollo(("b", PAGE), ("a", LATEST)), {"c": TWO})
    page = {"documentId": "b", "variables": {"n": 1}}
    assert client.post("/graphql", json=page).json() == {"data": {"issues": {}}}
    page["variables"] = {"n": 1, "all": True}
    assert client.post("/graphql", json=page).json()["data"]["issues"]["totalCount"] > 1
    other = {"documentId": "c", "operationName": "Other"}
    assert list(client.post("/graphql", json=other).json()["data"]) == ["revision"]
    refused = client.post("/graphql", json={"documentId": "c"}).json()["errors"][0]
    assert refused["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("text", [FOUR_LISTS, MANY, "{ revision { number seededAt } }"])
def test_a_trusted_document_is_not_measured_against_limits(
    opened: Callable[..., TestClient], text: str
) -> None:
    client = opened({"big": text}, limits=Limits(tokens=5, cost=1, depth=1))
    for given in ({"documentId": "big"}, {"query": text}):
        answer = client.post("/graphql", json=given)
        assert answer.status_code == 200
        assert "errors" not in answer.json()
    other = client.post("/graphql", json={"query": text.replace("}", " }")})
    assert other.json()["errors"][0]["extensions"]["code"] == "COST_EXCEEDED"


def test_a_trusted_document_is_compiled_at_the_start(opened: Callable[..., TestClient]) -> None:
    client = opened({"a": LATEST})
    client.get("/v1/issues")
    timed = {"Prefer": "server-timing"}
    answer = client.post("/graphql", json={"documentId": "a"}, headers=timed)
    assert 'plan;desc="compiled"' in answer.headers["Server-Timing"]


def test_an_unknown_id_is_not_found(opened: Callable[..., TestClient]) -> None:
    for client in (opened({"a": LATEST}), opened({"a": LATEST}, only=True)):
        for accept, status in (
            ("application/graphql-response+json", 404),
            ("application/json", 200),
        ):
            headers = {"Accept": accept}
            answer = client.get("/graphql", params={"documentId": "b"}, headers=headers)
            assert answer.status_code == status
            assert answer.json()["errors"][0]["extensions"] == {"code": "DOCUMENT_UNKNOWN"}
            assert answer.headers["Cache-Control"] == "no-store"


def test_a_trusted_text_must_fit_its_id(opened: Callable[..., TestClient]) -> None:
    client = opened({"a": LATEST, "b": TWO})
    assert client.post("/graphql", json={"query": LATEST, "documentId": "a"}).status_code == 200
    answer = client.post("/graphql", json={"query": LATEST, "documentId": "b"})
    assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


def test_where_only_trusted_documents_are_served_all_others_are_forbidden(
    opened: Callable[..., TestClient],
) -> None:
    client = opened({"a": LATEST}, only=True)
    assert client.post("/graphql", json={"documentId": "a"}).status_code == 200
    assert client.post("/graphql", json={"query": LATEST}).status_code == 200
    text = "{ __typename }"
    registers = {"persistedQuery": {"version": 1, "sha256Hash": hashed(text)}}
    asked: tuple[dict[str, Any], ...] = (
        {"query": text},
        {"query": LATEST + " "},
        {"query": text, "extensions": registers},
        {"query": text, "documentId": "a"},
        {"query": "{ __schema { types { name } } }"},
        {"query": "{"},
    )
    for given in asked:
        answer = client.post("/graphql", json=given)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
        assert client.get("/graphql", params={"query": given["query"]}).status_code == 403
    # Asking for the text would be of no use.
    answer = client.post("/graphql", json={"extensions": registers})
    assert answer.json()["errors"][0]["extensions"] == {"code": "DOCUMENT_UNKNOWN"}
    assert (
        client.post("/graphql", json={}).json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    )


def test_where_only_trusted_documents_are_served_rest_is_as_ever(
    opened: Callable[..., TestClient],
) -> None:
    client = opened({"a": LATEST}, only=True)
    for path in ("/v1/issues/latest", "/", "/schema.graphql"):
        assert client.get(path).status_code == 200


def test_where_only_trusted_documents_are_served_pages_offer_no_others(
    opened: Callable[..., TestClient],
) -> None:
    front = opened({"a": LATEST}).get("/").text
    assert "/graphql" in front
    assert 'href="explorer' in front
    client = opened({"a": LATEST}, only=True)
    front, explorer = client.get("/").text, client.get("/explorer?query={__typename}").text
    for page in (front, explorer):
        assert "answers only the documents that it trusts" in page
        assert 'href="explorer' not in page
        assert 'href="graphql' not in page
        assert "<form" not in page
        assert 'href="docs"' in page
    assert "curl --get" not in front
    offered = re.findall(r"<pre>curl \S+?://[^/]+(/\S+?)'?</pre>", front)
    assert [client.get(html.unescape(path)).status_code for path in offered] == [200, 200]


def test_every_worker_loads_them(tmp_path: Path) -> None:
    (tmp_path / "web.json").write_text(json.dumps({"a": LATEST}))
    settings = {"NEWSSTAND_TRUSTED": "only web.json"}
    arguments = ("--content", CONTENT, "--workers", 2)
    with serve(tmp_path, *arguments, settings=settings) as server:
        server.wait_until_ready()
        answers = {server.get("/graphql?documentId=a").text for _ in range(20)}
        assert len(answers) == 1
        assert "number" in answers.pop()
        refused = {server.get("/graphql?query=%7B__typename%7D").text for _ in range(20)}
        assert len(refused) == 1
        assert "FORBIDDEN" in refused.pop()
        server.stop()
