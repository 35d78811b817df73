"""Limits: what asks for too much is refused before it runs, and told which limit, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from graphql import get_introspection_query

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def doubling(depth: int) -> str:
    """Write fragments that each spread the next one twice: 2 ** depth fields in few bytes."""
    parts = ["{ ...F0 }"]
    parts += [f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(depth)]
    return " ".join([*parts, f"fragment F{depth} on Query {{ __typename }}"])


def repeated(part: str, times: int) -> str:
    return "{ " + " ".join(part.replace("#", str(i)) for i in range(times)) + " }"


def chain(opening: str, times: int, closing: str = " }") -> str:
    return "{ latestIssue { " + opening * times + "id" + closing * times + " } }"


FOUR_LISTS = (
    "{ issues(first: 100) { nodes { articles { tags { articles(first: 100) { nodes { section "
    "{ articles(first: 100) { nodes { tags { articles(first: 100) { nodes { id } } } } } } } } } } "
    "} } }"
)
DOUBLING_PAGES = " ".join(
    ["{ articles(first: 100) { ...F0 } }"]
    + [f"fragment F{i} on ArticleConnection {{ ...F{i + 1} ...F{i + 1} }}" for i in range(150)]
    + ["fragment F150 on ArticleConnection { totalCount nodes { id } }"]
)
SPREAD_AGAIN = (
    "{ ...A ...A ...A ...A } fragment A on Query { ...B ...B ...B ...B ...B } "
    "fragment B on Query { ...C ...C ...C ...C ...C ...C } fragment C on Query { __typename }"
)
REFUSED = {
    "600 bytes of doubling fragments": (doubling(15), "cost"),
    "fragments that double past every number": (doubling(150), "cost"),
    "fragments that double inside of a page": (DOUBLING_PAGES, "cost"),
    "fragments that double introspection": (
        doubling(150).replace("__typename", "__schema { types { name } }"),
        "cost",
    ),
    "four nested lists of 100": (FOUR_LISTS, "cost"),
    "a thousand aliases": (repeated("a#: __typename", 1000), "tokens"),
    "201 aliases": (repeated("a#: __typename", 201), "aliases"),
    "201 aliases in fragments": (
        "{ ...F } fragment F on Query " + repeated("a#: __typename", 201),
        "aliases",
    ),
    "101 root fields": (repeated("a#: __typename", 101), "roots"),
    "root fields in a fragment that is spread again and again": (SPREAD_AGAIN, "roots"),
    "150 aliases of a field with fields": (repeated("a#: latestIssue { id }", 150), "selections"),
    "300 times the same field": (repeated("latestIssue { id }", 300), "selections"),
    "the same field in 250 inline fragments": (
        repeated("... { latestIssue { id } }", 250),
        "selections",
    ),
    "introspection, 60 times": (
        repeated(
            "a#: __schema { types { fields { type { fields { name type { name } } } } } }", 60
        ),
        "selections",
    ),
    "introspection in circles, 45 times": (
        "{ __schema { types { "
        + " ".join(f"a{i}: fields {{ type {{ fields {{ name }} }} }}" for i in range(45))
        + " } } }",
        "cost",
    ),
    "150 levels": (chain("previous { next { ", 74, " } }"), "depth"),
    "16 levels": (chain("previous { ", 14), "depth"),
    "101 levels of one name": (chain("next { ", 101), "selections"),
}
BROKEN = {
    "600 levels": chain("previous { ", 600),
    "600 inline fragments in each other": "{ " + "... { " * 600 + "__typename" + " }" * 600 + " }",
    "900 lists in each other": "{ nodes(ids: " + "[" * 900 + "]" * 900 + ") { id } }",
    "a fragment in itself": "{ ...A } fragment A on Query { ...A }",
    "two fragments in each other": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    ),
    "210 fragments in a chain": " ".join(
        ["{ ...F0 }"]
        + [f"fragment F{i} on Query {{ __typename ...F{i + 1} }}" for i in range(210)]
        + ["fragment F210 on Query { __typename }"]
    ),
    "1,900 times a plain field": repeated("__typename", 1900),
    "1,900 unknown fields": repeated("q#", 1900),
    "900 unknown fragments": repeated("...q#", 900),
    "a number of 5,000 digits": "{ issues(first: " + "1" * 5000 + ") { totalCount } }",
}
UNFINISHED = {"210 fragments in a chain", "1,900 times a plain field"}
"""Those in which nothing is wrong but that they cannot be validated."""

ALLOWED = {
    "the introspection of tools": get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, input_value_deprecation=True
    ),
    "15 levels": chain("previous { ", 13),
    "100 aliases": repeated('a#: tag(slug: "fog") { name }', 100),
    "200 aliases of plain fields": "{ articles { nodes { "
    + " ".join(f"a{i}: id" for i in range(200))
    + " } } }",
    "every article's list of every tag, counted": (
        "{ tags(first: 100) { nodes { articles(first: 20) { totalCount nodes { title } } } } }"
    ),
    "100 nodes with all that is around them": (
        "{ articles(first: 100) { nodes { id title body authors tags { name } section { name } "
        "issue { title } translations { title } } } }"
    ),
    "90,000 bytes of comment": "#" + "x" * 90_000 + "\n{ __typename }",
}


def run(http: TestClient, query: str, **variables: Any) -> Any:
    return http.post("/graphql", json={"query": query, "variables": variables})


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_that_asks_for_too_much_is_told_by_how_much(http: TestClient, name: str) -> None:
    query, limit = REFUSED[name]
    answer = run(http, query)
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "COST_EXCEEDED")
    told = error["extensions"][limit]
    assert told["requested"] > told["limit"] > 0
    assert limit in error["message"]
    assert str(told["limit"]) in error["message"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_document_that_is_too_twisted_is_refused(http: TestClient, name: str) -> None:
    answer = run(http, BROKEN[name])
    assert answer.status_code == 400
    code = answer.json()["errors"][0]["extensions"]["code"]
    if name in UNFINISHED:
        assert code == "COST_EXCEEDED"
    else:
        assert code in {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_clients_need_is_allowed(http: TestClient, name: str) -> None:
    answer = run(http, ALLOWED[name])
    assert answer.status_code == 200
    assert "errors" not in answer.json()


def test_page_sizes_in_variables_count_as_those_in_the_document(http: TestClient) -> None:
    inner = "tags { articles(first: $n) { nodes { title } } }"
    query = "query ($n: Int) { articles(first: $n) { nodes { " + inner + " } } }"
    assert "errors" not in run(http, query, n=10).json()
    error = run(http, query, n=100).json()["errors"][0]
    assert error["extensions"]["cost"]["requested"] > 20_000
    assert "errors" not in run(http, query).json()


def test_only_the_operation_that_runs_is_measured(http: TestClient) -> None:
    body = {"query": f"query A {{ __typename }} query B {FOUR_LISTS}", "operationName": "A"}
    assert http.post("/graphql", json=body).json() == {"data": {"__typename": "Query"}}
    body["operationName"] = "B"
    error = http.post("/graphql", json=body).json()["errors"][0]
    assert error["extensions"]["code"] == "COST_EXCEEDED"


@pytest.mark.parametrize("times", [600, 1500])
def test_a_plain_field_that_is_repeated_often_is_answered_or_refused_for_it(
    http: TestClient, times: int
) -> None:
    query = "{ revision { " + "number " * times + "} }"
    answer = http.post("/graphql", json={"query": query}).json()
    if times == 600:
        assert answer["data"]["revision"].keys() == {"number"}
        return
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "COST_EXCEEDED"
    assert "ask in parts" in error["message"]
