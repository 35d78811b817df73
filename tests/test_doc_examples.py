"""Every example of README and docs that shows an answer gives that answer.

A `graphql` block, or an `http` block with a request, runs on the sample publication; the block
behind it is the answer. A `console` block has commands, `$ newsstand …`, with their output. A block
whose fence names a file is written to that file first.
"""

from __future__ import annotations

import json
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from documentation import PAGES, ROOT, Block, read_blocks
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BLOCKS = [block for page in PAGES for block in read_blocks(page)]
ASKED = [
    (question, answer)
    for question, answer in pairwise(BLOCKS)
    if question.kind == "graphql" or (question.kind == "http" and question.text[0].isalpha())
]
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


@pytest.mark.parametrize(("question", "answer"), ASKED, ids=str)
def test_a_request_gets_the_answer_that_is_shown(
    sample: TestClient, question: Block, answer: Block
) -> None:
    response = send(sample, question)
    if answer.kind == "json":
        assert response.json() == json.loads(answer.text or "null")
        return
    assert answer.kind == "http", f"{question} has no answer"
    status, *headers = answer.text.splitlines()
    assert status == f"{response.status_code} {response.reason_phrase}"
    for header in headers:
        name, _, value = header.partition(": ")
        assert value in response.headers[name].split(", "), header


def send(client: TestClient, question: Block) -> Any:
    """Send a GraphQL document, or a request with its headers."""
    if question.kind == "graphql":
        return client.post("/graphql", json={"query": question.text})
    request, *headers = question.text.splitlines()
    method, _, address = request.partition(" ")
    given = dict(header.split(": ", 1) for header in headers)
    return client.request(method, address, headers=given)


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
