"""A field that is deprecated: told by the SDL, by the headers of REST, and by its description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import strawberry
from graphql import GraphQLObjectType
from openapi_description import Operation
from starlette.testclient import TestClient

from api.app import build
from api.deprecation import REASON
from api.documents import load_document
from schema.graph.fields import column, deprecated
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CRANE = "/v1/articles/en/the-new-crane-lifts-its-first-ship"
ARTICLE = "/v1/articles/{language}/{slug}"
SINCE, GONE = "@1924992000", "Thu, 01 Jan 2032 00:00:00 GMT"


def test_every_deprecation_says_since_when() -> None:
    reasons = [
        field.deprecation_reason
        for type_ in GRAPH.type_map.values()
        for field in getattr(type_, "fields", {}).values()
        if field.deprecation_reason is not None
    ]
    assert [reason for reason in reasons if not REASON.fullmatch(reason)] == []


def test_a_field_is_deprecated_where_it_is_declared() -> None:
    @strawberry.type
    class Query:
        key: str = deprecated("Since 2031-01-01: ask for slug.", column("key", "Its key."))

    sdl = strawberry.Schema(Query).as_str()
    assert 'key: String! @deprecated(reason: "Since 2031-01-01: ask for slug.")' in sdl


@pytest.fixture
def deprecate(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., TestClient]]:
    """Serve the test publication with fields that are deprecated, as if they were declared so."""
    opened: list[TestClient] = []

    def run(**reasons: str) -> TestClient:
        article = GRAPH.type_map["Article"]
        assert isinstance(article, GraphQLObjectType)
        for name, reason in reasons.items():
            monkeypatch.setattr(article.fields[name], "deprecation_reason", reason)
        load_document.cache_clear()
        served: Any = http.app
        opened.append(TestClient(build(served.state.settings)).__enter__())
        return opened[0]

    yield run
    for client in opened:
        client.__exit__()
    load_document.cache_clear()


def test_answers_with_the_field_say_since_when_and_until_when(
    deprecate: Callable[..., TestClient],
) -> None:
    client = deprecate(
        position="Since 2031-06-01: ask for nothing.",
        key="Since 2031-01-01, gone on 2032-01-01: ask for slug.",
    )
    for path in (CRANE, "/v1/articles?first=1", "/v1/issues/latest"):
        headers = client.get(path).headers
        assert (headers["Deprecation"], headers["Sunset"]) == (SINCE, GONE)
        same = client.get(path, headers={"If-None-Match": headers["ETag"]})
        assert (same.status_code, same.headers["Deprecation"]) == (304, SINCE)
        assert {"Deprecation", "Sunset"} <= set(
            headers["Access-Control-Expose-Headers"].split(", ")
        )


def test_answers_without_the_field_say_nothing(deprecate: Callable[..., TestClient]) -> None:
    client = deprecate(position="Since 2031-06-01: ask for nothing.")
    for path in (f"{CRANE}.md", "/v1/tags", "/v1/articles/en/nothing"):
        assert {"deprecation", "sunset"}.isdisjoint(client.get(path).headers)
    assert "Sunset" not in client.get(CRANE).headers


def test_files_say_it_too(deprecate: Callable[..., TestClient]) -> None:
    client = deprecate(lead="Since 2031-01-01: ask for excerpt.")
    for suffix in ("html", "md", "txt"):
        assert client.get(f"{CRANE}.{suffix}").headers["Deprecation"] == SINCE


def test_the_description_marks_the_field_and_has_the_headers(
    deprecate: Callable[..., TestClient],
) -> None:
    client = deprecate(key="Since 2031-01-01, gone on 2032-01-01: ask for slug.")
    described = client.get("/openapi.json").json()
    key = described["components"]["schemas"]["Article"]["properties"]["key"]
    assert key["deprecated"] is True
    assert key["description"].endswith("Since 2031-01-01, gone on 2032-01-01: ask for slug.")
    Operation(described, ARTICLE, "get").check(client.get(CRANE))
    same = client.get(CRANE, headers={"If-None-Match": "*"})
    Operation(described, ARTICLE, "get").check(same)


def test_a_deprecation_without_a_day_stops_the_start(
    deprecate: Callable[..., TestClient],
) -> None:
    with pytest.raises(ValueError, match="a deprecation begins"):
        deprecate(key="ask for slug")
