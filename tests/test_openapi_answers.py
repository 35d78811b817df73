"""Every kind of answer is as the description of REST has it: bodies, headers, errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from openapi_description import Operation, read
from starlette.testclient import TestClient

from api.app import build
from api.conditions import CONDITIONS
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

DESCRIPTION = read((Path(__file__).parent.parent / "openapi.json").read_text("utf-8"))
CRANE = "/v1/articles/en/the-new-crane-lifts-its-first-ship"
ARTICLE = "/v1/articles/{language}/{slug}"
ASKED = [
    ("/v1/publication", "/v1/publication?language=be"),
    ("/v1/sections", "/v1/sections"),
    ("/v1/tags", "/v1/tags?first=1"),
    ("/v1/tags", "/v1/tags?last=1"),
    ("/v1/issues", "/v1/issues?first=0"),
    ("/v1/issues", "/v1/issues?language=be&fallback=ru,en"),
    ("/v1/issues/latest", "/v1/issues/latest"),
    ("/v1/issues/{slug}", "/v1/issues/2030-01-14?language=be&fallback=ru,en"),
    ("/v1/trends", "/v1/trends?section=docks"),
    ("/v1/trends.csv", "/v1/trends.csv?language=ru"),
    ("/v1/trends.svg", "/v1/trends.svg?from=2030-01-14&until=2030-01-20"),
    ("/v1/articles", "/v1/articles"),
    ("/v1/articles", "/v1/articles?author=nobody"),
    ("/v1/articles", "/v1/articles?language=ru&first=1"),
    (ARTICLE, CRANE),
    (f"{ARTICLE}.html", f"{CRANE}.html"),
    (f"{ARTICLE}.md", f"{CRANE}.md"),
    (f"{ARTICLE}.txt", f"{CRANE}.txt"),
    (ARTICLE, "/v1/articles/en/gulls-old"),
    (f"{ARTICLE}.md", "/v1/articles/en/gulls-old.md"),
    ("/graphql", "/graphql?query={revision{number}}"),
    ("/graphql", '/graphql?query={latestIssue(language:"xx"){slug}}'),
    ("/schema.graphql", "/schema.graphql"),
    ("/openapi.json", "/openapi.json"),
    ("/healthz", "/healthz"),
    ("/readyz", "/readyz"),
    ("/metrics", "/metrics"),
]
"""Addresses of the test publication, with the path under which each is described."""

REFUSED: list[tuple[int, str, str, dict[str, str]]] = [
    (400, "/v1/articles", "/v1/articles?trend=better&sektion=council&first=x", {}),
    (400, "/v1/articles", "/v1/articles?section=nothing", {}),
    (400, "/v1/articles", "/v1/articles?after=x", {}),
    (400, "/v1/trends.svg", "/v1/trends.svg?to=2030-01-20&from=soon", {}),
    (400, "/v1/tags", "/v1/tags?first=101", {}),
    (400, "/v1/issues", f"/v1/issues?fallback={',en' * 21}".replace("=,", "="), {}),
    (400, "/v1/articles", f"/v1/articles?tag={',fog' * 101}".replace("=,", "="), {}),
    (400, ARTICLE, "/v1/articles/e!/x", {}),
    (404, "/v1/issues/{slug}", "/v1/issues/nothing", {}),
    (404, ARTICLE, "/v1/articles/en/nothing", {}),
    (410, ARTICLE, "/v1/articles/en/whale", {}),
    (410, f"{ARTICLE}.txt", "/v1/articles/en/whale.txt", {}),
    (406, "/v1/articles", "/v1/articles", {"Accept-Encoding": "identity;q=0, *;q=0"}),
    (406, "/schema.graphql", "/schema.graphql", {"Accept-Encoding": "identity;q=0, *;q=0"}),
    (412, "/v1/languages", "/v1/languages", {"If-Match": '"another"'}),
    (304, "/v1/languages", "/v1/languages", {"If-None-Match": "*"}),
    (304, "/v1/articles", "/v1/articles?first=1", {"If-None-Match": "*"}),
    (304, "/openapi.json", "/openapi.json", {"If-None-Match": "*"}),
    (304, "/schema.graphql", "/schema.graphql", {"If-None-Match": "*"}),
    (304, "/graphql", "/graphql?query={__typename}", {"If-None-Match": "*"}),
    (400, "/graphql", "/graphql?query={", {}),
    (406, "/graphql", "/graphql?query={__typename}", {"Accept": "image/png"}),
    (400, "/graphql", "/graphql?query={issue(by:{}){slug}}", {}),
    (404, "/graphql", "/graphql?documentId=unknown", {}),
    (405, "/graphql", "/graphql?query=mutation{a}", {}),
    (414, "/graphql", f"/graphql?query={'x' * 17_000}", {}),
    (303, "/graphql", "/graphql", {"Accept": "text/html"}),
]
"""Requests that are refused, or answered without a body."""


def operation(path: str, method: str = "get") -> Operation:
    return Operation(DESCRIPTION, path, method)


@pytest.mark.parametrize(("path", "address"), ASKED)
def test_answers_are_as_they_are_described(http: TestClient, path: str, address: str) -> None:
    answer = http.get(address, follow_redirects=False)
    assert answer.status_code in {200, 301}
    operation(path).check(answer)


@pytest.mark.parametrize(("status", "path", "address", "headers"), REFUSED)
def test_refusals_are_as_they_are_described(
    http: TestClient, status: int, path: str, address: str, headers: dict[str, str]
) -> None:
    answer = http.get(address, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    operation(path).check(answer)


@pytest.mark.parametrize("path", DESCRIPTION["paths"])
def test_an_address_that_is_too_long_is_refused_as_it_is_described(
    http: TestClient, path: str
) -> None:
    answer = http.get(f"{path}?{'x' * 17_000}", follow_redirects=False)
    assert answer.status_code == 414
    operation(path).check(answer)


@pytest.mark.parametrize(
    ("path", "address", "headers"),
    [(path, address, {}) for path, address in ASKED]
    + [(path, address, headers) for _, path, address, headers in REFUSED],
)
def test_every_answer_is_as_it_is_described_with_its_timing(
    http: TestClient, path: str, address: str, headers: dict[str, str]
) -> None:
    asked = {**headers, "Prefer": "server-timing"}
    answer = http.get(address, headers=asked, follow_redirects=False)
    assert answer.headers["Timing-Allow-Origin"] == "*"
    operation(path).check(answer)


def test_a_posted_document_is_answered_as_it_is_described(http: TestClient) -> None:
    for query, status in (("{ revision { number } }", 200), ("{", 400)):
        for asked in ({}, {"Prefer": "server-timing"}):
            headers = {"Accept": "application/graphql-response+json", **asked}
            answer = http.post("/graphql", json={"query": query}, headers=headers)
            assert answer.status_code == status
            operation("/graphql", "post").check(answer)


def test_every_address_names_the_request_headers_that_it_looks_at() -> None:
    for path, each in DESCRIPTION["paths"].items():
        for method in each:
            asked = operation(path, method)
            named = {one["name"] for one in asked.parameters() if one["in"] == "header"}
            assert "Prefer" in named, asked
            conditions = {name for name in named if name.startswith("If-")} - {"If-Range"}
            expected = CONDITIONS if "304" in asked.responses() else set[str]()
            assert {name.lower().encode() for name in conditions} == expected, asked


@pytest.mark.parametrize("path", ["/v1/articles", ARTICLE, "/readyz", "/v1/publication"])
def test_what_is_unavailable_is_as_it_is_described(
    new_database: Callable[[str], str], path: str
) -> None:
    with TestClient(build(Settings(database=new_database("sqlite")))) as client:
        answer = client.get(path.replace("{language}", "en"))
    assert answer.status_code == 503
    operation(path).check(answer)


@pytest.mark.parametrize("path", [path for path in DESCRIPTION["paths"] if "{" not in path])
def test_a_method_that_is_not_described_is_not_allowed(http: TestClient, path: str) -> None:
    for method in {"post", "put", "patch", "delete", "trace"} - set(DESCRIPTION["paths"][path]):
        answer = http.request(method, path)
        assert answer.status_code == 405
        assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
        if path != "/graphql":
            operation(path).validate({"$ref": "#/components/schemas/Problem"}, answer.json())


@pytest.mark.parametrize(("path", "address"), ASKED)
def test_head_is_answered_as_get_is_without_the_body(
    http: TestClient, path: str, address: str
) -> None:
    head = http.head(address, follow_redirects=False)
    get = http.get(address, follow_redirects=False)
    assert (head.status_code, head.content) == (get.status_code, b"")
    changing = {"content-length"} if path == "/metrics" else set[str]()
    assert {name: head.headers[name] for name in head.headers if name not in changing} == {
        name: get.headers[name] for name in get.headers if name not in changing
    }


def test_an_answer_that_is_not_described_is_told() -> None:
    each: Any = {"items": [], "page": {"next": None, "previous": None, "total": 0}, "more": 1}
    with pytest.raises(jsonschema.ValidationError, match="'more' was unexpected"):
        operation("/v1/tags").validate({"$ref": "#/components/schemas/Tags"}, each)
