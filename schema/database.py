"""Engines, transactions, the revision, migrations: the only module that opens a database."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from schema.tables import TABLES, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import URL, Row

SCHEMA_VERSION = "0008"
"""The newest migration that this program knows; a test compares it with the folder."""

WAIT_SECONDS = 60
"""How long a seeding waits for another one before it says so and gives up."""

_READER_WAITS = 2  # seconds: in WAL a reader waits for nobody but for recovery after a crash
_WRITE = "newsstand_write"

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
)
_OF_SEEDING = ("cache_size=-65536",)  # KiB
_OF_SERVING = ("cache_size=-4096", "mmap_size=67108864")  # for each connection, and counted as ours
_ADVISORY_LOCK = 0x6E657773  # "news": any constant that other programs are unlikely to use


class DatabaseError(Exception):
    """A database that cannot be used; the message names the remedy."""


def parse_url(url: str) -> URL:
    """Read a database URL; `postgres://` and `postgresql://` mean the psycopg driver.

    Raises DatabaseError for anything but SQLite in a file and PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        message = "this is not a database URL → sqlite:///file.db or postgresql://host/name"
        raise DatabaseError(message) from error
    engine = parsed.drivername.partition("+")[0]
    if engine in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if engine != "sqlite" or parsed.database in (None, "", ":memory:"):
        shown = parsed.render_as_string(hide_password=True)
        message = f"{shown}: only SQLite in a file and PostgreSQL are known → sqlite:///file.db"
        raise DatabaseError(message)
    return parsed.set(drivername="sqlite")


def file_of(url: str) -> str:
    """Give the path of an SQLite database; nothing for PostgreSQL."""
    parsed = parse_url(url)
    return str(parsed.database) if parsed.drivername == "sqlite" else ""


def show_url(url: str) -> str:
    """Write a database URL for people to read, without its password."""
    return parse_url(url).render_as_string(hide_password=True)


def open_engine(url: str) -> Engine:
    """Make the engine of a seeding: it makes an SQLite file, and waits for other seedings."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        return _open_sqlite(parsed, WAIT_SECONDS, _OF_SEEDING)
    return create_engine(parsed, pool_pre_ping=True)


def open_reader(url: str, timeout: int) -> Engine:
    """Make the engine of a server: nothing that it waits for takes longer than `timeout` seconds.

    It keeps no connections: readers do. An SQLite file that is not there is an error, not a new
    empty database.
    """
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        file = str(parsed.database)
        parsed = parsed.set(database=f"file:{quote(file)}", query={"mode": "rw", "uri": "true"})
        wait = min(timeout, _READER_WAITS)
        return _open_sqlite(parsed, wait, _OF_SERVING, poolclass=NullPool)
    # Left to itself the planner reads whole tables for a page's tags: it assumes turning disks.
    options = f"-c statement_timeout={timeout * 1000} -c random_page_cost=1.1 -c jit=off"
    arguments = {"connect_timeout": timeout, "options": options}
    return create_engine(parsed, connect_args=arguments, poolclass=NullPool)


def _open_sqlite(url: URL, wait: int, pragmas: Sequence[str], **pool: Any) -> Engine:
    arguments = {"timeout": wait, "check_same_thread": False, "cached_statements": 500}
    # A page's JSON columns took as long to read as its rows with the standard library's reader.
    engine = create_engine(url, connect_args=arguments, json_deserializer=orjson.loads, **pool)
    event.listen(engine, "connect", partial(_prepare_sqlite, pragmas))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(pragmas: Sequence[str], connection: Any, _record: Any) -> None:
    ((encoding,),) = connection.execute("PRAGMA encoding")
    if encoding != "UTF-8":
        message = f"the SQLite file is in {encoding}, not in UTF-8 → seed into a new file"
        raise DatabaseError(message)
    # The driver's own transactions would commit before DDL; ours begin in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (*_PRAGMAS, *pragmas):
        connection.execute(f"PRAGMA {pragma}")


def identify(file: str) -> tuple[int, int] | None:
    """Give what tells a file from another of its name, device and inode; None if none is there."""
    try:
        found = os.stat(file)  # noqa: PTH116 - on every request, and pathlib costs more than the call
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer midway would fail, not wait.
    writes = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one read-only transaction: all statements in it see one revision."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        connection.begin()
        yield connection  # closing rolls back, also where the connection broke


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction, alone: a second one waits WAIT_SECONDS, then DatabaseError.

    DatabaseError as well where the disk is full, or the server is gone: nothing is written then.
    """
    with engine.connect().execution_options(**{_WRITE: True}) as connection, _lock(connection):
        yield connection


@contextmanager
def _lock(connection: Connection) -> Iterator[None]:
    try:
        transaction = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
    except DBAPIError as error:
        raise DatabaseError(_explain(error)) from error
    try:
        with transaction:
            yield
    except OperationalError as error:
        raise DatabaseError(_explain_write(error)) from error


def _explain_write(error: OperationalError) -> str:
    reason = str(error.orig).strip()
    remedy = "look whether the disk is full and the database answers, and begin again"
    return f"the database cannot be written: {reason}; nothing was changed → {remedy}"


def _explain(error: DBAPIError) -> str:
    reason = str(error.orig).strip()
    if "locked" in reason or "lock timeout" in reason:
        return f"another seeding has held the database for {WAIT_SECONDS} s → wait for it to end"
    return f"the database cannot be opened: {reason}"


def prepare(engine: Engine) -> None:
    """Bring the tables to SCHEMA_VERSION; a database newer than the program is refused."""
    try:
        with engine.connect() as connection:
            if _version(connection) == SCHEMA_VERSION:
                return
        with writing(engine) as connection:
            _migrate(connection)
    except DBAPIError as error:
        raise DatabaseError(_explain(error)) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and str(version) > SCHEMA_VERSION:
        message = (
            f"the database has schema {version}, newer than this program's {SCHEMA_VERSION}"
            " → upgrade Newsstand, or use another database"
        )
        raise DatabaseError(message)
    return None if version is None else str(version)


def _migrate(connection: Connection) -> None:
    if _version(connection) == SCHEMA_VERSION:
        return
    # Alembic costs a quarter of a second to import, and most starts do not need it.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    from schema.completion import complete  # noqa: PLC0415 - it loads the stemmers

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, SCHEMA_VERSION)
    complete(connection)
    count_anew(connection)  # tables that were made anew have no statistics


def count_anew(connection: Connection) -> None:
    """Let PostgreSQL count what its planner relies on: by itself it does so a minute too late."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {', '.join(TABLES)}, search_index"))


def find_revision(connection: Connection) -> Row[int, str] | None:
    """Read the newest revision as (number, seeded_at); None before the first seeding."""
    columns = Revision.__table__.c  # type: ignore[attr-defined]
    newest = select(columns.number, columns.seeded_at).order_by(columns.number.desc()).limit(1)
    return connection.execute(newest).first()
