"""The index of words in SQL: which articles have the tokens of an expression.

`schema/words/matching.py` writes expressions; a query that goes through a filter has them for both
engines, in one parameter.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, Integer, String, bindparam, cast, column, func, select, table, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from schema.tables import TABLES
from schema.words.matching import ENGINES, match

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

    from schema.words.query import Query

ENTRY = TABLES["search_entry"]


@lru_cache
def index_of(engine: str, name: str) -> Any:
    """Give the index under a name of one's own; its first column is the number of an entry."""
    number = "rowid" if engine == "sqlite" else "id"
    return table("search_index", column(number, Integer), column("words")).alias(name)


def number_of(index: Any) -> ColumnElement[int]:
    """Give the column that tells of which entry the words are."""
    number: ColumnElement[int] = next(iter(index.c))
    return number


def has(engine: str, index: Any, expression: ColumnElement[str]) -> ColumnElement[bool]:
    """Compare the index with an expression."""
    is_sqlite = engine == "sqlite"
    sign, value = ("MATCH", expression) if is_sqlite else ("@@", cast(expression, TSQUERY))
    found: ColumnElement[bool] = index.c.words.op(sign, is_comparison=True)(value)
    return found


def write_queries(queries: Collection[Query]) -> str:
    """Write queries, of which one must find an article, as the parameter of `are_found`."""
    expressions = {
        engine: writing.either.join(f"({match(query, engine)})" for query in queries)
        for engine, writing in ENGINES.items()
    }
    return orjson.dumps(expressions).decode()


def are_found(engine: str, rows: Any, name: str) -> ColumnElement[bool]:
    """Keep the articles that one of some queries finds; they are the parameter `name`."""
    index = index_of(engine, "chosen")
    given: ColumnElement[Any] = bindparam(name, type_=String)
    if engine == "sqlite":
        expression: ColumnElement[Any] = func.json_extract(given, f"$.{engine}")
    else:
        expression = cast(given, JSON).op("->>")(engine)
    found = select(ENTRY.c.article_key, ENTRY.c.language)
    found = found.join(index, number_of(index) == ENTRY.c.id)
    found = found.where(has(engine, index, expression))
    return tuple_(rows.c.key, rows.c.language).in_(found)
