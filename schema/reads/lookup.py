"""Rows by key: one key by comparison, many as one array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam

from schema.reads.among import among
from schema.statement import Statement, as_array

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sqlalchemy import ColumnElement, Select

    from schema.reader import Reader, Row


MOST_SHAPES = 256
"""So many shapes of one statement are kept: clients choose them by what they filter and select."""


class Lookup:
    """A SELECT of the rows whose columns have one of the keys: texts, or tuples of texts."""

    def __init__(
        self,
        columns: Sequence[ColumnElement[Any]],
        build: Callable[[ColumnElement[bool], str], Select[Any]],
    ) -> None:
        """Keep how to build it; `build` gets the condition and the engine's name."""
        same = [column == bindparam(f"key_{place}") for place, column in enumerate(columns)]
        self._names = [f"key_{place}" for place in range(len(columns))]
        self._one = Statement(lambda engine: build(and_(*same), engine))
        self._many = Statement(lambda engine: build(among(engine, columns, "keys"), engine))

    def rows(self, reader: Reader, keys: Collection[Any], **values: Any) -> list[Row]:
        """Run it. Raises ReadError."""
        if len(keys) != 1:
            return self._many.rows(reader, keys=as_array(keys), **values)
        (key,) = keys
        parts = (key,) if isinstance(key, str) else key
        return self._one.rows(reader, **dict(zip(self._names, parts, strict=True)), **values)
