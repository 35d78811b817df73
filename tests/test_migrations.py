"""Migrations: they run by themselves, give the tables that the program has, and only once."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, inspect, text
from test_upgrades import differences, is_of_index

from schema import migrations
from schema.database import SCHEMA_VERSION, open_engine
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

CONTENT = Path(__file__).parent / "content"
NEWSSTAND = [sys.executable, "-m", "newsstand"]
DEADLINE = 60


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """Look into a database, past the program."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def version(url: str) -> str:
    with opened(url) as connection:
        found: str = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one()
    return found


def test_a_fresh_database_has_the_programs_tables(seed: Callable[..., Any], database: str) -> None:
    assert seed(CONTENT)["ok"]
    with opened(database) as connection:
        assert differences(connection) == []
        made = set(inspect(connection).get_table_names())
    assert {name for name in made if not is_of_index(name)} == {"alembic_version", *TABLES}
    assert "search_index" in made
    assert version(database) == SCHEMA_VERSION


def test_texts_are_compared_byte_by_byte(
    command: Callable[..., Any], new_database: Callable[[str], str]
) -> None:
    url = new_database("postgresql")
    assert command("seed", CONTENT, "--database", url).exit_code == 0
    query = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'"
    )
    with opened(url) as connection:
        made = {(table, column) for table, column in connection.execute(text(query))}
        wanted = {
            (table.name, column.name)
            for table in TABLES.values()
            for column in table.columns
            if getattr(column.type.dialect_impl(connection.dialect), "collation", None) == "C"
        }
    assert len(wanted) > 20
    assert {pair for pair in made if pair[0] in TABLES} == wanted


def test_the_programs_version_is_the_newest_migration() -> None:
    folder = str(Path(migrations.__file__).parent)
    assert ScriptDirectory(folder).get_heads() == [SCHEMA_VERSION]


def test_a_database_that_is_up_to_date_is_left_alone(seed: Callable[..., Any], client: Any) -> None:
    assert seed(CONTENT)["revision"] == 1
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert not seed(CONTENT)["changed"]
        assert client.get("/readyz").json()["revision"] == 1
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(seen) > 1
    changing = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
    assert [statement for statement in seen if statement.lstrip().startswith(changing)] == []


@pytest.mark.parametrize("arguments", [["seed", CONTENT], ["serve", "--port", "1"]])
def test_a_newer_database_is_refused_with_a_clear_word(
    command: Callable[..., Any], seed: Callable[..., Any], database: str, arguments: list[Any]
) -> None:
    assert seed(CONTENT)["ok"]
    with opened(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = command(*arguments, "--database", database)
    assert result.exit_code == 1
    for word in ("9999", SCHEMA_VERSION, "newer", "upgrade"):
        assert word in result.stderr
    assert version(database) == "9999"


@pytest.mark.parametrize("arguments", [["seed", CONTENT], ["serve", "--port", "1"]])
@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_a_file_in_another_encoding_is_refused(
    command: Callable[..., Any], tmp_path: Path, arguments: list[Any], encoding: str
) -> None:
    """Bodies go into answers as the bytes that SQLite has, which must be UTF-8."""
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA encoding = '{encoding}'")
        connection.execute("CREATE TABLE theirs (name)")
        connection.commit()
    result = command(*arguments, "--database", f"sqlite:///{file}")
    assert result.exit_code == 1
    for word in (encoding, "UTF-8", "new file"):
        assert word in result.stderr


def test_serve_migrates_by_itself(database: str, engine: str) -> None:
    with serving(database) as address:
        status = ask(f"{address}/readyz")
    assert version(database) == SCHEMA_VERSION
    # An embedded database begins with the sample; a PostgreSQL waits for its operator.
    assert status == (200 if engine == "sqlite" else 503)


@contextmanager
def serving(database: str) -> Iterator[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*NEWSSTAND, "serve", "--database", database, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + DEADLINE
        while ask(f"{address}/healthz") != 200:
            assert server.poll() is None, server.stderr and server.stderr.read().decode()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=DEADLINE)


def ask(url: str) -> int:
    """Give the status of an answer; 0 where nobody answers yet."""
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def test_two_seedings_of_a_fresh_database_make_its_tables_once(database: str) -> None:
    arguments = [*NEWSSTAND, "seed", str(CONTENT), "--database", database]
    both = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=DEADLINE) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    with opened(database) as connection:
        numbers = connection.execute(text("SELECT number FROM revision")).scalars().all()
    assert list(numbers) == [1]
    assert version(database) == SCHEMA_VERSION
