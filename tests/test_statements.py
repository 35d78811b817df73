"""SQL statements: as many as a document has levels, never as many as it finds rows."""

from __future__ import annotations

import base64
import itertools
import time
from contextlib import ExitStack
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
    "/v1/archive": "archive",
    "/v1/trends": "trends",
    "/v1/articles": "articles",
    "/v1/search?q=heading": "search",
    "/v1/articles/en/en-1-2": "article",
    "/v1/articles/en/en-1-2.md": "article-body",
}
HEAD = """\
# SQL statements per query shape

A request sends no more statements for more rows: what a level of its document needs is read for all
its nodes at once, mostly by one statement for each relation. `tests/test_statements.py` counts them
on both engines, with 2 and with 6 parents, for every relation of the graph, and compares this page.

**Cold** is an answer of a server that keeps nothing (`NEWSSTAND_CACHE_SIZE=0`), **warm** one of
nodes that were all rendered in this revision, under the same fields: it only looks up which ones
they are. An answer that was given before sends none at all ([caching](caching.md)).

Asking for the revision is not counted: SQLite is asked once for all answers of a round of the event
loop, which are read in one transaction; on PostgreSQL each statement tells which revision it has
read, and only an answer that reads nothing else, or whose last statement finds nothing, asks by
itself. The first answer to a document and the first one after a seeding are read in one
transaction, which begins with the revision. The publication, its languages, sections and tags are
read once a revision, by seven statements more, and cost nothing after that; so do the newest issue
and the first page of a list, once they were read, but for articles of a span of days, and all pages
of issues by their days, with `totalCount`.
`newsstand.sql`, at the level DEBUG, logs every statement.

## REST

Warm is asked for with `&` behind the address, which means nothing: no answer was kept for that.

| address | document | cold | warm |
|---|---|---:|---:|
"""
MIDDLE = """
## Relations of the graph

Each document goes from n values of a type over one relation and takes all plain fields behind it:
authors, tags and a body come with the article, `excerpt` is one statement, and so is a body whose
format a variable tells. Issues, trends, and pages of articles with `totalCount` add their own.

| relation | from | cold | warm |
|---|---|---:|---:|
"""
Servers = dict[str, TestClient]
NUMBERS = itertools.count()  # they make requests that were not asked before


@pytest.fixture(scope="module")
def wide(
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Servers]]:
    """Serve the wide publication on each engine: `cold` keeps nothing, `warm` all, both know it."""
    folder = write_wide(tmp_path_factory.mktemp("wide"))
    with ExitStack() as stack:
        yield {
            engine: _open(stack, new_database(engine), folder)
            for engine in ("sqlite", "postgresql")
        }


def _open(stack: ExitStack, url: str, folder: Path) -> Servers:
    result = CliRunner().invoke(command_line, ["seed", str(folder), "--database", url])
    assert result.exit_code == 0, result.output
    servers = {
        "cold": TestClient(build(Settings(database=url, cache_size=0))),
        "warm": TestClient(build(Settings(database=url))),
    }
    for client in servers.values():
        assert stack.enter_context(client).get("/readyz").status_code == 200
    _wait_for_quiet()
    return servers


def _wait_for_quiet() -> None:
    """Wait until no server reads the catalogue any more, as each does when it finds a revision."""
    quiet = False
    while not quiet:
        with counted() as seen:
            time.sleep(0.3)
        quiet = not seen


def count(servers: Servers, document: str, parents: int) -> tuple[int, int]:
    """Count an answer's statements, cold and warm."""
    sections = [_id(f"Section:en:s{i}") for i in range(parents)]
    variables = {"n": parents, "sections": sections, "article": _id("Article:en:a1-2")}
    variables["day"] = f"2030-01-{7 * parents:02d}" if parents < 5 else "2031-01-01"
    sent = {"query": document, "variables": variables}
    answers = [servers["cold"].post("/graphql", json=sent).json()]  # now its plan is known
    with counted() as cold:
        answers.append(servers["cold"].post("/graphql", json=sent).json())
    answers.append(servers["warm"].post("/graphql", json=sent).json())
    with counted() as warm:
        again = {**sent, "extensions": {"again": next(NUMBERS)}}
        answers.append(servers["warm"].post("/graphql", json=again).json())
    assert "errors" not in answers[0], answers[0]
    assert all(answer == answers[0] for answer in answers)
    return len(cold), len(warm)


def count_address(servers: Servers, path: str) -> tuple[int, int]:
    """Count the statements of an address, cold and warm."""
    assert servers["cold"].get(path).status_code == 200
    with counted() as cold:
        assert servers["cold"].get(path).status_code == 200
    assert servers["warm"].get(path).status_code == 200
    other = path + ("&" if "?" in path else "?&")  # another request, and the same answer
    with counted() as warm:
        assert servers["warm"].get(other).status_code == 200
    return len(cold), len(warm)


def _id(plain: str) -> str:
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def test_every_type_with_relations_is_counted() -> None:
    assert {edge.partition(".")[0] for edge in EDGES} == set(PARENTS)


@pytest.mark.parametrize("edge", EDGES)
def test_three_times_the_parents_send_as_many_statements(
    wide: dict[str, Servers], engine: str, edge: str
) -> None:
    document = make_document(SCHEMA, edge, EDGES[edge])
    few, many = (count(wide[engine], document, parents) for parents in (WIDTH // 3, WIDTH))
    assert few == many
    cold, warm = few
    assert 0 <= warm <= cold <= 12


@pytest.mark.parametrize(
    ("path", "least"),
    [("/v1/issues?first=", 1), ("/v1/articles?first=", 1), ("/v1/tags?first=", 0)],
)
def test_a_page_three_times_as_long_sends_as_many_statements(
    wide: dict[str, Servers], engine: str, path: str, least: int
) -> None:
    cold = wide[engine]["cold"]
    assert cold.get(f"{path}1").status_code == 200
    numbers = []
    for size in (2, 6):
        with counted() as seen:
            assert len(cold.get(f"{path}{size}").json()["items"]) == size
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] >= least


def test_nodes_of_all_types_and_languages_are_read_together(
    wide: dict[str, Servers], engine: str
) -> None:
    query = (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Article { tags { id } issue { id } } "
        "... on Issue { articles { id tags { id } } } } }"
    )
    numbers = []
    for width in (1, 2, 6):
        plain = [f"Article:{code}:a{i}-1" for i in range(1, width + 1) for code in ("en", "ru")]
        plain += [f"Issue:{code}:2030-01-{day:02d}" for day in (7, 14) for code in ("en", "ru")]
        variables = {"ids": [_id(each) for each in plain]}
        with counted() as seen:
            body = {"query": query, "variables": variables}
            data = wide[engine]["cold"].post("/graphql", json=body).json()["data"]
        assert None not in data["nodes"]
        numbers.append(len(seen))
    assert numbers[1] == numbers[2]


def test_the_total_is_counted_only_when_asked_for(wide: dict[str, Servers], engine: str) -> None:
    page = "{ articles { nodes { id } } }"
    total = "{ articles { nodes { id } totalCount } }"
    more = [number + 1 for number in count(wide[engine], page, 2)]
    assert [*count(wide[engine], total, 2)] == more


def test_what_was_rendered_is_not_read_again(wide: dict[str, Servers], engine: str) -> None:
    body = "{ articles(first: %s) { nodes { title body tags { name } issue { title } } } }"
    servers = wide[engine]
    assert count(servers, body % 6, 6) == (3, 0)
    with counted() as seen:
        assert servers["warm"].post("/graphql", json={"query": body % 5}).status_code == 200
    assert len(seen) == 1, "five of the six articles, which are known"


def test_an_answer_that_was_given_before_sends_none(wide: dict[str, Servers], engine: str) -> None:
    client = wide[engine]["warm"]
    assert client.get("/v1/articles?first=3").status_code == 200
    with counted() as seen:
        assert client.get("/v1/articles?first=3").status_code == 200
    assert seen == []


def test_the_documented_table_is_the_measured_one(
    wide: dict[str, Servers], engine: str, tmp_path: Path
) -> None:
    servers = wide[engine]
    text = HEAD
    for path, name in ROUTES.items():
        assert load_document(name)
        cold, warm = count_address(servers, path)
        text += f"| `{path}` | `{name}` | {cold} | {warm} |\n"
    text += MIDDLE
    for edge, definition in EDGES.items():
        cold, warm = count(servers, make_document(SCHEMA, edge, definition), WIDTH // 3)
        way = PARENTS[edge.partition(".")[0]] % "…"
        text += f"| `{edge}` | `{way}` | {cold} | {warm} |\n"
    measured = tmp_path / "sql-statements.md"
    measured.write_text(text, "utf-8")
    assert TABLE.read_text("utf-8") == text, f"to accept the change: cp {measured} {TABLE}"
