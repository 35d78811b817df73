"""Documents that differ in strings and numbers alone are prepared once, and still each is itself.

What is expected of each is what the same document says with a comment behind it: one that has any
shares nothing with others.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from conftest import CONTENT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Limits, Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALIKE = {
    "strings": (
        "{ tag(slug: %s) { name } }",
        '"fog"  "gulls"  ""  "f{1}g"  "Туман 🦆"  "a\tb"  "\u2028"  " "',
    ),
    "strings that are written otherwise": (
        "{ tag(slug: %s) { name } }",
        r'"fog"  "f\u006fg"  """fog"""  """"""  "fog\n"  "a#b"  "\""  "\u0000"  """ fog """',
    ),
    "values of another kind": (
        "{ tag(slug: %s) { name } }",
        '"fog"  7  -7  0.5  true  fog  null  []  ["fog"]  {a: "fog"}  $x',
    ),
    "numbers": (
        "{ articles(first: %s) { nodes { slug } } }",
        '1  2  0  -0  -1  101  007  00  ٣  1.0  1e0  2147483648  "1"  ' + "9" * 5000,
    ),
    "numbers that touch": (
        "{ nodes(ids: [%s]) { id } }",
        '5 3  5-3  5,-3  "5"3  "5"03  5--3  53',
    ),
    "ids": (
        "{ node(id: %s) { id } }",
        '5  "5"  -5  "VGFnOmVuOmNyYW5lcw"  "VGFnOmVuOmZvZw"  VGFnOmVuOmZvZw  ' + "9" * 40,
    ),
    "lists": (
        "{ issues(filter: {numbers: %s}) { nodes { slug } } }",
        '[1, 2]  [2, 3]  [3]  3  []  [1, null]  ["1", 2]  [1.0, 2]  [[1]]  null',
    ),
    "objects": (
        "{ articles(filter: {%s}) { totalCount } }",
        (
            'sections: "port", tags: {any: "fog"}  sections: "town", tags: {any: "gulls"}  '
            'sections: "nope", tags: {any: "fog"}  tags: {any: "fog"}, sections: "port"  '
            'sections: "port", sections: "town"  sections: "port", nothing: "fog"'
        ),
    ),
    "exactly one": (
        "{ issue(by: {%s}) { slug } }",
        (
            'number: 1  number: 99  number: null  slug: "2030-01-07"  slug: "x", number: 1  '
            'date: "2030-01-08"  date: "x"  date: 20  id: "x"  id: 5'
        ),
    ),
    "scalars of the graph": (
        "{ trends(from: %s) { startsOn } }",
        '"2030-01-14"  "2030-01-21"  "2030-02-30"  20300114  ""',
    ),
    "enums and Booleans": (
        "{ articles(orderBy: %s, first: 1) { nodes { slug @include(if: true) } } }",
        'NEWEST  OLDEST  LATEST  "OLDEST"  1',
    ),
    "directives": (
        '{ tag(slug: "fog") { name @include(if: %s) slug } }',
        'true  false  "true"  1  0  null',
    ),
    "defaults of variables": (
        "query ($n: Int = %s) { articles(first: $n) { nodes { slug } } }",
        '1  2  101  2147483648  "1"  null',
    ),
    "one response name twice": (
        '{ tag(slug: "fog") { name } tag(slug: %s) { slug } }',
        '"fog"  "gulls"',
    ),
    "one response name in a fragment": (
        'fragment F on Query { tag(slug: %s) { name } } { ...F tag(slug: "fog") { slug } }',
        '"gulls"  "fog"',
    ),
    "one response name in other places": (
        (
            "{ issues(first: %s) { nodes { slug } } sections { articles(first: 1) { totalCount } } "
            "tags { nodes { articles(first: 2) { totalCount } } } }"
        ),
        "1  2",
    ),
    "two of them": (
        "{ articles(first: 1, filter: {%s}) { totalCount } a: articles(first: 2) { totalCount } }",
        'authors: "A. Harbour"  authors: "C. Nobody"  issues: "2030-01-07"',
    ),
    "introspection": ("{ __type(name: %s) { name } }", '"Tag"  "Article"  5'),
    "arguments that are refused": (
        '{ article(by: {path: {language: "en", slug: "fog"}}) { excerpt(length: %s) } }',
        '5  9  0  2001  99999999999  "5"',
    ),
    "what was withdrawn": (
        '{ article(by: {path: {language: "en", slug: %s}}) { title } }',
        '"gulls"  "whale"  "gulls-old"  "nope"',
    ),
    "descriptions": ("%s query Q { __typename }", '"One"  "Two"  """Three"""  4'),
}
"""Families of documents: the text around a literal, and literals, with two spaces between them."""


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    """Seed a database; what literals mean has nothing to do with the engine."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(CONTENT), "--database", url])
    assert result.exit_code == 0, result.output
    return url


@pytest.fixture
def new_client(url: str) -> Iterator[Callable[..., TestClient]]:
    """Open servers that have been asked nothing, and keep no answers."""
    with ExitStack() as stack:
        yield lambda **limits: stack.enter_context(serve(url, **limits))


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    """Open one server for all that is random."""
    with serve(url) as client:
        yield client


def serve(url: str, **limits: int) -> TestClient:
    return TestClient(build(Settings(database=url, cache_size=0, limits=Limits(**limits))))


def post(client: TestClient, query: str, **more: object) -> bytes:
    return client.post("/graphql", json={"query": query, **more}).content


def expect(client: TestClient, query: str, **more: object) -> bytes:
    return post(client, f"{query} #", **more)


@pytest.mark.parametrize("family", ALIKE)
def test_documents_of_one_shape_are_answered_each_by_itself_in_any_order(
    new_client: Callable[..., TestClient], family: str
) -> None:
    around, literals = ALIKE[family]
    documents = [around % literal for literal in literals.split("  ")]
    alone = new_client()
    expected = {document: expect(alone, document) for document in documents}
    assert len(set(expected.values())) > 1
    for order in (documents, documents[::-1], documents[1:] + documents):
        client = new_client()
        for document in order:
            assert post(client, document) == expected[document], order


QUOTABLE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='"\\\n\r\0'), max_size=8
)
LITERALS = st.one_of(
    QUOTABLE.map('"{}"'.format),
    st.text(max_size=5).map(json.dumps),
    QUOTABLE.map('"""{}"""'.format),
    st.integers().map(str),
    st.integers(0, 9).map("0{}".format),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(["null", "true", "NEWEST", "$x", '"fog"', '"port"', "[]", "{}", "1", "2"]),
)
VALUES = st.one_of(LITERALS, st.lists(LITERALS, max_size=3).map(lambda each: f"[{' '.join(each)}]"))
PLACES = (
    "{ node(id: %s) { id } }",
    "{ nodes(ids: [%s]) { id } }",
    "{ articles(first: %s) { totalCount } }",
    "{ articles(filter: {sections: %s}) { totalCount } }",
    "{ articles(filter: {tags: {none: %s}}) { totalCount } }",
    "{ issues(filter: {numbers: %s}) { totalCount } }",
    "{ tag(slug: %s) { id } tag(slug: %s) { id } }",
    "{ section(slug: %s) { name @skip(if: %s) } }",
    "query ($x: String = %s) { a: tag(slug: %s) { name } }",
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(place=st.sampled_from(PLACES), values=st.lists(VALUES, min_size=4, max_size=4))
@example(place="{ nodes(ids: [%s]) { id } }", values=["1e-5", "5", "1e5", "-5"])
def test_random_literals_in_one_place_are_read_each_by_itself(
    client: TestClient, place: str, values: list[str]
) -> None:
    holes = place.count("%s")
    for start in (0, 4 - holes, 0):
        document = place % tuple(values[start : start + holes])
        assert post(client, document) == expect(client, document), document


def test_a_shape_is_no_document(new_client: Callable[..., TestClient]) -> None:
    client = new_client()
    assert b"errors" not in post(client, '{ tag(slug: "fog") { name } }')
    answer = json.loads(post(client, '"\0{ tag(slug: \0) { name } }'))
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


def test_limits_hold_for_numbers_in_the_text(new_client: Callable[..., TestClient]) -> None:
    client = new_client(cost=100)
    document = "{ articles(first: %s) { nodes { body } } }"
    codes = [
        json.loads(post(client, document % size)).get("errors", [{}])[0].get("extensions", {})
        for size in (1, 100, 2, 5, 4)
    ]
    assert [each.get("code") for each in codes] == [
        *(None, "COST_EXCEEDED", None, "COST_EXCEEDED", None),
    ]
    assert (codes[1]["cost"]["requested"], codes[1]["cost"]["limit"]) == (2101, 100)


def test_each_operation_of_a_document_has_its_own_literals(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    document = 'query A { tag(slug: "%s") { name } } query B { articles(first: %s) { totalCount } }'
    for values in (("fog", 1), ("gulls", 101), ("fog", 2)):
        for name in ("A", "B", "A", None, "C"):
            given = {"operationName": name}
            query = document % values
            assert post(client, query, **given) == expect(client, query, **given)


def test_variables_and_literals_do_not_meet(new_client: Callable[..., TestClient]) -> None:
    client = new_client()
    document = 'query ($a: String!) { a: tag(slug: $a) { name } b: tag(slug: "%s") { name } }'
    for slug in ("fog", "gulls"):
        for a in ("cranes", "unused", None, 5):
            given = {"variables": {"a": a, "literal 0": "cranes", "literal 1": 7}}
            query = document % slug
            assert post(client, query, **given) == expect(client, query, **given)
