"""Limits are for the documents of others: our own addresses answer under any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ACCEPT, CONTENT
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Limits, Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NARROWEST = Limits(tokens=1, depth=1, aliases=1, roots=1, selections=1, cost=1)
PATHS = (
    "/",
    "/explorer",
    "/docs",
    "/openapi.json",
    "/readyz",
    "/v1/publication",
    "/v1/languages",
    "/v1/sections",
    "/v1/tags",
    "/v1/issues",
    "/v1/issues/latest",
    "/v1/issues/2030-01-07",
    "/v1/articles",
    "/v1/articles/en/gulls",
    "/v1/articles/en/gulls.txt",
)


@pytest.fixture(scope="module")
def narrow(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Serve the test publication under the narrowest limits that there are."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(CONTENT), "--database", url])
    assert result.exit_code == 0, result.output
    settings = Settings(database=url, limits=NARROWEST)
    with TestClient(build(settings), headers=ACCEPT) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_our_own_addresses_answer_under_any_limits(narrow: TestClient, path: str) -> None:
    assert narrow.get(path, headers={"Accept": "*/*"}).status_code == 200


def test_the_documents_of_others_do_not(narrow: TestClient) -> None:
    answer = narrow.post("/graphql", json={"query": "{ revision { number } }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "COST_EXCEEDED"
