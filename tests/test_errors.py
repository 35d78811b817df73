"""The closed list of error codes: the same in the program, the documentation and the answers."""

from __future__ import annotations

import gc
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from api.app import build
from api.errors import CODES
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

STATUSES = {
    "BAD_REQUEST": 400,
    "GRAPHQL_PARSE_FAILED": 400,
    "GRAPHQL_VALIDATION_FAILED": 400,
    "BAD_INPUT": 400,
    "CURSOR_INVALID": 400,
    "COST_EXCEEDED": 400,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "PAYLOAD_TOO_LARGE": 413,
    "DOCUMENT_UNKNOWN": 404,
    "PERSISTED_QUERY_NOT_FOUND": 404,
    "SYNC_TOKEN_EXPIRED": 410,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
    "TIMEOUT": 503,
    "INTERNAL": 500,
}
PAGE = Path(__file__).parent.parent / "docs" / "errors.md"
CODE = re.compile(r'(?:Problem|Refused|_error|format_error)\(\s*(?:\w+, )?"([A-Z_]+)"')

ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "BAD_REQUEST": ("POST", "/graphql", {"json": []}),
    "GRAPHQL_PARSE_FAILED": ("POST", "/graphql", {"json": {"query": "{"}}),
    "GRAPHQL_VALIDATION_FAILED": ("POST", "/graphql", {"json": {"query": "{ nothing }"}}),
    "BAD_INPUT": ("GET", "/v1/articles?first=x", {}),
    "CURSOR_INVALID": ("GET", "/v1/articles?after=x", {}),
    "COST_EXCEEDED": ("POST", "/graphql", {"json": {"query": "{ __typename " * 2100}}),
    "NOT_FOUND": ("GET", "/nothing", {}),
    "METHOD_NOT_ALLOWED": ("DELETE", "/v1/articles", {}),
    "NOT_ACCEPTABLE": ("GET", "/graphql?query={__typename}", {"headers": {"Accept": "image/*"}}),
    "UNSUPPORTED_MEDIA_TYPE": ("POST", "/graphql", {"data": {"query": "{__typename}"}}),
    "DOCUMENT_UNKNOWN": ("GET", "/graphql?documentId=nothing", {}),
    "PERSISTED_QUERY_NOT_FOUND": (
        "POST",
        "/graphql",
        {"json": {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "nothing"}}}},
    ),
    "PAYLOAD_TOO_LARGE": ("POST", "/graphql", {"json": {"query": "#" * 100_001}}),
}
RESERVED = {"UNAUTHORIZED", "RATE_LIMITED"}
"""Nothing that is there yet answers with them."""

ELSEWHERE = {"UNAVAILABLE", "INTERNAL", "TIMEOUT", "FORBIDDEN", "SYNC_TOKEN_EXPIRED"}
"""They need another server or other content: tests of their own ask for them."""


@pytest.mark.parametrize("path", ["/v1", "/feeds", "/v2/articles"])
def test_where_nothing_is_the_error_says_where_the_addresses_are(
    http: TestClient, path: str
) -> None:
    problem = http.get(path).json()
    assert problem["code"] == "NOT_FOUND"
    assert problem["detail"] == f"there is nothing at {path}; /docs lists what there is"
    assert http.get("/docs").status_code == 200


def test_the_list_of_codes_is_closed() -> None:
    assert {code: status for code, (status, _) in CODES.items()} == STATUSES


def test_the_documentation_has_the_same_list_with_the_same_statuses() -> None:
    described = re.findall(
        r"^## ([A-Z_]+)\n\nStatus (\d+)\. ", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert {code: int(status) for code, status in described} == STATUSES
    assert len(described) == len(STATUSES)


def test_every_status_of_an_error_that_is_described_stands_on_the_page_of_errors() -> None:
    description = json.loads((PAGE.parent.parent / "openapi.json").read_text("utf-8"))
    described = {
        status
        for path in description["paths"].values()
        for method in path.values()
        for status in method["responses"]
        if status >= "400"
    }
    told = re.findall(r"\b(?:status|Status|with|answers|is) (\d{3})\b", PAGE.read_text("utf-8"))
    assert {"404", "503"} < described
    assert described - {"422"} <= set(told)  # 422 is GraphQL's alone: its own page has it


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v1/tags", {"If-Match": '"other"'}, 412),
        ("/v1/issues/latest/bundle.zip", {"Range": "bytes=999999999-"}, 416),
    ],
)
def test_conditions_and_ranges_that_do_not_hold_have_the_code_of_the_page(
    http: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    answer = http.get(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, "BAD_REQUEST")
    section = PAGE.read_text("utf-8").partition("## BAD_REQUEST\n")[2].partition("\n## ")[0]
    assert str(status) in section


def test_the_page_that_problems_point_to_has_the_same_list(http: TestClient) -> None:
    text = http.get("/errors").text
    # On a phone long codes are broken behind words, so that what they mean has room beside them.
    assert re.search(r"<code>\w{13,}</code>", text) is None
    shown = re.findall(
        r'<tr id="([A-Z_]+)"><td><code>\1</code></td><td>(\d+)', text.replace("<wbr>", "")
    )
    assert {code: int(status) for code, status in shown} == STATUSES


def test_the_program_uses_no_other_code() -> None:
    root = Path(__file__).parent.parent
    used: set[str] = set()
    for folder in ("api", "schema"):
        for path in (root / folder).rglob("*.py"):
            used |= set(CODE.findall(path.read_text("utf-8")))
    assert len(used) > 8
    assert used <= set(STATUSES)


@pytest.mark.parametrize("code", ASKED)
def test_each_code_comes_with_its_status(http: TestClient, code: str) -> None:
    method, path, options = ASKED[code]
    answer = http.request(method, path, **options)
    body = answer.json()
    given = body.get("code") or body["errors"][0]["extensions"]["code"]
    assert (given, answer.status_code) == (code, STATUSES[code])
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_code_is_asked_for_here_or_reserved() -> None:
    assert set(ASKED) | RESERVED | ELSEWHERE == set(STATUSES)


@pytest.mark.parametrize(
    "path", ["/", "/v1/articles", "/readyz", "/graphql?query={revision{number}}"]
)
def test_before_the_first_seeding_the_content_is_unavailable(
    new_database: Callable[[str], str], engine: str, path: str
) -> None:
    url = new_database(engine)
    with TestClient(build(Settings(database=url))) as client:
        answer = client.get(path)
    body = answer.json()
    code = body.get("code") or body["errors"][0]["extensions"]["code"]
    assert (answer.status_code, code) == (503, "UNAVAILABLE")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "newsstand" in answer.text or "seeded" in answer.text


def test_a_problem_names_its_address_and_points_to_the_list(http: TestClient) -> None:
    problem = http.get("/v1/issues/nothing").json()
    assert problem == {
        "type": "http://127.0.0.1:8000/errors#NOT_FOUND",
        "title": "There is nothing here",
        "status": 404,
        "detail": "there is nothing at /v1/issues/nothing in the language asked for",
        "code": "NOT_FOUND",
        "instance": "/v1/issues/nothing",
    }


def test_an_error_of_one_field_leaves_the_others_alone(http: TestClient) -> None:
    query = '{ a: tag(slug: "fog") { name } b: latestIssue(language: "xx") { slug } }'
    answer = http.post("/graphql", json={"query": query})
    assert answer.status_code == 200
    body = answer.json()
    assert body["data"] == {"a": {"name": "Fog"}, "b": None}
    assert [error["path"] for error in body["errors"]] == [["b"]]
    assert body["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_a_field_that_fails_leaves_no_work_behind(
    http: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    nodes = '{ a: nodes(ids: ["VGFnOmJlOmZvZw", "VGFnOmVuOmZvZw"]) { id } '
    for _ in range(20):
        answer = http.post(
            "/graphql", json={"query": nodes + "articles(first: -1) { nodes { id } } }"}
        )
        assert answer.json()["data"] is None
    assert "errors" not in http.post("/graphql", json={"query": nodes + "}"}).json()
    gc.collect()
    assert caplog.records == []


def test_a_wrong_type_is_the_clients_mistake(refuse: Callable[..., Any]) -> None:
    for value in (1.5, True, "1", [1], {"a": 1}, 2**31):
        error = refuse("query ($n: Int) { issues(first: $n) { totalCount } }", n=value)
        assert error["extensions"]["code"] == "BAD_INPUT"
        assert "$n" in error["message"]
