"""SQL statements: as many as a document has levels, never as many as it finds rows."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import build_schema
from starlette.testclient import TestClient
from statements import PARENTS, WIDTH, counted, edges, make_document, write_wide
from typer.testing import CliRunner

from api.app import build
from api.documents import load_document
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SCHEMA = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
EDGES = edges(SCHEMA)
TABLE = ROOT / "docs" / "sql-statements.md"
ROUTES = {
    "/v1/publication": "publication",
    "/v1/languages": "languages",
    "/v1/sections": "sections",
    "/v1/tags": "tags",
    "/v1/issues": "issues",
    "/v1/issues/latest": "latest-issue",
    "/v1/issues/2030-01-14": "issue",
    "/v1/articles": "articles",
    "/v1/articles/en/en-1-2": "article",
    "/v1/articles/en/en-1-2.md": "article-body",
}
HEAD = """\
# SQL statements per query shape

A request sends as many statements as its document has levels of relations, and never more for more
rows: what a level needs is read for all its nodes at once. `tests/test_statements.py` counts them
for every relation of the graph, with 2 and with 6 parents, on both engines, and compares this page.

Each number includes one statement that reads the revision. The publication, its languages and
sections are read once a revision, by six statements more, and cost nothing after that.

## REST

| address | document | statements |
|---|---|---:|
"""
MIDDLE = """
## Relations of the graph

Each document goes from n values of a type over one relation and takes all plain fields behind it:
`body`, `excerpt` and `authors` of an article are one statement each. Issues, trends, and pages with
`totalCount` add their own.

| relation | from | statements |
|---|---|---:|
"""


@pytest.fixture(scope="module")
def wide(
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, TestClient]]:
    """Open clients of the wide publication, one on each engine, with the revision read."""
    folder = write_wide(tmp_path_factory.mktemp("wide"))
    opened = {}
    for engine in ("sqlite", "postgresql"):
        url = new_database(engine)
        result = CliRunner().invoke(command_line, ["seed", str(folder), "--database", url])
        assert result.exit_code == 0, result.output
        opened[engine] = TestClient(build(Settings(database=url)))
        opened[engine].__enter__()
        assert opened[engine].get("/readyz").status_code == 200
    yield opened
    for client in opened.values():
        client.__exit__()


def count(client: TestClient, document: str, parents: int) -> int:
    sections = [_id(f"Section:en:s{i}") for i in range(parents)]
    variables = {"n": parents, "sections": sections, "article": _id("Article:en:a1-2")}
    variables["day"] = f"2030-01-{7 * parents:02d}" if parents < 5 else "2031-01-01"
    with counted() as seen:
        answer = client.post("/graphql", json={"query": document, "variables": variables}).json()
    assert "errors" not in answer, answer
    return len(seen)


def _id(plain: str) -> str:
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def test_every_type_with_relations_is_counted() -> None:
    assert {edge.partition(".")[0] for edge in EDGES} == set(PARENTS)


@pytest.mark.parametrize("edge", EDGES)
def test_three_times_the_parents_send_as_many_statements(
    wide: dict[str, TestClient], engine: str, edge: str
) -> None:
    document = make_document(SCHEMA, edge, EDGES[edge])
    few, many = (count(wide[engine], document, parents) for parents in (WIDTH // 3, WIDTH))
    assert few == many
    assert 1 <= few <= 12


@pytest.mark.parametrize("path", ["/v1/issues?first=", "/v1/articles?first=", "/v1/tags?first="])
def test_a_page_three_times_as_long_sends_as_many_statements(
    wide: dict[str, TestClient], engine: str, path: str
) -> None:
    numbers = []
    for size in (2, 6):
        with counted() as seen:
            assert len(wide[engine].get(f"{path}{size}").json()["items"]) == size
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] > 1


def test_nodes_of_all_types_and_languages_are_read_together(
    wide: dict[str, TestClient], engine: str
) -> None:
    query = (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Article { tags { id } issue { id } } "
        "... on Issue { articles { id tags { id } } } } }"
    )
    numbers = []
    for width in (2, 6):
        plain = [f"Article:{code}:a{i}-1" for i in range(1, width + 1) for code in ("en", "ru")]
        plain += [f"Issue:{code}:2030-01-{day:02d}" for day in (7, 14) for code in ("en", "ru")]
        variables = {"ids": [_id(each) for each in plain]}
        with counted() as seen:
            body = {"query": query, "variables": variables}
            data = wide[engine].post("/graphql", json=body).json()["data"]
        assert None not in data["nodes"]
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def test_the_total_is_counted_only_when_asked_for(wide: dict[str, TestClient], engine: str) -> None:
    page = "{ articles { nodes { id } } }"
    total = "{ articles { nodes { id } totalCount } }"
    assert count(wide[engine], total, 2) == count(wide[engine], page, 2) + 1


def test_the_documented_table_is_the_measured_one(
    wide: dict[str, TestClient], engine: str, tmp_path: Path
) -> None:
    client = wide[engine]
    text = HEAD
    for path, name in ROUTES.items():
        assert load_document(name)
        with counted() as seen:
            assert client.get(path).status_code == 200
        text += f"| `{path}` | `{name}` | {len(seen)} |\n"
    text += MIDDLE
    for edge, definition in EDGES.items():
        document = make_document(SCHEMA, edge, definition)
        way = PARENTS[edge.partition(".")[0]] % "…"
        text += f"| `{edge}` | `{way}` | {count(client, document, WIDTH // 3)} |\n"
    measured = tmp_path / "sql-statements.md"
    measured.write_text(text, "utf-8")
    assert TABLE.read_text("utf-8") == text, f"to accept the change: cp {measured} {TABLE}"
