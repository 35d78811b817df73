"""A new revision is seen: at once in SQLite, within a second in PostgreSQL, whatever happens."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from publications import make_issue, write_json, write_publication
from starlette.testclient import TestClient
from watching import metrics, wait_for_revision, wait_until

from api.app import build
from api.settings import Settings
from schema.watch import open_watch

if TYPE_CHECKING:
    from collections.abc import Callable

SEEN_WITHIN = {"sqlite": 0.0, "postgresql": 1.0}  # seconds


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """Write a small publication."""
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder"))
    return folder


def retitle(folder: Path, title: str) -> None:
    """Change the one article's title."""
    issue = make_issue("2031-05-05", 1, "alder")
    issue["articles"][0]["translations"]["en"]["title"] = title
    write_json(folder / "2031-05-05.json", issue)


def title(client: TestClient) -> str:
    found: str = client.get("/v1/articles/en/alder").json()["title"]
    return found


def wait_for_title(client: TestClient, expected: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while title(client) != expected:
        assert time.monotonic() < deadline


def test_no_stale_answer_after_a_seeding(
    database: str, engine: str, ferry: Path, command: Any
) -> None:
    query = {"query": "{ articles { nodes { title } } }"}
    assert command("seed", ferry, "--database", database).exit_code == 0
    with TestClient(build(Settings(database=database))) as client:
        for number in range(10):
            assert title(client)
            assert client.post("/graphql", json=query).status_code == 200
            retitle(ferry, f"Title {number}")
            assert command("seed", ferry, "--database", database).exit_code == 0
            wait_for_title(client, f"Title {number}", SEEN_WITHIN[engine])
            answer = client.post("/graphql", json=query).json()
            assert answer["data"]["articles"]["nodes"] == [{"title": f"Title {number}"}]


def test_a_replaced_file_is_seen_at_once(
    new_database: Callable[[str], str], ferry: Path, command: Any
) -> None:
    url = new_database("sqlite")
    file = Path(url.removeprefix("sqlite:///"))
    assert command("seed", ferry, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        for number in range(3):
            assert title(client)
            other = new_database("sqlite")
            retitle(ferry, f"Title {number}")
            assert command("seed", ferry, "--database", other).exit_code == 0
            Path(f"{file}-wal").unlink(missing_ok=True)
            Path(f"{file}-shm").unlink(missing_ok=True)
            Path(other.removeprefix("sqlite:///")).replace(file)
            assert title(client) == f"Title {number}"


def test_nothing_is_answered_from_the_cache_while_the_file_is_gone(
    new_database: Callable[[str], str], ferry: Path, command: Any
) -> None:
    url = new_database("sqlite")
    file = Path(url.removeprefix("sqlite:///"))
    assert command("seed", ferry, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        kept = client.get("/v1/articles/en/alder").content
        file.rename(f"{file}.away")
        assert client.get("/v1/articles/en/alder").status_code == 503
        assert metrics(client)["newsstand_revision"] == 0
        Path(f"{file}.away").rename(file)
        assert client.get("/v1/articles/en/alder").content == kept


def end_connections(url: str) -> None:
    """Cut all other connections to a PostgreSQL database."""
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(cut)


def test_a_connection_that_was_cut_is_made_again(
    new_database: Callable[[str], str], ferry: Path, command: Any
) -> None:
    url = new_database("postgresql")
    assert command("seed", ferry, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        wait_for_revision(client)
        assert title(client) == "The alder"
        end_connections(url)
        retitle(ferry, "Seeded meanwhile")
        assert command("seed", ferry, "--database", url).exit_code == 0
        begun = time.monotonic()
        wait_until(lambda: title(client) == "Seeded meanwhile")
        assert time.monotonic() - begun < 1
        wait_until(lambda: metrics(client)["newsstand_revision"] == 2)


def test_a_failure_that_nobody_foresaw_does_not_end_the_watch(
    new_database: Callable[[str], str],
    ferry: Path,
    command: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = new_database("postgresql")
    assert command("seed", ferry, "--database", url).exit_code == 0
    connect, failures = psycopg.connect, [RuntimeError("two"), OSError("one")]

    def connect_at_last(**arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return connect(**arguments)

    monkeypatch.setattr(psycopg, "connect", connect_at_last)
    with closing(open_watch(url)) as watch:
        wait_until(lambda: watch.seen() is not None)
    assert not failures
    assert [each.levelname for each in caplog.records if each.name == "newsstand"] == ["ERROR"]


def test_a_revision_is_seen_without_a_notification(
    new_database: Callable[[str], str], ferry: Path, command: Any
) -> None:
    url = new_database("postgresql")
    assert command("seed", ferry, "--database", url).exit_code == 0
    with closing(open_watch(url)) as watch, closing(psycopg.connect(url)) as connection:
        wait_until(lambda: watch.seen() is not None)
        written = "INSERT INTO revision SELECT 2, '2031-05-05T00:00:00Z', sizes FROM revision"
        connection.execute(written)
        time.sleep(0.5)
        assert watch.seen() != (2, "2031-05-05T00:00:00Z", None)  # it is not committed yet
        connection.commit()
        begun = time.monotonic()
        wait_until(lambda: watch.seen() == (2, "2031-05-05T00:00:00Z", None))
        assert time.monotonic() - begun < 1


def test_a_database_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    gone = "postgresql://nobody@127.0.0.1:1/nothing"
    before = set(threading.enumerate())
    for url in (f"sqlite:///{tmp_path}/none.db", f"sqlite:///{tmp_path}", gone):
        watch = open_watch(url)
        assert [watch.seen() for _ in range(3)] == [None] * 3
        watch.close()
        assert watch.seen() is None
    assert set(threading.enumerate()) <= before


def test_a_file_that_is_no_database_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("These are notes. " * 1000)
    with closing(open_watch(f"sqlite:///{file}")) as watch:
        assert watch.seen() is None
