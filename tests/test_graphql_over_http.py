"""GraphQL over HTTP: how a request may be written, and what is refused before it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
UTF_8 = "; charset=utf-8"
TYPENAME = {"data": {"__typename": "Query"}}
TWO = "query A { publication { slug } } query B { revision { number } }"


def post(http: TestClient, body: bytes, **headers: str) -> Any:
    given = {"Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post("/graphql", content=body, headers=given)


def code(answer: Any) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


def test_get_and_post_answer_alike(http: TestClient) -> None:
    asked = {"query": "query Q($s: String!) { tag(slug: $s) { name } }", "operationName": "Q"}
    get = http.get("/graphql", params={**asked, "variables": '{"s": "fog"}'})
    sent = http.post("/graphql", json={**asked, "variables": {"s": "fog"}})
    assert get.json() == sent.json() == {"data": {"tag": {"name": "Fog"}}}
    assert get.headers["Content-Type"] == sent.headers["Content-Type"] == f"{GRAPHQL}{UTF_8}"
    assert "max-age" in get.headers["Cache-Control"]
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("*/*;q=0.1, text/html", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, */*", GRAPHQL),
        (f"{GRAPHQL};q=0.5, */*;q=0.5", GRAPHQL),
        (f"{GRAPHQL};q=0, */*", JSON),
        (JSON, JSON),
        (f"application/json, {GRAPHQL}", GRAPHQL),
        (f"application/json, {GRAPHQL};q=0.5", JSON),
        (f"application/json;q=0, {GRAPHQL}", GRAPHQL),
        ("APPLICATION/JSON; charset=utf-8", JSON),
        ("Application/GraphQL-Response+JSON", GRAPHQL),
        ("text/html, */*;q=0.1", JSON),
    ],
)
def test_accept_chooses_between_the_media_types(
    http: TestClient, accept: str | None, media_type: str
) -> None:
    headers = {"Accept": accept} if accept else {"Accept": ""}
    answer = http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type + UTF_8)
    assert answer.json() == TYPENAME
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", "nonsense"])
def test_what_cannot_be_served_is_not_acceptable(http: TestClient, accept: str) -> None:
    answer = http.post("/graphql", json={"query": "{ __typename }"}, headers={"Accept": accept})
    assert (answer.status_code, code(answer)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "query", ["{", "{ nothing }", "query ($n: Int!) { issues(first: $n) { totalCount } }"]
)
def test_a_refused_document_is_400_in_the_newer_type_and_200_in_the_older(
    http: TestClient, query: str
) -> None:
    newer = http.post("/graphql", json={"query": query}, headers={"Accept": GRAPHQL})
    older = http.post("/graphql", json={"query": query}, headers={"Accept": "application/json"})
    assert (newer.status_code, older.status_code) == (400, 200)
    assert newer.json() == older.json()
    assert "data" not in newer.json()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "Application/JSON; x=y; charset=utf-8",
    ],
)
def test_json_in_utf_8_is_read(http: TestClient, content_type: str) -> None:
    answer = post(http, b'{"query": "{ __typename }"}', Content_Type=content_type)
    assert answer.json() == TYPENAME


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/json; x=y; charset=utf-16",
    ],
)
def test_another_media_type_or_charset_is_not_read(http: TestClient, content_type: str) -> None:
    answer = post(http, b'{"query": "{ __typename }"}', Content_Type=content_type)
    assert (answer.status_code, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b'"x"',
        b"null",
        b"true",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{",
        b"\xff\xfe",
        b'{"query": "\xe9"}',
        b'{"query": "\\ud800"}',
        b"[" * 20_000,
        b'{"query":' * 10_000,
        b"{}",
        b'{"query": null}',
        b'{"query": 1}',
        b'{"query": ""}',
        b'{"query": "  "}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": []}',
        b'{"query": "{ __typename }", "variables": {"n": 1e999}}',
    ],
)
def test_a_body_that_is_no_request_is_refused(http: TestClient, body: bytes) -> None:
    answer = post(http, body)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


def test_null_stands_for_what_is_left_out(http: TestClient) -> None:
    body = {"query": "{ __typename }", "variables": None, "operationName": None, "extensions": None}
    assert http.post("/graphql", json=body).json() == TYPENAME


@pytest.mark.parametrize("levels", [100, 900, 1100, 20_000])
def test_variables_that_nest_without_end_are_refused_or_not_looked_at(
    http: TestClient, levels: int
) -> None:
    nested = b"[" * levels + b"]" * levels
    query = b'{"query": "query Q($s: String!) { tag(slug: $s) { id } }", "variables": {"s": %b}}'
    answer = post(http, query % nested)
    assert (answer.status_code, code(answer)) in {(400, "BAD_INPUT"), (400, "BAD_REQUEST")}
    unused = post(http, b'{"query": "{ __typename }", "variables": {"s": %b}}' % nested)
    assert unused.json() == TYPENAME or (unused.status_code, code(unused)) == (400, "BAD_REQUEST")


def test_a_body_may_have_a_hundred_thousand_bytes(http: TestClient) -> None:
    start = json.dumps({"query": "{ __typename }"}).encode()
    full = start + b" " * (100_000 - len(start))
    assert post(http, full).json() == TYPENAME
    answer = post(http, full + b" ")
    assert (answer.status_code, code(answer)) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?query=",
        "?variables={}",
        "?query={__typename}&variables={",
        "?query={__typename}&variables=1",
        "?query={__typename}&variables=%ff",
        "?query={__typename}&extensions=[]",
        "?query={__typename}&query={__typename}",
        "?query={__typename}&variables={}&variables={}",
        "?query={__typename}&operationName=X",
    ],
)
def test_a_query_string_that_is_no_request_is_refused(http: TestClient, query: str) -> None:
    answer = http.get(f"/graphql{query}")
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "rest", ["&variables=", "&variables={}", "&extensions=", "&operationName="]
)
def test_an_empty_parameter_stands_for_none(http: TestClient, rest: str) -> None:
    assert http.get("/graphql?query={__typename}" + rest).json() == TYPENAME


def test_one_of_several_operations_is_chosen_by_its_name(http: TestClient) -> None:
    chosen = http.post("/graphql", json={"query": TWO, "operationName": "A"})
    assert chosen.json() == {"data": {"publication": {"slug": "harbour-gazette"}}}
    for name in ("C", "a", "", None):
        answer = http.post("/graphql", json={"query": TWO, "operationName": name})
        assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("query", ["mutation { a }", "subscription { a }", "type A { a: Int }"])
def test_nothing_but_queries_is_run(http: TestClient, query: str) -> None:
    answer = http.post("/graphql", json={"query": query})
    assert (answer.status_code, code(answer)) == (400, "GRAPHQL_VALIDATION_FAILED")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_allowed(http: TestClient, method: str) -> None:
    answer = http.request(method, "/graphql")
    assert (answer.status_code, code(answer)) == (405, "METHOD_NOT_ALLOWED")
    allowed = {name.strip() for name in answer.headers["Allow"].split(",")}
    assert allowed == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_failure_of_a_post_is_told_in_the_type_that_was_asked_for(http: TestClient) -> None:
    answer = post(http, b"1", Accept="application/json")
    assert answer.headers["Content-Type"] == f"{JSON}{UTF_8}"
    assert post(http, b"1").headers["Content-Type"] == f"{GRAPHQL}{UTF_8}"
