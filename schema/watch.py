"""Watching for a new revision: cheap enough to ask on every request, and never an exception.

SQLite tells on an open connection whether anything was committed; PostgreSQL is followed by a
thread that listens for seedings, and asks besides.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import psycopg
from sqlalchemy import text

from schema.database import identify, parse_url
from schema.reader import NEWEST

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

    from schema.reader import State

_CHANNEL = "newsstand_revision"

_ASKS_EVERY = 0.25  # seconds: hot standbys and poolers do not pass notifications on
_HOLDS_FOR = 0.9  # seconds that an answer counts, should the next one not come
_PAUSE = 0.3  # seconds between attempts to connect
_log = logging.getLogger("newsstand")
_PATIENCE: dict[str, Any] = {"connect_timeout": 2, "tcp_user_timeout": 2000}


class Watch(Protocol):
    """Knows the newest revision of a database."""

    def seen(self) -> State | None:
        """Give the newest state; None where it cannot be told, or nothing has been seeded."""

    def close(self) -> None:
        """Let go of what is open; `seen` gives None from then on."""


def announce(connection: Connection, revision: int) -> None:
    """Tell the watches of other processes, once the connection's transaction is committed.

    SQLite's look by themselves.
    """
    if connection.dialect.name == "postgresql":
        given = {"channel": _CHANNEL, "revision": str(revision)}
        connection.execute(text("SELECT pg_notify(:channel, :revision)"), given)


def open_watch(url: str) -> Watch:
    """Begin to watch a database, which need not be there yet."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        return FileWatch(str(parsed.database))
    return ServerWatch(parsed)


class FileWatch:
    """Watches an SQLite file: `seen` costs two system calls and a pragma, about 5 µs."""

    def __init__(self, file: str) -> None:
        """Open nothing yet."""
        self._path = file
        self._file: object = None
        self._raw: sqlite3.Connection | None = None
        self._version: object = None
        self._state: State | None = None
        self._closed = False

    def seen(self) -> State | None:
        """Look whether the file is the same one, and whether anything was committed to it."""
        try:
            return self._look()
        except sqlite3.Error:
            self._let_go()
            return None

    def close(self) -> None:
        """Close the file for good."""
        self._closed = True
        self._let_go()

    def _look(self) -> State | None:
        file = identify(self._path)
        if file is None or self._closed:
            self._let_go()
            return None
        raw = self._raw
        if raw is None or file != self._file:
            raw = self._open(file)
        version = raw.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            # In this order: what is committed in between is seen the next time.
            newest = raw.execute(NEWEST).fetchone()
            self._state = (*newest, file) if newest else None
            self._version = version
        return self._state

    def _open(self, file: object) -> sqlite3.Connection:
        self._let_go()
        # It is asked on the event loop: a file that is locked is one that cannot be told.
        self._raw = sqlite3.connect(
            f"file:{quote(self._path)}?mode=ro",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        self._file = file
        return self._raw

    def _let_go(self) -> None:
        raw, self._raw = self._raw, None
        self._version = self._state = None
        if raw is not None:
            raw.close()


class ServerWatch:
    """Watches a PostgreSQL database from a thread; `seen` reads what the thread has found."""

    def __init__(self, url: URL) -> None:
        """Start the thread; it finds the server when there is one."""
        _, self._arguments = url.get_dialect()().create_connect_args(url)
        self._found: tuple[State | None, float] = (None, 0.0)
        self._has_told = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="watch", daemon=True)
        self._thread.start()

    def seen(self) -> State | None:
        """Give what the thread found last, if that was less than a second ago."""
        state, until = self._found
        return state if time.monotonic() < until else None

    def close(self) -> None:
        """End the thread: at the next moment at which it would ask."""
        self._stopped.set()
        self._thread.join()
        self._found = (None, 0.0)

    def _follow(self) -> None:
        while not self._stopped.is_set():
            begun = time.monotonic()
            self._attempt()
            self._found = (None, 0.0)
            # A connection that held for long is made again at once.
            self._stopped.wait(max(0.0, begun + _PAUSE - time.monotonic()))

    def _attempt(self) -> None:
        """Follow the server for as long as that goes well; without the thread all would be lost."""
        try:
            with self._connect() as connection:
                self._listen(connection)
        except psycopg.Error:
            pass  # it is away, and will be back
        except Exception:  # noqa: BLE001 - it is logged, once
            if not self._has_told:
                _log.exception("the watch of the database failed; it tries again and again")
            self._has_told = True

    def _connect(self) -> psycopg.Connection[Any]:
        arguments: dict[str, Any] = {**_PATIENCE, **self._arguments}
        # Poolers give each statement another session: nothing can be prepared in it.
        return psycopg.connect(**arguments, autocommit=True, prepare_threshold=None)

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        """Ask again and again; a seeding's notification only makes it sooner."""
        with suppress(psycopg.errors.ReadOnlySqlTransaction):  # a hot standby: asking is enough
            connection.execute(f"LISTEN {_CHANNEL}".encode())
        while not self._stopped.is_set():
            until = time.monotonic() + _HOLDS_FOR
            newest = connection.execute(NEWEST).fetchone()
            self._found = ((*newest, None), until) if newest else (None, 0.0)
            for _ in connection.notifies(timeout=_ASKS_EVERY, stop_after=1):
                pass
