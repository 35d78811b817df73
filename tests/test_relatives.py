"""What comes with an article that is read alone is the same as what is read by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest
from publications import make_issue, write_piece, write_publication, write_yaml
from statements import counted

from schema.graph.ids import encode_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

LANGUAGES = [{"code": code, "name": code.upper()} for code in ("be", "en", "ru", "pl")]
BRIEF = (
    "translations { id language slug title }",
    "translations { path url publishedAt section { name } }",
    "translations { __typename } first: translations { key }",
    "issue { id slug number title startsOn endsOn language }",
    "issue { articles { title } languages { code } } translations { title }",
)
"""What brings nothing but what is there: one statement reads it all, for those without a list."""
LONG = (
    "translations { body title }",
    "translations { tags { slug } translations { slug } }",
    "translations { issue { title } }",
    "translations { wordCount authors }",
)
"""What asks for more of the translations than what comes with the article."""
SLUGS = ("gulls", "gulls-old", "tides", "notice", "alone")


def named() -> dict[str, str]:
    return {language["code"]: f"Ferry ({language['code']})" for language in LANGUAGES}


@pytest.fixture
def served(tmp_path: Any, seed: Callable[..., Any], client: TestClient) -> TestClient:
    """Serve pieces in up to four languages, with and without an issue, one under an old slug."""
    folder = write_publication(
        tmp_path / "ferry",
        languages=LANGUAGES,
        name=named(),
        description=named(),
        sections=[{"slug": "pier", "name": named()}],
        tags=[],
        trends={},
    )
    issue = make_issue("2030-01-07", 1, "gulls", "tides")
    issue["title"] = {"en": 'The "first"', "ru": "Первый\\"}
    gulls, tides = issue["articles"]
    for code in ("be", "pl"):
        gulls["translations"][code] = {
            "title": f"«{code}» \\ \"'",
            "slug": f"g-{code}",
            "body": ".",
        }
    gulls["translations"]["en"]["aliases"] = ["gulls-old"]
    del tides["translations"]["ru"]
    write_yaml(folder / "2030-01-07.yaml", issue)
    write_piece(folder / "notice.en.md", slug="notice", published_at="2030-01-02T00:00:00Z")
    write_piece(folder / "notice.ru.md", slug="notice-ru", published_at="2030-01-02T00:00:00Z")
    write_piece(folder / "alone.en.md", slug="alone", published_at="2030-01-03T00:00:00Z")
    write_piece(folder / "gone.en.md", slug="gone", withdrawn_at="2030-01-04T00:00:00Z")
    found = seed(folder)
    assert found["ok"], found
    return client


def read(client: TestClient, slug: str, fields: str, more: str = "") -> bytes:
    by = f'article(by: {{ path: {{ language: "en", slug: "{slug}" }} }})'
    query = f"{{ {by} {{ slug {fields} }}{more} }}"
    answer = client.post("/graphql", json={"query": query}).content
    assert b'"errors"' not in answer, answer
    return answer


@pytest.mark.parametrize("fields", [*BRIEF, *LONG])
def test_it_is_what_is_read_alone(served: TestClient, fields: str) -> None:
    counts = served.app.state.executor.counts  # type: ignore[attr-defined]
    for slug in SLUGS:
        before = counts["compiled", ""]
        compiled = read(served, slug, fields)
        assert counts["compiled", ""] == before + 1
        # graphql-core answers this one, and reads each by itself.
        ordinary = read(served, slug, fields, " __schema { __typename }")
        assert ordinary == compiled[:-2] + b',"__schema":{"__typename":"__Schema"}}}', slug


def test_translations_come_in_the_publications_order(served: TestClient) -> None:
    answer = served.post(
        "/graphql",
        json={
            "query": '{ a: article(by: { path: { language: "en", slug: "gulls" } })'
            " { translations { language } issue { title } }"
            ' b: article(by: { path: { language: "en", slug: "tides" } })'
            " { translations { language } } }"
        },
    ).json()["data"]
    assert [each["language"] for each in answer["a"]["translations"]] == ["be", "ru", "pl"]
    assert answer["a"]["issue"]["title"] == 'The "first"'
    assert answer["b"]["translations"] == []


def of_articles(seen: list[str]) -> int:
    return len([sql for sql in seen if "FROM article" in sql or "FROM issue" in sql])


@pytest.mark.parametrize(("fields", "most"), [(BRIEF[0] + BRIEF[3], 1), (LONG[0], 3)])
def test_what_comes_with_it_costs_no_statement(served: TestClient, fields: str, most: int) -> None:
    read(served, "alone", fields)
    with counted() as seen:
        read(served, "gulls", fields)
    assert of_articles(seen) == most


@pytest.mark.parametrize(("fields", "most"), [(BRIEF[0] + BRIEF[3], 1), (LONG[0], 3)])
def test_it_costs_none_where_a_list_had_it_before(
    served: TestClient, fields: str, most: int
) -> None:
    read(served, "alone", fields)
    query = '{ articles(language: "en") { nodes { slug title } } }'
    assert b"gulls" in served.post("/graphql", json={"query": query}).content
    for slug in ("gulls", "tides", "notice"):
        with counted() as seen:
            compiled = read(served, slug, fields)
        assert 1 <= of_articles(seen) <= most, slug  # no others, no bodies of them
        ordinary = read(served, slug, fields, " __schema { __typename }")
        assert ordinary == compiled[:-2] + b',"__schema":{"__typename":"__Schema"}}}', slug


@pytest.mark.parametrize(("fields", "most"), [(BRIEF[0] + BRIEF[3], 1), (LONG[0], 3)])
def test_it_costs_none_where_it_is_asked_for_by_its_id(
    served: TestClient, fields: str, most: int
) -> None:
    query = f"query ($id: ID!) {{ article(by: {{ id: $id }}) {{ slug {fields} }} }}"

    def read_by_id(text: str, id_: str) -> bytes:
        body = {"query": text, "variables": {"id": id_}}
        answer = served.post("/graphql", json=body).content
        assert b'"errors"' not in answer, answer
        return answer

    listed = served.post(
        "/graphql", json={"query": '{ articles(language: "en") { nodes { id } } }'}
    ).json()["data"]["articles"]["nodes"]
    read_by_id(query, listed[-1]["id"])
    for node in listed[:-1]:
        with counted() as seen:
            compiled = read_by_id(query, node["id"])
        assert 1 <= of_articles(seen) <= most
        ordinary = read_by_id(query.removesuffix(" }") + " __schema { __typename } }", node["id"])
        assert ordinary == compiled[:-2] + b',"__schema":{"__typename":"__Schema"}}}'


def test_an_article_alone_in_a_list_brings_them_too(served: TestClient) -> None:
    query = '{ articles(language: "en", first: 1%s) { nodes { slug issue { slug } } } }'
    served.post("/graphql", json={"query": query % ""})
    after = '{ articles(language: "en", first: 1) { pageInfo { endCursor } } }'
    page = served.post("/graphql", json={"query": after}).json()["data"]["articles"]["pageInfo"]
    with counted() as seen:
        found = served.post(
            "/graphql", json={"query": query % f', after: "{page["endCursor"]}"'}
        ).json()["data"]["articles"]["nodes"]
    assert len(found) == 1
    assert of_articles(seen) == 2  # the page's keys, and the article


@pytest.mark.parametrize("fields", [*BRIEF, *LONG])
@pytest.mark.parametrize("seen", [(), ("gulls",), ("gulls", "tides"), ("tides", "alone", "notice")])
def test_nodes_are_the_same_whichever_of_them_were_seen_before(
    served: TestClient, fields: str, seen: tuple[str, ...]
) -> None:
    keys = ("gulls", "gone", "tides", "nothing", "notice", "alone", "gulls")
    ids = [encode_id("Article", "en", key) for key in keys]

    def read_nodes(more: str = "") -> bytes:
        inside = f"... on Article {{ slug body {fields} }}"
        query = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id {inside} }}{more} }}"
        body = {"query": query, "variables": {"ids": ids}, "extensions": {"again": more}}
        return served.post("/graphql", json=body).content

    for slug in seen:
        read(served, slug, "title")
    compiled = read_nodes()
    assert [node and node["slug"] for node in orjson.loads(compiled)["data"]["nodes"]] == [
        None if key in ("gone", "nothing") else key for key in keys
    ]
    ordinary = read_nodes(" __schema { __typename }")
    assert ordinary == compiled[:-2] + b',"__schema":{"__typename":"__Schema"}}}'


def test_one_node_brings_its_relatives(served: TestClient) -> None:
    fields = "... on Article { slug body issue { slug } translations { title } }"
    query = f"query ($id: ID!) {{ node(id: $id) {{ {fields} }} }}"

    def read_node(key: str, **more: object) -> bytes:
        variables = {"id": encode_id("Article", "en", key)}
        body = {"query": query, "variables": variables, "extensions": more}
        return served.post("/graphql", json=body).content

    read_node("alone")
    with counted() as seen:
        first = read_node("gulls")
    assert of_articles(seen) == 1
    with counted() as seen:
        assert read_node("gulls", again=True) == first
    assert seen == []
