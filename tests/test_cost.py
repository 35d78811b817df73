"""The cost of a document is what the SDL says: a client can work it out before it asks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphql import GraphQLList, get_named_type, get_nullable_type, is_composite_type
from publications import make_issue, write_piece, write_publication, write_yaml
from sdl_cost import SDL, directive, work_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

NODES = "{ nodes { id tags { name } } totalCount pageInfo { hasNextPage } }"
BY_VARIABLES = (
    "query ($n: Int, $m: Int = 4, $i: [ID!]!) { articles(first: $n) { nodes { id } } "
    "issues(last: $m) { nodes { id } } nodes(ids: $i) { id } }"
)
IN_TWO_SIZES = (
    "{ articles(first: 2) { ...P } tags(first: 3) { nodes { articles(first: 5) { ...P } } } } "
    "fragment P on ArticleConnection " + NODES
)
BESIDE_NODES = (
    "{ tags(first: 100) { totalCount pageInfo { endCursor } nodes { articles(first: 20) "
    "{ totalCount nodes { title } } } } }"
)
DOCUMENTS: dict[str, tuple[str, dict[str, Any], int]] = {
    "a plain field": ("{ revision { number seededAt } }", {}, 3),
    "a page of the usual size": ("{ issues { nodes { id } } }", {}, 1 + 20 * 2),
    "a page with a size": ("{ issues(last: 7) { edges { cursor node { id } } } }", {}, 1 + 7 * 4),
    "what stands beside a page's nodes": (
        BESIDE_NODES,
        {},
        1 + 10 + 2 + 100 * (1 + 1 + 10 + 20 * 2),
    ),
    "heavy fields": (
        "{ articles(first: 3) { nodes { body excerpt headings { id } } } }",
        {},
        1 + 3 * (1 + 20 + 5 + 5 + 10),
    ),
    "plain lists": (
        "{ latestIssue { articles { tags { id } } sections { id } } }",
        {},
        1 + 1 + 10 * (1 + 5) + 1 + 10,
    ),
    "ids": ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 4),
    "one id": ('{ nodes(ids: "a") { id } }', {}, 2),
    "variables": (BY_VARIABLES, {"n": 9, "i": ["a", "b"]}, 1 + 9 * 2 + 1 + 4 * 2 + 1 + 2),
    "a size of null": ("{ articles(first: null) { nodes { id } } }", {}, 41),
    "fragments of a page, in pages of two sizes": (
        IN_TWO_SIZES,
        {},
        (1 + 12 + 2 * 8) + 1 + 3 * (1 + 1 + 12 + 5 * 8),
    ),
    "the table of trends": ("{ trends { trend section { slug } } }", {}, 1 + 100 * 3),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_measured_is_what_the_sdl_says(http: TestClient, name: str) -> None:
    query, variables, cost = DOCUMENTS[name]
    body = {"query": query, "variables": variables, "extensions": {"cost": True}}
    answer = http.post("/graphql", json=body).json()
    assert "errors" not in answer
    assert answer["extensions"] == {"cost": {"requested": cost, "limit": 20_000}}
    assert work_out(query, variables) == cost


def test_every_list_of_nodes_has_its_size_in_the_sdl() -> None:
    types = [each for name, each in SDL.type_map.items() if not name.startswith("__")]
    sized = {
        (get_named_type(field.type).name, name)
        for type_ in types
        for field in getattr(type_, "fields", {}).values()
        for name in directive(field, "listSize").get("sizedFields", ())
    }
    assert {name for _, name in sized} == {"edges", "nodes"}
    bare = [
        f"{type_.name}.{name}"
        for type_ in types
        for name, field in getattr(type_, "fields", {}).items()
        if isinstance(get_nullable_type(field.type), GraphQLList)
        and is_composite_type(get_named_type(field.type))
        and (type_.name, name) not in sized
        and not directive(field, "listSize")
    ]
    assert bare == []


@pytest.mark.parametrize("extensions", [{}, {"cost": False}, {"cost": None}, {"cost": "yes"}, None])
def test_the_cost_is_told_to_whoever_asks_for_it(http: TestClient, extensions: object) -> None:
    body = {"query": "{ revision { number } }", "extensions": extensions}
    assert "extensions" not in http.post("/graphql", json=body).json()


def test_the_cost_is_told_by_get_and_where_a_field_fails(http: TestClient) -> None:
    asked = {"query": "{ languages { code } }", "extensions": '{"cost": true}'}
    cost = {"cost": {"requested": 4, "limit": 20_000}}
    for _ in range(2):
        assert http.get("/graphql", params=asked).json()["extensions"] == cost
    asked["query"] = '{ article(by: {path: {language: "en", slug: "whale"}}) { id } }'
    answer = http.get("/graphql", params=asked).json()
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert answer["extensions"] == {"cost": {"requested": 2, "limit": 20_000}}


def test_a_refusal_names_the_fields_that_cost_most(refuse: Callable[..., Any]) -> None:
    error = refuse(
        "{ all: articles(first: 100) { nodes { id text: body ...T } } } "
        "fragment T on Article { tags { articles(first: 100) { totalCount nodes { id lead } } } }"
    )
    cost = error["extensions"]["cost"]
    path = ["all", "nodes", "tags", "articles"]
    assert cost["fields"] == [
        {"path": [*path, "nodes"], "cost": 50_000},
        {"path": [*path, "nodes", "id"], "cost": 50_000},
        {"path": [*path, "nodes", "lead"], "cost": 50_000},
        {"path": [*path, "totalCount"], "cost": 5_000},
        {"path": ["all", "nodes", "text"], "cost": 2_000},
    ]
    assert cost["limit"] == 20_000 < cost["requested"]
    told = "all.nodes.tags.articles.nodes alone counts 50000"
    assert error["message"].endswith(f"20000 allowed; {told}")


def test_what_stands_at_one_path_is_added_up(refuse: Callable[..., Any]) -> None:
    spread = " ".join(["...A"] * 300)
    query = "{ ...B } fragment A on Query { trends { trend } } fragment B on Query { %s }"
    error = refuse(query % spread)
    fields = error["extensions"]["cost"]["fields"]
    assert fields[0] == {"path": ["trends", "trend"], "cost": 30_000}


LONG_LISTS = {
    "headings": "{ articles(first: 1) { nodes { headings { id } } } }",
    "years": "{ archive { year months { month } } }",
    "parts": "{ addressParts { period size } }",
    "tags": "{ articles(first: 1) { nodes { tags { slug } } } }",
    "articles": "{ latestIssue { articles { slug } } }",
    "published": '{ published(from: "1901-01-01", until: "2031-01-01") { id url } }',
}


def write_long_lists(folder: Path) -> Path:
    """Write issues of sixty years, and an article of no issue at the turn of another one."""
    tags = [{"slug": f"t{i}", "name": {"en": "T", "ru": "T"}} for i in range(12)]
    write_publication(folder, tags=tags)
    for year in range(1931, 1991):
        pieces = [f"piece-{year}-{i}" for i in range(25 if year == 1990 else 1)]
        write_yaml(folder / f"{year}-01-05.yaml", make_issue(f"{year}-01-05", year, *pieces))
    body = "\n\n".join(f"## Part {i}" for i in range(40))
    names = [each["slug"] for each in tags]
    instant = "2000-12-31T23:00:00Z"  # in Minsk it is 2001
    write_piece(folder / "alone.en.md", body, tags=names, published_at=instant)
    return folder


def test_no_answer_has_more_values_than_its_document_was_counted_for(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    seeded = seed(write_long_lists(tmp_path))
    assert seeded["ok"], seeded
    for name, query in LONG_LISTS.items():
        asked = {"query": query, "extensions": {"cost": True}}
        answer = client.post("/graphql", json=asked).json()
        assert "errors" not in answer, (name, answer)
        found = count_values(answer["data"])
        assert 10 < found <= answer["extensions"]["cost"]["requested"], name


def count_values(data: Any) -> int:
    """Count the fields of an answer as the cost does: one for each value, objects too."""
    if isinstance(data, list):
        return sum(map(count_values, data))
    if not isinstance(data, dict):
        return 0
    return sum(1 + count_values(value) for value in data.values())


def test_the_table_of_the_docs_names_every_weight() -> None:
    page = (Path(__file__).parent.parent / "docs" / "limits.md").read_text("utf-8")
    table = page.partition("| Field | What counts |")[2].partition("\n\n")[0]
    told = {
        name.rpartition(".")[2]: int(weight)
        for names, weight in re.findall(r"^\| (.*) \| (\d+)\b", table, re.MULTILINE)
        for name in re.findall(r"`([\w.]+)`", names)
    }
    for type_ in SDL.type_map.values():
        for name, field in getattr(type_, "fields", {}).items():
            weight = directive(field, "cost").get("weight") if field.ast_node else None
            assert weight is None or told.get(name) == int(weight), f"{type_.name}.{name}"
