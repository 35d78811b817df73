"""A PostgreSQL that was away, or was made anew, under a server that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from conftest import CONTENT

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


def cut(database: str) -> None:
    """Cut all connections to a database but one's own."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_the_first_request_after_a_cut_is_answered(
    seed: Callable[..., Any], client: TestClient, database: str, engine: str
) -> None:
    if engine != "postgresql":
        pytest.skip("a file has no connection to cut")
    assert seed(CONTENT)["ok"]
    document = {"query": "{ latestIssue { slug } }"}
    for number in range(12):  # each thread has a connection of its own
        answer = client.post("/graphql", json={**document, "extensions": {"n": number}})
        assert answer.status_code == 200
    cut(database)
    for number in range(12):
        answer = client.post("/graphql", json={**document, "extensions": {"again": number}})
        assert answer.status_code == 200, answer.text


def test_a_document_that_is_new_is_answered_after_a_cut(
    seed: Callable[..., Any], client: TestClient, database: str, engine: str
) -> None:
    if engine != "postgresql":
        pytest.skip("a file has no connection to cut")
    assert seed(CONTENT)["ok"]
    for number in range(12):
        query = f"{{ a{number}: latestIssue {{ slug }} }}"
        assert client.post("/graphql", json={"query": query}).status_code == 200
    cut(database)
    for number in range(12):
        query = f"{{ b{number}: latestIssue {{ slug }} }}"
        answer = client.post("/graphql", json={"query": query})
        assert answer.status_code == 200, answer.text


def test_a_database_that_is_made_anew_counts_from_one(
    seed: Callable[..., Any], client: TestClient, database: str, engine: str, folder: Path
) -> None:
    if engine != "postgresql":
        pytest.skip("another file is told by its identity: test_watch")
    assert seed(folder)["ok"]
    (folder / "publication.yaml").write_text(
        (folder / "publication.yaml").read_text("utf-8").replace("Harbour", "Haven"), "utf-8"
    )
    assert seed(folder)["revision"] == 2
    document = {"query": "{ revision { number } publication { name } }"}
    assert client.post("/graphql", json=document).json()["data"]["revision"]["number"] == 2
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    assert seed(CONTENT)["revision"] == 1
    counts: Counter[tuple[str, str]] = client.app.state.executor.counts  # type: ignore[attr-defined]
    for number in range(6):
        body = {**document, "extensions": {"n": number}}
        assert client.post("/graphql", json=body).json()["data"]["revision"]["number"] == 1
    assert counts["compiled", ""] >= 6
