"""Clients choose the shapes of statements, and so only as many are kept as were bounded."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from starlette.testclient import TestClient
from statements import counted

from api.app import build
from api.settings import Settings
from schema.reads import articles, issues, pages, trends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANY = 300
"""More shapes than are kept of one statement."""

CHOICES: dict[str, list[Any]] = {
    "sections": [None, ["docks"], ["docks", "town"]],
    "issues": [None, ["2030-01-21"], ["2030-01-14", "2030-01-21"]],
    "trend": [None, ["WORSENED"], ["WORSENED", "IMPROVED"]],
    "authors": [None, ["B. Quay"], ["A. Harbour", "B. Quay"]],
    "tags": [None, {"any": ["fog"]}, {"all": ["cranes", "fog"]}, {"none": ["gulls"]}],
}
FILTERED = """
query ($filter: ArticleFilter) {
  articles(filter: $filter) { totalCount nodes { key } }
  sections { articles(filter: $filter) { totalCount nodes { key } } }
}
"""
FIELDS = (
    *("title", "lead", "trend", "position", "wordCount", "sourceUrl"),
    *("publishedAt", "updatedAt", "image { src }"),
)
SELECTED = """{
  articles(first: 2) { nodes { %(fields)s translations { %(fields)s } } }
  issues(first: 1) { nodes { articles { %(fields)s } } }
  others: issues(first: 1, fallback: ["ru"]) { nodes { articles { %(fields)s } } }
}"""
KEPT: dict[str, Any] = {
    name: kept
    for module in (articles, issues, pages, trends)
    for name, kept in vars(module).items()
    if "cache_info" in dir(kept)
}


@pytest.fixture
def uncached(
    new_database: Callable[[str], str], command: Callable[..., Any]
) -> Iterator[TestClient]:
    """Serve the test publication without a cache, so that every answer is read."""
    url = new_database("sqlite")
    assert command("seed", CONTENT, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url, cache_size=0))) as client:
        yield client


def answer(client: TestClient, query: str, **variables: object) -> Any:
    found = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in found, found["errors"]
    return found["data"]


def bounded(*names: str) -> None:
    # The memory itself tells too little: hundreds of statements are some megabytes of noise.
    for name in names:
        kept = KEPT[name].cache_info()
        assert kept.misses > kept.maxsize >= kept.currsize, (name, kept)


def test_hundreds_of_filters_keep_a_bounded_number_of_statements(uncached: TestClient) -> None:
    combined = itertools.product(*CHOICES.values())
    filters = [dict(zip(CHOICES, each, strict=True)) for each in itertools.islice(combined, MANY)]
    first = [answer(uncached, FILTERED, filter=each) for each in filters]
    bounded("_page", "_pages", "_count", "_counts")
    assert [answer(uncached, FILTERED, filter=each) for each in filters[:9]] == first[:9]


def test_hundreds_of_selections_keep_a_bounded_number_of_statements(uncached: TestClient) -> None:
    sizes = range(1, len(FIELDS) + 1)
    combined = itertools.chain(*(itertools.combinations(FIELDS, size) for size in sizes))
    queries = [
        SELECTED % {"fields": " ".join(fields)} for fields in itertools.islice(combined, MANY)
    ]
    first = [answer(uncached, query) for query in queries]
    bounded("_by_key", "_by_ids", "_of_issues", "_whole")
    assert [answer(uncached, query) for query in queries[:9]] == first[:9]


def test_no_statement_is_kept_without_a_bound() -> None:
    assert len(KEPT) >= 9
    assert [name for name, kept in KEPT.items() if kept.cache_info().maxsize is None] == []


def test_all_of_many_tags_are_the_same_statements_however_many_there_are(
    uncached: TestClient,
) -> None:
    query = "query ($all: [String!]) { articles(filter: {tags: {all: $all}}) { totalCount } }"
    answer(uncached, query, all=["fog", "cranes"])
    with counted() as seen:
        for number in range(2, 40):
            tags = ["fog", "cranes", *(f"t{i}" for i in range(2, number))]
            found = answer(uncached, query, all=tags)["articles"]["totalCount"]
            assert found == answer(uncached, query, all=tags[::-1])["articles"]["totalCount"]
    linked = {each for each in seen if "article_tag" in each}
    assert len(linked) == 2, "the page and its count"
