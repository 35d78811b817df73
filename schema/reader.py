"""Reading for answers: one raw connection, and statements that are compiled to SQL once.

SQLAlchemy builds and compiles each statement one time for each engine; after that its text and
parameters go straight to the driver's cursor: executing it through SQLAlchemy again and again
costs several times what the statement itself does.
"""

from __future__ import annotations

import logging
import time
from itertools import repeat
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Select, literal_column

from schema.database import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

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
_NEWEST = "SELECT number, seeded_at FROM revision ORDER BY number DESC LIMIT 1"
_TELLS = "(SELECT number || '@' || seeded_at FROM revision ORDER BY number DESC LIMIT 1)"
"""A column that each statement has besides its own: which revision it has read."""
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
        """When `time.monotonic()` is past it, SQLite gives up; PostgreSQL has its own timeout."""
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

    def note(self, seen: str | None) -> None:
        """Note what a statement's `_TELLS` said; None where it found no rows."""
        self._seen_last = seen is not None
        if seen is not None and seen != self._seen:
            self._seen = seen if self._seen is None else _MIXED

    def is_at(self, state: State) -> bool:
        """Tell whether everything since `look` was read at a revision that was known before it.

        Revisions only grow: where the last statement saw this one, so did those that found no rows.
        """
        if self._seen is None:
            return self.newest() == state
        same = self._seen == f"{state[0]}@{state[1]}" and self._file == state[2]
        return same and (self._seen_last or self.newest() == state)

    def begin(self) -> State | None:
        """Begin to read one revision; None before the first seeding. Raises ReadError."""
        self.look()
        try:
            self._cursor.execute(_BEGIN[self.name])
        except self.dialect.dbapi.Error:  # type: ignore[union-attr]
            # It may only be this connection that is broken: idle ones are cut by servers.
            self._open()
            self.execute(_BEGIN[self.name])
        return self.newest()

    def newest(self) -> State | None:
        """Give the newest revision; None before the first seeding. Raises ReadError."""
        newest = self.execute(_NEWEST)
        return (newest[0][0], newest[0][1], self._file) if newest else None

    def end(self) -> None:
        """Let go of the revision."""
        if self._raw is not None:
            try:
                self._cursor.execute("ROLLBACK")
            except self.dialect.dbapi.Error:  # type: ignore[union-attr]
                self.close()

    def execute(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Run a SELECT on the driver's cursor. Raises ReadError."""
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("%s", sql)
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


class Statement:
    """A SELECT of SQLAlchemy Core; its parameters are `bindparam`s, given by name."""

    def __init__(self, build: Callable[[str], Select[Any]]) -> None:
        """Keep how to build it: `build` gets the engine's name, `sqlite` or `postgresql`."""
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, reader: Reader, **values: Any) -> list[Row]:
        """Run it and give its rows by column. Raises ReadError."""
        compiled = self._compiled.get(reader.name)
        if compiled is None:
            compiled = self._compiled[reader.name] = _Compiled(self._build(reader.name), reader)
        return compiled.rows(reader, values)


class _Compiled:
    """A statement in one engine's SQL: the order of its parameters, and how columns are read."""

    def __init__(self, select: Select[Any], reader: Reader) -> None:
        columns = list(select.selected_columns)
        self.tells = isinstance(select, Select)
        if self.tells:
            select = select.add_columns(literal_column(_TELLS))
        compiled: Any = select.compile(dialect=reader.dialect)
        self.sql: str = compiled.string
        self.order: Sequence[str] | None = compiled.positiontup
        self.constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self.names = tuple(str(column.key) for column in columns)
        self.readers: list[tuple[str, Callable[[Any], Any]]] = []
        for column in columns:
            kind = column.type.dialect_impl(reader.dialect)
            read = kind.result_processor(reader.dialect, None)
            if read is not None:
                self.readers.append((str(column.key), read))

    def rows(self, reader: Reader, values: Mapping[str, Any]) -> list[Row]:
        given = {**self.constants, **values} if self.constants else values
        parameters = given if self.order is None else [given[name] for name in self.order]
        found = reader.execute(self.sql, parameters)
        reader.note(found[-1][-1] if found and self.tells else None)
        # As `[dict(zip(names, row)) …]`, but without a step of Python for each row.
        rows: list[Row] = list(map(dict, map(zip, repeat(self.names), found)))
        for name, read in self.readers:
            for row in rows:
                row[name] = read(row[name])
        return rows


def as_array(values: Collection[Any]) -> str:
    """Write texts, or tuples of texts, as the one parameter that `among` takes."""
    return orjson.dumps(list(values)).decode()
