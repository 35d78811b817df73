"""The statuses of GraphQL over HTTP, by profile and media type: the table of the documentation."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from documentation import read_sections, read_table
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.profile import PROFILES
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
COLUMNS = [(profile, kind) for profile in PROFILES for kind in (GRAPHQL, JSON)]
TABLE = read_table(read_sections("graphql-over-http.md")["Statuses"])
PARTLY = '{ revision { number } article(by: {path: {language: "en", slug: "whale"}}) { title } }'
TYPED = {"query": "query T($n: Int!) { tags(first: $n) { totalCount } }", "variables": {"n": "x"}}

UNSENT = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}
FORBIDDEN = "has a document that is not among the trusted ones (`FORBIDDEN`)"

Requests = dict[str, list[tuple[str, dict[str, Any]]]]
ASKED: Requests = {
    "is answered": [("POST", {"json": {"query": "{ __typename }"}})],
    "is answered, and has errors too": [
        ("POST", {"json": {"query": PARTLY}}),
        ("POST", {"json": {"query": '{ articles(after: "x") { totalCount } }'}}),
    ],
    "is not JSON": [
        ("POST", {"content": body, "headers": {"Content-Type": JSON}})
        for body in (b"", b"NONSENSE", b'{"query":', b'{"query": "\xe9"}', b"[" * 20_000)
    ],
    "is JSON of another form": [
        ("POST", {"content": json.dumps(body), "headers": {"Content-Type": JSON}})
        for body in (
            1,
            "x",
            None,
            True,
            [],
            [{"query": "{ __typename }"}],
            {},
            {"qeury": "{ __typename }"},
            {"query": 1},
            {"query": "{ __typename }", "variables": [7]},
            {"query": "{ __typename }", "operationName": 7},
            {"query": "{ __typename }", "extensions": "x"},
        )
    ],
    "has a document that is not GraphQL": [("POST", {"json": {"query": "{"}})],
    "has a document that does not fit the schema": [
        ("POST", {"json": {"query": "{ nothing }"}}),
        ("POST", {"json": {"query": "mutation { a }"}}),
    ],
    "has a document that passes a limit": [
        ("POST", {"json": {"query": "{ __typename " + "__typename " * 2100 + "}"}}),
        ("POST", {"json": {"query": "{ latestIssue " + "{ previous " * 20 + "{ id }" + "}" * 21}}),
    ],
    "names no operation of the document": [
        ("POST", {"json": {"query": "query A { __typename }", "operationName": "B"}}),
        ("POST", {"json": {"query": "query A { __typename } query B { __typename }"}}),
    ],
    "has variables of the wrong type": [
        ("POST", {"json": TYPED}),
        ("POST", {"json": {"query": TYPED["query"]}}),
    ],
    FORBIDDEN: [("POST", {"json": {"query": "{ __typename }"}})],
    "has an id that is not known (`DOCUMENT_UNKNOWN`, `PERSISTED_QUERY_NOT_FOUND`)": [
        ("POST", {"json": {"documentId": "sha256:unknown"}}),
        ("POST", {"json": UNSENT}),
        ("GET", {"params": {"documentId": "unknown"}}),
    ],
    "is a mutation by GET": [
        ("GET", {"params": {"query": "mutation { a }"}}),
        ("GET", {"params": {"query": "query A { a } mutation B { a }", "operationName": "B"}}),
        ("HEAD", {"params": {"query": "mutation { a }"}}),
    ],
    "has a method that is not there": [("PUT", {}), ("DELETE", {})],
    "has a body that is not read": [("POST", {"data": {"query": "{ __typename }"}})],
    "has a body that is too long": [("POST", {"json": {"query": "#" * 100_001}})],
}


@pytest.fixture(scope="module")
def by_profile(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """Serve the test publication with each profile; also where nothing but a manifest is served."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(CONTENT), "--database", url])
    assert result.exit_code == 0, result.output
    manifest = tmp_path_factory.mktemp("trusted") / "manifest.json"
    manifest.write_text(json.dumps({"a": "{ revision { number } }"}), "utf-8")
    made = {
        (profile, only): TestClient(
            build(Settings(database=url, graphql_profile=profile, trusted=only))
        )
        for profile in PROFILES
        for only in ("", f"only {manifest}")
    }
    with ExitStack() as opened:
        for client in made.values():
            opened.enter_context(client)
        yield {(profile, bool(only)): client for (profile, only), client in made.items()}


def test_the_table_has_what_is_tested() -> None:
    assert list(TABLE) == list(ASKED)


@pytest.mark.parametrize("column", range(4), ids=["-".join(map(str, each)) for each in COLUMNS])
@pytest.mark.parametrize("row", TABLE)
def test_a_request_gets_the_status_of_the_table(by_profile: Any, row: str, column: int) -> None:
    profile, accept = COLUMNS[column]
    client = by_profile[profile, row == FORBIDDEN]
    for method, given in ASKED[row]:
        headers = {**given.get("headers", {}), "Accept": accept}
        answer = client.request(method, "/graphql", **{**given, "headers": headers})
        assert answer.status_code == int(TABLE[row][column]), given
        failed = answer.status_code >= 400 and profile == 2026
        kind = GRAPHQL if failed else accept
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert "Accept" in answer.headers["Vary"]
        if method != "HEAD":
            check_body(row, answer)


def check_body(row: str, answer: Any) -> None:
    """Find data where something ran, and a code in every error."""
    body = answer.json()
    assert ("data" in body) == row.startswith("is answered")
    assert ("errors" in body) == (row != "is answered")
    for error in body.get("errors", ()):
        assert re.fullmatch("[A-Z_]+", error["extensions"]["code"])
        assert error["message"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
@pytest.mark.parametrize(
    "query",
    ["{ __typename }", PARTLY, "{", "{ nothing }", "mutation { a }", "{ tags { nodes { name } } }"],
)
def test_head_is_get_without_its_body(
    by_profile: Any, profile: int, accept: str, query: str
) -> None:
    asked = {"params": {"query": query}, "headers": {"Accept": accept}}
    get = by_profile[profile, False].get("/graphql", **asked)
    head = by_profile[profile, False].head("/graphql", **asked)
    assert (head.status_code, head.headers) == (get.status_code, get.headers)
    assert (len(head.content), get.content != b"") == (0, True)


@pytest.mark.parametrize("profile", PROFILES)
def test_get_and_post_have_the_same_statuses(by_profile: Any, profile: int) -> None:
    for query in ("{ __typename }", PARTLY, "{", "{ nothing }"):
        for accept in (GRAPHQL, JSON):
            headers = {"Accept": accept}
            get = by_profile[profile, False].get(
                "/graphql", params={"query": query}, headers=headers
            )
            sent = by_profile[profile, False].post(
                "/graphql", json={"query": query}, headers=headers
            )
            assert (get.status_code, get.content) == (sent.status_code, sent.content)
            assert get.headers["Content-Type"] == sent.headers["Content-Type"]
