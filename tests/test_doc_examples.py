"""Every example of README and docs that shows an answer gives that answer.

A `graphql` block, or an `http` block with a request, runs on the sample publication; the block
behind it is the answer, or `json variables` and then the answer. A `console` block has
commands, `$ newsstand …`, with their output. A block whose fence names a file is written to that
file first. What differs can be accepted: docs/development.md says how.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from documentation import DOCS, PAGES, ROOT, Block, prose, read_blocks, rewrite, write_json
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
FEWEST_RECIPES = 15


class Example(NamedTuple):
    """A request with its variables, and the block with the answer."""

    question: Block
    variables: Block | None
    answer: Block

    def __str__(self) -> str:
        """Give the place of the question."""
        return str(self.question)


def examples(page: Path) -> Iterator[Example]:
    """Find the requests of a page; a block `json variables` may stand before the answer."""
    blocks = iter(read_blocks(page))
    for block in blocks:
        if block.kind == "graphql" or (block.kind == "http" and block.text[0].isalpha()):
            answer = next(blocks)
            given = answer if answer.file == "variables" else None
            yield Example(block, given, next(blocks) if given else answer)


ASKED = [example for page in PAGES for example in examples(page)]
RECIPES = [example for example in ASKED if example.question.page.name == "cookbook.md"]
CONSOLES = [page for page in PAGES if any(block.kind == "console" for block in read_blocks(page))]


@pytest.fixture(scope="module")
def sample(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Ask the API of the sample publication, seeded by the command."""
    url = new_database("sqlite")
    path = str(ROOT / "seed" / "sample")
    result = CliRunner().invoke(command_line, ["seed", path, "--database", url])
    assert result.exit_code == 0, result.output
    with TestClient(build(Settings(database=url)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("example", ASKED, ids=str)
def test_a_request_gets_the_answer_that_is_shown(sample: TestClient, example: Example) -> None:
    response, answer = send(sample, example), example.answer
    if answer.kind == "json":
        expected = json.loads(answer.text or "null", object_pairs_hook=list)
        found = json.loads(response.text, object_pairs_hook=list)
        if found != expected and os.environ.get("NEWSSTAND_TESTS_ACCEPT"):
            rewrite(answer, write_json(response.json()))
            return
        assert found == expected  # and in the same order
        return
    assert answer.kind == "http", f"{example} has no answer"
    status, *headers = answer.text.splitlines()
    assert status == f"{response.status_code} {response.reason_phrase}"
    assert "<error " not in response.text, "OAI-PMH refuses with status 200"
    for header in headers:
        name, _, value = header.partition(": ")
        assert without_times(response.headers[name]) == without_times(value)


def without_times(value: str) -> str:
    """Leave out of a header what differs from run to run: durations."""
    return re.sub(r"\bdur=\d+\.\d{3}\b", "dur", value)


def send(client: TestClient, example: Example) -> Any:
    """Send a GraphQL document, or a request with its headers."""
    question, given = example.question, example.variables
    if question.kind == "graphql":
        variables = json.loads(given.text) if given else {}
        return client.post("/graphql", json={"query": question.text, "variables": variables})
    request, *headers = question.text.splitlines()
    method, _, address = request.partition(" ")
    fields = dict(header.split(": ", 1) for header in headers)
    return client.request(method, address, headers=fields)


@pytest.mark.parametrize("page", CONSOLES, ids=lambda page: page.name)
def test_a_command_prints_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    output = ""
    for block in read_blocks(page):
        if block.file:
            path = tmp_path / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n", "utf-8")
        elif block.kind == "console":
            output = run_commands(block, command)
        elif block.kind == "json" and output.startswith("{"):
            assert json.loads(output) == json.loads(block.text or "null"), block
            output = ""


def run_commands(block: Block, command: Callable[..., Any]) -> str:
    """Run a block's commands; gives the output of the last one, which a JSON block may show."""
    output = ""
    for line, expected in read_commands(block):
        output = command(*shlex.split(line)[1:]).output
        if expected or not line.endswith("--json"):
            assert output.strip() == expected, f"{block}: {line}"
    return output


def read_commands(block: Block) -> list[tuple[str, str]]:
    """Read a console block as its commands, each with the output below it."""
    commands = []
    for part in ("\n" + block.text).split("\n$ ")[1:]:
        line, _, expected = part.partition("\n")
        assert line.startswith("newsstand "), block
        commands.append((line, expected.strip()))
    return commands


def test_the_readme_shows_a_query_a_request_and_commands() -> None:
    kinds = {block.kind for block in read_blocks(ROOT / "README.md")}
    assert {"graphql", "http", "json", "console"} <= kinds


def test_the_cookbook_has_a_query_with_an_answer_under_each_heading() -> None:
    headings = [line for line in prose(DOCS / "cookbook.md") if line.startswith("## ")]
    assert len(RECIPES) == len(headings) > FEWEST_RECIPES
    for recipe in RECIPES:
        assert recipe.question.kind == "graphql"
        data = json.loads(recipe.answer.text)["data"]
        assert any(data.values()), f"{recipe} answers nothing"
