"""Rows by key: one key by comparison, many as one array, and what they have in common once."""

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

_PAIR = 2


class Lookup:
    """A SELECT of the rows whose columns have one of the keys: texts, or pairs of texts.

    Of a pair the second is the language, which the keys of a list have in common as a rule.
    """

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
        # SQLite looks at tuples twice, and at texts once.
        self._alike = Statement(
            lambda engine: build(and_(among(engine, columns[:1], "keys"), same[-1]), engine)
        )

    def rows(self, reader: Reader, keys: Collection[Any], **values: Any) -> list[Row]:
        """Run it. Raises ReadError."""
        if len(keys) != 1:
            return self._rows_of_many(reader, keys, values)
        (key,) = keys
        parts = (key,) if isinstance(key, str) else key
        values |= zip(self._names, parts, strict=True)
        return self._one.on(reader).rows(reader, values)

    def _rows_of_many(
        self, reader: Reader, keys: Collection[Any], values: dict[str, Any]
    ) -> list[Row]:
        if len(self._names) == _PAIR:
            firsts, seconds = zip(*keys, strict=True) if keys else ((), ())
            if len(set(seconds)) == 1:
                values = {**values, self._names[-1]: seconds[0]}
                return self._alike.rows(reader, keys=as_array(firsts), **values)
        return self._many.rows(reader, keys=as_array(keys), **values)
