"""Connections: pages forwards and backwards, of every list, and what a cursor is good for."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ALL = 'language: "be", fallback: ["ru", "en"]'
OLDEST = ALL + ", orderBy: OLDEST"
LISTS = {
    "articles": ("", "articles", ALL),
    "articles, oldest first": ("", "articles", OLDEST),
    "articles, filtered": ("", "articles", ALL + ', filter: { tags: { any: ["fog", "gulls"] } }'),
    "issues": ("", "issues", ALL),
    "issues, oldest first": ("", "issues", OLDEST),
    "tags": ("", "tags", 'language: "ru"'),
    "a section's articles": ('section(slug: "port")', "articles", 'fallback: ["ru", "be"]'),
    "a tag's articles": ('tag(slug: "fog")', "articles", 'fallback: ["ru"], orderBy: OLDEST'),
}
PAGE = """{
  nodes { id }
  edges { cursor node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  totalCount
}"""


def read(ask: Callable[..., Any], name: str, **page: Any) -> Any:
    parent, field, arguments = LISTS[name]
    variables = "$first: Int, $after: String, $last: Int, $before: String"
    given = arguments + ", first: $first, after: $after, last: $last, before: $before"
    inner = "list: " + field + "(" + given + ") " + PAGE
    around = "parent: " + parent + " { " + inner + " }" if parent else inner
    data = ask("query (" + variables + ") { " + around + " }", **page)
    return data["parent"]["list"] if parent else data["list"]


def ids(page: Any) -> list[str]:
    found = [node["id"] for node in page["nodes"]]
    assert found == [edge["node"]["id"] for edge in page["edges"]]
    cursors = [edge["cursor"] for edge in page["edges"]]
    info = page["pageInfo"]
    ends = (cursors[0], cursors[-1]) if cursors else (None, None)
    assert (info["startCursor"], info["endCursor"]) == ends
    return found


@pytest.fixture(params=LISTS)
def name(request: pytest.FixtureRequest) -> str:
    """Run the test once for each list."""
    chosen: str = request.param
    return chosen


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_a_walk_forwards_gives_the_whole_list(
    ask: Callable[..., Any], name: str, size: int
) -> None:
    whole = ids(read(ask, name))
    walked: list[str] = []
    page = read(ask, name, first=size)
    while True:
        assert page["totalCount"] == len(whole)
        assert page["pageInfo"]["hasPreviousPage"] == bool(walked)
        walked += ids(page)
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["nodes"]) == size
        page = read(ask, name, first=size, after=page["pageInfo"]["endCursor"])
    assert walked == whole
    assert len(set(whole)) == len(whole) > 1


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_a_walk_backwards_gives_the_whole_list(
    ask: Callable[..., Any], name: str, size: int
) -> None:
    whole = ids(read(ask, name))
    walked: list[str] = []
    page = read(ask, name, last=size)
    while True:
        assert page["totalCount"] == len(whole)
        assert page["pageInfo"]["hasNextPage"] == bool(walked)
        walked = ids(page) + walked
        if not page["pageInfo"]["hasPreviousPage"]:
            break
        assert len(page["nodes"]) == size
        page = read(ask, name, last=size, before=page["pageInfo"]["startCursor"])
    assert walked == whole


def test_a_page_lies_between_two_cursors(ask: Callable[..., Any], name: str) -> None:
    whole = read(ask, name)
    cursors = [edge["cursor"] for edge in whole["edges"]]
    between = ids(whole)[1:-1]
    assert ids(read(ask, name, after=cursors[0], before=cursors[-1])) == between
    last = read(ask, name, last=1, after=cursors[0], before=cursors[-1])
    assert ids(last) == between[-1:]


def test_an_empty_page_still_counts(ask: Callable[..., Any], name: str) -> None:
    page = read(ask, name, first=0)
    assert ids(page) == []
    assert page["totalCount"] == len(ids(read(ask, name)))
    assert page["pageInfo"]["hasNextPage"]


def test_each_order_is_the_other_one_reversed(ask: Callable[..., Any]) -> None:
    for field in ("articles", "issues"):
        assert ids(read(ask, field)) == ids(read(ask, field + ", oldest first"))[::-1]


def test_a_page_has_twenty_nodes_unless_asked_otherwise(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    for number in range(17):
        text = (
            f"---\ntitle: More {number}\nsection: town\npublished_at: 2030-01-02T00:00:00Z\n---\n"
        )
        (folder / f"more-{number}.en.md").write_text(text)
    assert seed(folder)["ok"]
    query = "{ articles { nodes { key } totalCount pageInfo { hasNextPage } } }"
    page = client.post("/graphql", json={"query": query}).json()["data"]["articles"]
    assert (len(page["nodes"]), page["totalCount"]) == (20, 22)
    assert page["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    "page", [{"first": 1, "last": 1}, {"first": -1}, {"last": -1}, {"first": 101}, {"last": 101}]
)
def test_a_page_size_that_makes_no_sense_is_refused(
    refuse: Callable[..., Any], page: dict[str, int]
) -> None:
    query = (
        "query ($first: Int, $last: Int) { articles(first: $first, last: $last) { totalCount } }"
    )
    error = refuse(query, **page)
    assert error["extensions"]["code"] == "BAD_INPUT"
    if 101 in page.values():
        assert error["extensions"]["limit"] == 100


FORGED = json.dumps(["0" * 12, "2030", "x"]).encode()
BROKEN = ["", "x", "!", "Zm9n", "bnVsbA", "W10", "e30", "WzFd", "A" * 5000]
BROKEN += [base64.urlsafe_b64encode(FORGED).decode().rstrip("=")]


@pytest.mark.parametrize("cursor", BROKEN)
@pytest.mark.parametrize("side", ["after", "before"])
def test_what_is_no_cursor_is_refused(refuse: Callable[..., Any], side: str, cursor: str) -> None:
    query = (
        "query ($cursor: String!) { articles(" + side + ": $cursor) { totalCount nodes { id } } }"
    )
    assert refuse(query, cursor=cursor)["extensions"]["code"] == "CURSOR_INVALID"


@pytest.mark.parametrize("part", ["\0", "\ud800", 1, None, []])
def test_a_forged_cursor_is_refused_before_the_database_sees_it(
    ask: Callable[..., Any], refuse: Callable[..., Any], part: Any
) -> None:
    true = read(ask, "articles")["pageInfo"]["startCursor"]
    parts = json.loads(base64.urlsafe_b64decode(true + "=" * (-len(true) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps([parts[0], parts[1], part]).encode()).decode()
    query = "query ($c: String!) { articles(" + ALL + ", after: $c) { nodes { id } } }"
    assert refuse(query, c=forged.rstrip("="))["extensions"]["code"] == "CURSOR_INVALID"


@pytest.mark.parametrize(
    "other",
    [
        "articles(" + OLDEST + ", after: $cursor) { nodes { id } }",
        'articles(language: "be", fallback: ["en", "ru"], after: $cursor) { nodes { id } }',
        'articles(language: "en", after: $cursor) { nodes { id } }',
        "articles(" + ALL + ", filter: { trend: [WORSENED] }, after: $cursor) { nodes { id } }",
        "issues(" + ALL + ", after: $cursor) { nodes { id } }",
        "tags(after: $cursor) { nodes { id } }",
        'section(slug: "port") { articles(after: $cursor) { nodes { id } } }',
    ],
)
def test_the_cursor_of_another_list_is_refused(
    ask: Callable[..., Any], refuse: Callable[..., Any], other: str
) -> None:
    cursor = read(ask, "articles")["pageInfo"]["startCursor"]
    error = refuse("query ($cursor: String!) { " + other + " }", cursor=cursor)
    assert error["extensions"]["code"] == "CURSOR_INVALID"


def test_a_walk_stays_right_while_content_is_added(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(folder)["ok"]
    query = (
        "query ($after: String) { articles(first: 2, after: $after) "
        "{ nodes { key } pageInfo { endCursor hasNextPage } } }"
    )
    walked, after = [], None
    for number in range(3):
        answer = client.post("/graphql", json={"query": query, "variables": {"after": after}})
        page = answer.json()["data"]["articles"]
        walked += [node["key"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        text = f"---\ntitle: Later {number}\nsection: town\npublished_at: 2031-01-0{number + 1}T"
        (folder / f"later-{number}.en.md").write_text(text + "00:00:00Z\n---\n")
        assert seed(folder)["changed"]
    assert walked == ["tide-table", "fog-week", "new-crane", "gull-count", "notice"]
    assert not page["pageInfo"]["hasNextPage"]
