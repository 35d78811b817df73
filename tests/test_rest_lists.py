"""Lists and the rest of REST: each body is a stored document's result, unwrapped; pages by Link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from api.documents import load_document

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SINGLE = {
    "/v1/publication": ("publication", {}),
    "/v1/publication?language=be": ("publication", {"language": "be"}),
    "/v1/issues/latest": ("latest-issue", {}),
    "/v1/issues/latest?language=be&fallback=en": (
        "latest-issue",
        {"language": "be", "fallback": ["en"]},
    ),
    "/v1/issues/2030-01-14?language=be&fallback=ru,en": (
        "issue",
        {"slug": "2030-01-14", "language": "be", "fallback": ["ru", "en"]},
    ),
    "/v1/articles/en/gulls": ("article", {"language": "en", "slug": "gulls"}),
}
LISTS = {
    "/v1/languages": ("languages", {}),
    "/v1/sections": ("sections", {}),
    "/v1/sections?language=ru": ("sections", {"language": "ru"}),
    "/v1/tags?first=3": ("tags", {"first": 3}),
    "/v1/issues?from=2030-01-08&order=oldest": (
        "issues",
        {"from": "2030-01-08", "order": "OLDEST"},
    ),
    "/v1/issues?until=2030-01-14&language=ru": (
        "issues",
        {"until": "2030-01-14", "language": "ru"},
    ),
    "/v1/articles?language=be&fallback=ru&fallback=en": (
        "articles",
        {"language": "be", "fallback": ["ru", "en"]},
    ),
    "/v1/articles?section=docks&section=town": ("articles", {"section": ["port", "town"]}),
    "/v1/articles?tag=fog,cranes": ("articles", {"tag": ["fog", "cranes"]}),
    "/v1/articles?trend=improved&trend=WORSENED": (
        "articles",
        {"trend": ["IMPROVED", "WORSENED"]},
    ),
    "/v1/articles?issue=2030-01-07&author=B.%20Quay": (
        "articles",
        {"issue": ["2030-01-07"], "author": ["B. Quay"]},
    ),
    "/v1/articles?from=2030-01-14&until=2030-01-14T09:00:00%2B03:00": (
        "articles",
        {"from": "2030-01-14", "until": "2030-01-14T09:00:00+03:00"},
    ),
    "/v1/articles?order=oldest&last=2": ("articles", {"order": "OLDEST", "last": 2}),
}


def run(http: TestClient, name: str, variables: dict[str, Any]) -> Any:
    document = load_document(name)
    body = {"query": document.text, "variables": variables}
    answer = http.post("/graphql", json=body).json()
    assert "errors" not in answer
    return answer["data"][document.root]


@pytest.mark.parametrize(("path", "document"), SINGLE.items())
def test_a_body_is_its_documents_result(
    http: TestClient, path: str, document: tuple[str, dict[str, Any]]
) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == run(http, *document)


@pytest.mark.parametrize(("path", "document"), LISTS.items())
def test_a_list_is_its_documents_nodes_and_a_page(
    http: TestClient, path: str, document: tuple[str, dict[str, Any]]
) -> None:
    body = http.get(path).json()
    result = run(http, *document)
    nodes, total = (result, len(result))
    if isinstance(result, dict):
        nodes, total = result["nodes"], result["totalCount"]
    assert len(nodes) > 0
    assert body.keys() == {"items", "page"}
    assert body["items"] == nodes
    assert body["page"].keys() == {"next", "previous", "total"}
    assert body["page"]["total"] == total


def links(answer: Any) -> dict[str, str]:
    found = re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers.get("Link", ""))
    return {relation: url for url, relation in found}


WALKS = [
    "/v1/articles?language=be&fallback=ru&fallback=en",
    "/v1/articles?tag=fog,gulls&order=oldest",
    "/v1/articles?author=B.%20Quay&author=A.%20Harbour&language=ru",
    "/v1/issues?x",
    "/v1/tags?language=be",
]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("path", [path.replace("?x", "?") for path in WALKS])
def test_following_next_and_then_prev_walks_the_whole_list(
    http: TestClient, path: str, size: int
) -> None:
    whole = http.get(path).json()
    forwards, answer = [], http.get(f"{path}&first={size}".replace("?&", "?"))
    pages = [answer]
    while url := answer.json()["page"]["next"]:
        assert links(answer)["next"] == url
        answer = http.get(url)
        pages.append(answer)
    assert "next" not in links(answer)
    for page in pages:
        assert page.json()["page"]["total"] == whole["page"]["total"]
        forwards += page.json()["items"]
    assert forwards == whole["items"]

    backwards = answer.json()["items"]
    while url := answer.json()["page"]["previous"]:
        assert links(answer)["prev"] == url
        answer = http.get(url)
        backwards = answer.json()["items"] + backwards
    assert "prev" not in links(answer)
    assert backwards == whole["items"]


def test_links_are_absolute_and_keep_the_other_parameters(http: TestClient) -> None:
    query = "tag=fog&tag=cranes&language=ru&order=oldest&first=1"
    url = http.get(f"/v1/articles?{query}").json()["page"]["next"]
    assert url.startswith("http://127.0.0.1:8000/v1/articles?tag=fog&tag=cranes&language=ru&")
    assert "order=oldest" in url
    assert "first=1" in url


def test_a_list_on_one_page_has_no_links(http: TestClient) -> None:
    for path in ("/v1/languages", "/v1/sections", "/v1/tags", "/v1/issues"):
        answer = http.get(path)
        page = answer.json()["page"]
        assert (page["next"], page["previous"]) == (None, None)
        assert "Link" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/v1/issues/2031-01-01", "/v1/issues/2030-01-21?language=be", "/v1/nothing", "/v1"]
)
def test_what_there_is_not_is_not_found(http: TestClient, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    problem = answer.json()
    assert problem["code"] == "NOT_FOUND"
    assert problem["instance"] == path.partition("?")[0]


def test_what_the_small_lists_say(http: TestClient) -> None:
    sections = http.get("/v1/sections?language=be").json()["items"]
    assert [section["name"] for section in sections] == ["Порт", "Горад", "Надвор’е"]
    languages = http.get("/v1/languages").json()["items"]
    assert [language["code"] for language in languages] == ["en", "be", "ru"]
    tags = http.get("/v1/tags?language=ru").json()["items"]
    assert [tag["slug"] for tag in tags] == ["cranes", "fog", "gulls", "unused"]
    publication = http.get("/v1/publication").json()
    assert publication["name"] == "The Harbour Gazette"
