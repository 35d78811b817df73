"""`column IN (many values)` with one parameter, however many values there are.

The values go in as one JSON array (`as_array`): engines bound the number of parameters (SQLite
32,766, PostgreSQL 65,535), and the statement's text stays the same for any number of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Integer, String, bindparam, cast, func, select, tuple_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select


def among(engine: str, columns: Sequence[ColumnElement[Any]], name: str) -> ColumnElement[bool]:
    """Build the condition; the parameter `name` is an array of texts, or of tuples of texts."""
    array = bindparam(name, type_=String)
    make = _sqlite if engine == "sqlite" else _postgresql
    chosen = make(array, len(columns))
    return columns[0].in_(chosen) if len(columns) == 1 else tuple_(*columns).in_(chosen)


def length(engine: str, name: str) -> ColumnElement[int]:
    """Count the values of the array, the parameter `name`."""
    array: ColumnElement[Any] = bindparam(name, type_=String)
    return func.json_array_length(array if engine == "sqlite" else cast(array, JSON), type_=Integer)


def _sqlite(array: ColumnElement[str], width: int) -> Select[Any]:
    each = func.json_each(array).table_valued("value")
    if width == 1:
        return select(each.c.value)
    return select(*(func.json_extract(each.c.value, f"$[{i}]") for i in range(width)))


def _postgresql(array: ColumnElement[str], width: int) -> Select[Any]:
    if width == 1:
        return select(func.json_array_elements_text(cast(array, JSON)).column_valued("value"))
    each = func.json_array_elements(cast(array, JSON)).table_valued("value")
    return select(*(each.c.value.op("->>")(i) for i in range(width)))
