"""A SELECT of SQLAlchemy Core, compiled to SQL once for each engine.

Its text and parameters go straight to the driver's cursor: executing it through SQLAlchemy again
and again costs several times what the statement itself does.
"""

from __future__ import annotations

from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, Select, literal_column

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from schema.reader import Reader, Row

_TELLS = "(SELECT number || '@' || seeded_at FROM revision ORDER BY number DESC LIMIT 1)"
"""A column that statements on PostgreSQL have besides their own: which revision they have read."""


class Statement:
    """A SELECT of SQLAlchemy Core; its parameters are `bindparam`s, given by name."""

    def __init__(self, build: Callable[[str], Select[Any]]) -> None:
        """Keep how to build it: `build` gets the engine's name, `sqlite` or `postgresql`."""
        self._build = build
        self._compiled: dict[str, Compiled] = {}

    def rows(self, reader: Reader, **values: Any) -> list[Row]:
        """Run it and give its rows by column. Raises ReadError."""
        return self.on(reader).rows(reader, values)

    def tuples(self, reader: Reader, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it and give its rows as the driver does, with a column more. Raises ReadError."""
        return self.on(reader).tuples(reader, values)

    def on(self, reader: Reader) -> Compiled:
        """Give what it is on the reader's engine."""
        found = self._compiled.get(reader.name)
        if found is None:
            found = self._compiled[reader.name] = Compiled(self._build(reader.name), reader)
        return found


class Compiled:
    """A statement in one engine's SQL: the order of its parameters, and how columns are read."""

    def __init__(self, select: Select[Any], reader: Reader) -> None:
        """Compile it."""
        columns = list(select.selected_columns)
        # SQLite would work it out for every row, and asking for it afterwards is quick.
        self.tells = isinstance(select, Select) and reader.name == "postgresql"
        if self.tells:
            select = select.add_columns(literal_column(_TELLS))
        compiled: Any = select.compile(dialect=reader.dialect)
        self.sql: str = compiled.string
        self.parameters = _picker(compiled.positiontup)
        self.constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self.names = tuple(str(column.key) for column in columns)
        self.readers: list[tuple[str, Callable[[Any], Any]]] = []
        for column in columns:
            kind = column.type.dialect_impl(reader.dialect)
            read = kind.result_processor(reader.dialect, None)
            if read is not None:
                is_json = isinstance(column.type, JSON)
                # SQLAlchemy's own way of reading JSON takes thrice as long.
                self.readers.append((str(column.key), orjson.loads if is_json else read))

    def tuples(self, reader: Reader, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Do as `Statement.tuples`."""
        given = {**self.constants, **values} if self.constants else values
        found = reader.execute(self.sql, self.parameters(given))
        if self.tells:
            reader.note(found[-1][-1] if found else None)
        return found

    def rows(self, reader: Reader, values: Mapping[str, Any]) -> list[Row]:
        """Do as `Statement.rows`."""
        found = self.tuples(reader, values)
        # As `[dict(zip(names, row)) …]`, but without a step of Python for each row.
        rows: list[Row] = list(map(dict, map(zip, repeat(self.names), found)))
        for name, read in self.readers:
            for row in rows:
                row[name] = None if row[name] is None else read(row[name])
        return rows


def _picker(order: Sequence[str] | None) -> Callable[[Mapping[str, Any]], Any]:
    """Make what gives a statement's parameters as the driver takes them: by place, or by name."""
    if order is None:
        return lambda given: given
    if len(order) > 1:
        return itemgetter(*order)
    return lambda given: [given[name] for name in order]


def as_array(values: Collection[Any]) -> str:
    """Write texts, or tuples of texts, as the one parameter that `among` takes."""
    return orjson.dumps(list(values)).decode()
