"""A request that takes too long is told so, and the thread that it had is free for the next one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from conftest import CONTENT
from starlette.testclient import TestClient

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW = """
ALTER TABLE article RENAME TO article_itself;
CREATE VIEW article AS SELECT * FROM article_itself WHERE 0 < (
  WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000000000)
  SELECT count(*) FROM number);
"""
"""From now on each look at an article takes some days."""
QUICK = "DROP VIEW article; ALTER TABLE article_itself RENAME TO article;"
REVISION = "{ revision { number } }"
ISSUES = "{ issues { nodes { slug } } }"
ARTICLES = "query ($n: Int) { articles(first: $n) { nodes { title } } }"


@pytest.fixture
def seconds() -> int:
    """How long the server waits."""
    return 1


@pytest.fixture
def client(seed: Callable[..., Any], database: str, seconds: int) -> Iterator[TestClient]:
    """Open a server with one thread, which waits for some seconds."""
    seed(CONTENT)
    settings = Settings(database=database, threads=1, timeout=seconds)
    with TestClient(build(settings)) as client:
        assert post(client, REVISION).status_code == 200  # what every answer needs is read by now
        yield client


def run(database: str, sql: str) -> None:
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.executescript(sql)


def post(client: TestClient, query: str, **variables: int) -> Any:
    return client.post("/graphql", json={"query": query, "variables": variables})


def ask(client: TestClient, size: int) -> Any:
    return post(client, ARTICLES, n=size)


def told_of_the_time(answer: Any, seconds: int = 1) -> bool:
    error = answer.json()["errors"][0]
    assert error["extensions"] == {"code": "TIMEOUT"}
    assert error["message"] == f"the answer was not ready after {seconds} s"
    assert answer.headers["Cache-Control"] == "no-store"
    return bool(answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_statement_that_takes_days_is_cut_off_and_its_thread_is_free(
    client: TestClient, database: str
) -> None:
    run(database, SLOW)
    for size in (1, 2):
        assert told_of_the_time(ask(client, size))
    # It is asked for the first time, so the one thread runs it: were that busy, it would wait.
    assert post(client, ISSUES).status_code == 200
    run(database, QUICK)
    assert ask(client, 3).status_code == 200


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_statement_that_waits_for_a_lock_is_cut_off_and_its_thread_is_free(
    client: TestClient, database: str
) -> None:
    with closing(psycopg.connect(database)) as holder:
        holder.execute("LOCK TABLE article IN ACCESS EXCLUSIVE MODE")
        for size in (1, 2):
            assert told_of_the_time(ask(client, size))
        assert post(client, ISSUES).status_code == 200
        holder.rollback()
    assert ask(client, 3).status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_rest_says_the_same(client: TestClient, database: str) -> None:
    run(database, SLOW)
    answer = client.get("/v1/articles?first=2")
    assert (answer.status_code, answer.json()["code"]) == (503, "TIMEOUT")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("seconds", [5])  # the others have them all
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_others_are_answered_while_one_takes_too_long(
    client: TestClient, database: str, seconds: int
) -> None:
    run(database, SLOW)
    late: list[Any] = []
    slow = threading.Thread(target=lambda: late.append(ask(client, 5)))
    slow.start()
    assert client.get("/healthz").status_code == 200
    assert post(client, REVISION).status_code == 200
    assert late == []
    slow.join()
    assert told_of_the_time(late[0], seconds)
