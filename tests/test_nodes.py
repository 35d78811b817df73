"""Nodes by their ids: what an id leads to, and what it says."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

NODE = """{
  __typename id
  ... on Article { key language title }
  ... on Issue { slug language }
  ... on Section { slug language name }
  ... on Tag { slug language name }
}"""
KNOWN = {
    "Article:be:new-crane": {"key": "new-crane", "title": "Новы кран падняў першы карабель"},
    "Issue:be:2030-01-07": {"slug": "2030-01-07"},
    "Section:be:town": {"slug": "town", "name": "Горад"},
    "Tag:be:fog": {"slug": "fog", "name": "Туман"},
}


def encode(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("plain", KNOWN)
def test_an_id_leads_back_to_its_node(ask: Callable[..., Any], plain: str) -> None:
    id_ = encode(plain)
    node = ask("query ($id: ID!) { node(id: $id) " + NODE + " }", id=id_)["node"]
    kind = plain.partition(":")[0]
    assert node == {"__typename": kind, "id": id_, "language": "be", **KNOWN[plain]}


def test_every_node_that_is_shown_is_found_by_its_id(ask: Callable[..., Any]) -> None:
    data = ask(
        """{
          articles(language: "ru") { nodes { id translations { id } section { id } tags { id } } }
          issues(language: "ru") { nodes { id translations { id } } }
          sections(language: "ru") { id translations { id } }
          tags(language: "ru") { nodes { id translations { id } } }
        }"""
    )
    ids = sorted(set(_ids(data)))
    assert len(ids) > 30
    found = ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)["nodes"]
    assert [node["id"] for node in found] == ids


def _ids(value: Any) -> list[str]:
    if isinstance(value, list):
        return [id_ for each in value for id_ in _ids(each)]
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [id_ for each in value.values() for id_ in _ids(each)]
    return []


def test_nodes_come_in_the_order_of_their_ids(ask: Callable[..., Any]) -> None:
    ids = [encode(plain) for plain in (*KNOWN, "Tag:en:nothing", *reversed(KNOWN))]
    found = ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)["nodes"]
    assert found[4] is None
    assert [node and node["id"] for node in found] == [*ids[:4], None, *ids[5:]]


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "x",
        "🦆",
        "QXJ0aWNsZTplbjpub3RpY2U=",
        " QXJ0aWNsZTplbjpub3RpY2U",
        encode("Article:en"),
        encode("Article:en:notice:x"),
        encode("Article:de:notice"),
        encode("Article:EN:notice"),
        encode("Article:be:notice"),
        encode("Article:en:hoax"),
        encode("Article:en:\0"),
        encode("Tag:en:\0"),
        encode("Language:en:en"),
        encode("Section:en:docks"),
        "A" * 20_000,
    ],
)
def test_an_id_of_nothing_is_null_without_an_error(ask: Callable[..., Any], id_: str) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }"
    assert ask(query, id=id_) == {"node": None, "nodes": [None]}


def test_a_hundred_ids_are_taken_at_once_and_no_more(
    ask: Callable[..., Any], refuse: Callable[..., Any]
) -> None:
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert ask(query, ids=["x"] * 100)["nodes"] == [None] * 100
    error = refuse(query, ids=["x"] * 101)
    more = {"argument": "ids", "requested": 101, "limit": 100}
    assert error["extensions"] == {"code": "BAD_INPUT", **more}


def test_ids_are_different_in_every_language(ask: Callable[..., Any]) -> None:
    data = ask("{ sections { id translations { id } } tags { nodes { id translations { id } } } }")
    for node in (*data["sections"], *data["tags"]["nodes"]):
        assert len({node["id"], *(each["id"] for each in node["translations"])}) == 3


def test_ids_stay_over_a_change_of_title_and_slug(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    query = {"query": "{ articles { nodes { id key } } }"}
    assert seed(folder)["ok"]
    before = client.post("/graphql", json=query).json()
    path = folder / "notice.en.md"
    path.write_text(path.read_text().replace("A notice", "Another notice"))
    assert seed(folder)["changed"]
    assert client.post("/graphql", json=query).json() == before


def test_an_id_of_no_type_finds_nothing_where_a_type_is_asked(ask: Callable[..., Any]) -> None:
    invented = base64.urlsafe_b64encode(b"Moss:en:new-crane").decode().rstrip("=")
    query = "query ($id: ID!) { article(by: {id: $id}) { id } node(id: $id) { id } }"
    assert ask(query, id=invented) == {"article": None, "node": None}
