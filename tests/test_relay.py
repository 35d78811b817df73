"""Relay: its compiler on the published graph, and its store on what the server answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema
from scripting import FOLDER, run_tool

from schema.graph.ids import encode_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from serving import Server
    from starlette.testclient import TestClient

KEYS = {"Article": "notice", "Issue": "2030-01-14", "Section": "port", "Tag": "fog"}
SDL = Path(__file__).parent.parent / "schema.graphql"
TYPES = build_schema(SDL.read_text("utf-8")).type_map
CONNECTIONS = [name for name in TYPES if name.endswith("Connection")]
PAGING = {"first": "Int", "after": "String", "last": "Int", "before": "String"}
FORWARDS = {"first": "Int", "after": "String"}
"""A connection has the arguments of one direction at least (Relay, Cursor Connections, §4)."""


def fields(name: str) -> dict[str, str]:
    """Give a type's fields with their types, as the published graph writes them."""
    type_ = TYPES[name]
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
    return {name: str(field.type) for name, field in type_.fields.items()}


def test_nodes_are_identified_as_relay_asks() -> None:
    assert fields("Node") == {"id": "ID!"}
    query = TYPES["Query"]
    assert isinstance(query, GraphQLObjectType)
    for name, argument, type_ in (("node", "id: ID!", "Node"), ("nodes", "ids: [ID!]!", "[Node]!")):
        found = query.fields[name]
        assert [f"{key}: {each.type}" for key, each in found.args.items()] == [argument]
        assert str(found.type) == type_


def test_connections_have_the_shape_that_relay_asks_for() -> None:
    assert len(CONNECTIONS) >= 3
    assert fields("PageInfo") == {
        "hasNextPage": "Boolean!",
        "hasPreviousPage": "Boolean!",
        "startCursor": "String",
        "endCursor": "String",
    }
    for name in CONNECTIONS:
        found, edge = fields(name), name.replace("Connection", "Edge")
        assert (found["edges"], found["pageInfo"]) == (f"[{edge}!]!", "PageInfo!")
        assert fields(edge)["cursor"] == "String!"
        assert fields(edge)["node"].rstrip("!") in TYPES


def test_every_field_that_gives_a_connection_takes_the_arguments_of_pages() -> None:
    objects = [type_ for type_ in TYPES.values() if isinstance(type_, GraphQLObjectType)]
    every = [field for type_ in objects for field in type_.fields.values()]
    paged = [field for field in every if str(field.type).rstrip("!") in CONNECTIONS]
    for field in paged:
        given = {name: str(each.type) for name, each in field.args.items() if name in PAGING}
        assert given in (PAGING, FORWARDS)
    assert {str(field.type).rstrip("!") for field in paged} == set(CONNECTIONS)


@pytest.mark.parametrize("asked", ["article", "issue"])
@pytest.mark.parametrize("kind", ["Article", "Issue", "Section", "Tag"])
def test_an_id_of_another_type_is_refused_where_a_type_is_asked_for(
    http: TestClient, asked: str, kind: str
) -> None:
    query = "query ($id: ID!) { found: " + asked + "(by: {id: $id}) { id } node(id: $id) { id } }"
    id_ = encode_id(kind, "en", KEYS[kind])
    answer = http.post("/graphql", json={"query": query, "variables": {"id": id_}}).json()
    assert answer["data"]["node"] == {"id": id_}
    if kind == asked.title():
        assert answer["data"]["found"] == {"id": id_}
        return
    (error,) = answer["errors"]
    assert error["message"] == f"the id is one of type {kind}; {asked.title()} is asked for"
    assert error["extensions"] == {"code": "BAD_INPUT", "argument": "by.id"}
    assert (error["path"], answer["data"]["found"]) == (["found"], None)


@pytest.mark.parametrize("asked", ["article", "issue"])
@pytest.mark.parametrize("id_", ["", "x", "QXJ0aWNsZTpl", encode_id("Language", "en", "en")])
def test_an_id_of_nothing_is_null_where_a_type_is_asked_for(
    ask: Callable[..., Any], asked: str, id_: str
) -> None:
    assert ask("query ($id: ID!) { " + asked + "(by: {id: $id}) { id } }", id=id_) == {asked: None}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Lay out a small Relay project: its documents, and the published graph."""
    shutil.copytree(FOLDER / "relay", tmp_path / "src")
    (tmp_path / "src" / "relay.config.json").rename(tmp_path / "relay.config.json")
    (tmp_path / "src" / "__generated__").mkdir()
    shutil.copy(SDL, tmp_path)
    return tmp_path


def compile_documents(project: Path) -> Path:
    """Run relay-compiler; gives the folder of what it made."""
    output = run_tool("relay-compiler", "relay.config.json", folder=project)
    assert "compiled documents: 8 reader, 4 normalization" in output
    return project / "src" / "__generated__"


def test_relay_compiles_fragments_pages_and_refetches_and_its_store_takes_the_answers(
    node: Callable[..., str], served: Server, project: Path
) -> None:
    made = compile_documents(project)
    found = json.loads(node("relay.mjs", f"{served.address}/graphql", made))
    whole = served.ask(WHOLE)
    assert found["forwards"] == [each["key"] for each in whole["articles"]["nodes"]]
    assert found["backwards"] == [each["key"] for each in whole["section"]["articles"]["nodes"]]
    assert len(found["forwards"]) > 9
    assert len(found["backwards"]) > 4
    first = whole["articles"]["nodes"][0]
    assert found["card"] == {
        "id": first["id"],
        "title": first["title"],
        "section": first["section"],
        "text": first["text"],
        "html": first["html"],
    }


WHOLE = """{
  section(slug: "council", language: "en") { articles(first: 100) { nodes { key } } }
  articles(language: "en", first: 100) {
    nodes { id key title section { name } text: body(format: TEXT) html: body(format: HTML) }
  }
}"""
