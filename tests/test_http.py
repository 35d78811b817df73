"""HTTP itself: methods, validators, caching, and reading from another site."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

CACHED = [
    "/",
    "/errors",
    "/explorer",
    "/docs",
    "/favicon.ico",
    "/schema.graphql",
    "/graphql?query={publication{name}}",
    "/v1/publication",
    "/v1/languages",
    "/v1/sections",
    "/v1/tags",
    "/v1/issues?first=1",
    "/v1/issues/latest",
    "/v1/issues/2030-01-07",
    "/v1/articles?first=1",
    "/v1/articles/en/gulls",
    "/v1/articles/en/gulls.html",
    "/v1/articles/en/gulls.md",
    "/v1/articles/en/gulls.txt",
]
OTHERS = [
    "/healthz",
    "/readyz",
    "/nothing",
    "/graphql",
    "/v1/articles?first=x",
    "/v1/articles/en/gulls-old",
    "/v1/articles/en/whale",
]
OF_THE_PROGRAM = {"/errors", "/explorer", "/docs", "/favicon.ico", "/schema.graphql"}
PER_ANSWER = {"date"}


def headers(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in PER_ANSWER}


@pytest.mark.parametrize("path", CACHED)
def test_an_answer_may_be_kept_and_says_how_long(http: TestClient, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == (
        "public, max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400"
    )
    assert answer.headers["ETag"].startswith('"')
    if path not in OF_THE_PROGRAM:
        assert answer.headers["X-Content-Revision"] == "1"
        assert parsedate_to_datetime(answer.headers["Last-Modified"])


@pytest.mark.parametrize("path", CACHED)
def test_who_has_it_already_gets_no_body(http: TestClient, path: str) -> None:
    first = http.get(path)
    etag = first.headers["ETag"]
    for given in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = http.get(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language", "Last-Modified"):
            assert answer.headers.get(name) == first.headers.get(name)
    for given in ('"x"', "x", "", etag.strip('"')):
        assert http.get(path, headers={"If-None-Match": given}).status_code == 200


@pytest.mark.parametrize("path", [*CACHED, *OTHERS])
def test_head_is_get_without_the_body(http: TestClient, path: str) -> None:
    get = http.get(path, follow_redirects=False)
    head = http.head(path, follow_redirects=False)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert headers(head) == headers(get)


@pytest.mark.parametrize("path", [*CACHED, *OTHERS])
def test_options_tells_the_methods(http: TestClient, path: str) -> None:
    answer = http.options(path)
    if path == "/nothing":
        assert answer.status_code == 404
        return
    expected = "GET, HEAD, OPTIONS, POST" if path.startswith("/graphql") else "GET, HEAD, OPTIONS"
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == expected


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [path for path in CACHED if not path.startswith("/graphql")])
def test_content_is_read_only(http: TestClient, method: str, path: str) -> None:
    answer = http.request(method, path)
    assert answer.status_code == 405
    assert {name.strip() for name in answer.headers["Allow"].split(",")} >= {"GET", "HEAD"}
    assert answer.json()["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("path", ["/v1/issues/latest", "/nothing", "/v1/articles?first=x"])
def test_any_site_may_read(http: TestClient, path: str) -> None:
    answer = http.get(path, headers={"Origin": "https://reader.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = {name.strip() for name in answer.headers["Access-Control-Expose-Headers"].split(",")}
    assert exposed >= {"ETag", "Link", "X-Content-Revision"}


def test_a_browser_may_post_graphql_from_any_site(http: TestClient) -> None:
    asked = {
        "Origin": "https://reader.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = http.options("/graphql", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()


def test_an_etag_changes_with_the_content_and_not_without(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    path = folder / "notice.en.md"
    tags = []
    for text in ("One.", "One.", "Two."):
        path.write_text(path.read_text().rpartition("---\n")[0] + "---\n" + text)
        assert seed(folder)["ok"]
        tags.append(client.get("/v1/articles/en/a-notice-without-an-issue").headers["ETag"])
    assert tags[0] == tags[1] != tags[2]


def test_readiness_tells_the_revision(http: TestClient) -> None:
    body = http.get("/readyz").json()
    assert (body["status"], body["revision"]) == ("ready", 1)
    assert http.get("/healthz").json() == {"status": "ok"}
