"""Reading for answers: one raw connection of one thread."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from schema.database import identify

if TYPE_CHECKING:
    from sqlalchemy import Engine

Row = dict[str, Any]
State = tuple[int, str, object]
"""A revision's number and instant, and the identity of the SQLite file that has it."""

_log = logging.getLogger("newsstand.sql")
_TICK = 10_000  # SQLite's virtual machine runs so many instructions in half a millisecond or so
_BEGIN = {
    "sqlite": "BEGIN",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
NEWEST = "SELECT number, seeded_at FROM revision ORDER BY number DESC LIMIT 1"
"""The statement that gives the newest revision: its number and its instant."""
_MIXED = "mixed"


class ReadError(Exception):
    """The database did not answer; the message is the driver's."""


class TooLong(ReadError):  # noqa: N818 - a verdict: the statement was right, but it was cut off
    """A statement was stopped: it passed the instructions or the time that it was given."""


class Reader:
    """One connection that only reads, for one thread at a time; it opens itself, also again."""

    def __init__(self, engine: Engine, path: str, most_ticks: int | None = None) -> None:
        """Open nothing yet. `path` is that of an SQLite file.

        With `most_ticks`, SQLite gives up after so many 10,000 instructions, and waits for nobody.
        """
        self.engine = engine
        self.dialect = engine.dialect
        self.name = engine.dialect.name
        self.deadline = float("inf")
        """When `time.monotonic()` is past it, SQLite gives up. PostgreSQL has its own timeout, for
        one statement; the next one is not begun."""
        self._counts_time = self.name == "postgresql"
        self._holds = False
        self._has_read = False
        self._pinned: State | None = None
        self._seen: str | None = None
        self._seen_last = False
        self._most_ticks = most_ticks
        self._ticks = 0
        self._raw: Any = None
        self._cursor: Any = None
        self._path = path
        self._file: object = None

    def look(self, file: object = None) -> None:
        """Be ready to read, on the file that is there now. Raises ReadError.

        `file` is its identity, where somebody has just looked.
        """
        if self._path and file is None:
            file = identify(self._path)
        if self._raw is None or file != self._file:
            self._open()
        self._ticks = 0
        self._seen = None
        self._has_read = False

    def note(self, seen: str | None) -> None:
        """Note which revision a statement said that it has read; None where it found no rows."""
        self._seen_last = seen is not None
        if seen is not None and seen != self._seen:
            self._seen = seen if self._seen is None else _MIXED

    def is_at(self, state: State, newest: State | None = None) -> bool:
        """Tell whether everything since `look` was read at a revision that was known before it.

        Revisions only grow: where the last statement saw this one, so did those that found no rows.
        Where nothing was read, it need only be the `newest` one, if somebody has just looked.
        """
        if newest is not None and not self._has_read:
            return newest == state
        if self._holds:
            self._pin()
        if self._pinned is not None:
            return self._pinned == state
        if self._seen is None:
            return self.newest() == state
        same = self._seen == f"{state[0]}@{state[1]}" and self._file == state[2]
        return same and (self._seen_last or self.newest() == state)

    def hold(self, file: object = None) -> None:
        """Let all that is read until `end` be of one revision. Raises ReadError."""
        self.look(file)
        self._holds = True

    def _pin(self) -> None:
        self._holds = False
        self.execute("BEGIN")
        self._pinned = self.newest()

    def begin(self) -> State | None:
        """Begin to read one revision; None before the first seeding. Raises ReadError."""
        self.look()
        try:
            self._cursor.execute(_BEGIN[self.name])
        except self.dialect.dbapi.Error:  # type: ignore[union-attr]
            # It may only be this connection that is broken: idle ones are cut by servers.
            self._open()
            self._begin_again()
        try:
            return self.newest()
        except ReadError:
            self.end()
            raise

    def _begin_again(self) -> None:
        try:
            self._cursor.execute(_BEGIN[self.name])
        except self.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            self.close()
            raise ReadError(str(error)) from error

    def newest(self) -> State | None:
        """Give the newest revision; None before the first seeding. Raises ReadError."""
        newest = self.execute(NEWEST)
        return (newest[0][0], newest[0][1], self._file) if newest else None

    def end(self) -> None:
        """Let go of the revision."""
        if self._holds:  # nothing was read
            self._holds = False
            return
        self._pinned = None
        if self._raw is not None:
            try:
                self._cursor.execute("ROLLBACK")
            except self.dialect.dbapi.Error:  # type: ignore[union-attr]
                self.close()

    def execute(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Run a SELECT on the driver's cursor. Raises ReadError."""
        if self._holds:
            self._pin()
        self._has_read = True
        if _log.isEnabledFor(logging.DEBUG):
            # On one line, as all that the log says; %r keeps a value's own line ends on it.
            _log.debug("%s %r", " ".join(sql.split()), parameters)
        if self._counts_time and time.monotonic() > self.deadline:
            raise TooLong("no time is left for one more statement")
        try:
            return self._cursor.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]
        except self.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            reason = str(error)
            if reason == "interrupted" or "statement timeout" in reason:
                raise TooLong(reason) from error
            self.close()
            raise ReadError(reason) from error

    def close(self) -> None:
        """Close the connection; `begin` opens a new one."""
        raw, self._raw, self._cursor = self._raw, None, None
        self._pinned = None
        self._holds = False
        if raw is not None:
            raw.close()

    def _open(self) -> None:
        self.close()
        # Looked at before it is opened: one that is replaced in between is seen by the next look.
        self._file = identify(self._path) if self._path else None
        try:
            pooled = self.engine.raw_connection()
        except Exception as error:
            raise ReadError(str(error)) from error
        raw: Any = pooled.dbapi_connection
        pooled.detach()
        if self.name == "sqlite":
            raw.set_progress_handler(self._is_too_long, _TICK)
            if self._most_ticks is not None:
                raw.execute("PRAGMA busy_timeout = 0")
        else:
            raw.autocommit = True
        self._raw, self._cursor = raw, raw.cursor()

    def _is_too_long(self) -> bool:
        self._ticks += 1
        if self._most_ticks is not None and self._ticks > self._most_ticks:
            return True
        return time.monotonic() > self.deadline


class NoReader(Reader):
    """Reads nothing: it is for answers of which everything is known, in a thread that cannot wait.

    Whatever needs a statement raises ReadError.
    """

    def look(self, _file: object = None) -> None:
        """Be ready for the next answer."""
        self._has_read = False

    def end(self) -> None:
        """Do nothing."""

    def execute(self, _sql: str, _parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Refuse."""
        raise ReadError("it must be read, and nobody waits for that here")
