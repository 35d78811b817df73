"""Search: the articles that have the words of a query, the best first, in pages.

Both engines give numbers of entries for an expression of tokens; what a match is worth is added up
here, in the same way on both: so the order is the same, and the score.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from sqlalchemy import (
    JSON,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    tuple_,
)

from schema.reads.articles import ARTICLE
from schema.reads.conditions import Criterion, conditions_of, write_condition
from schema.reads.lookup import MOST_SHAPES
from schema.reads.words import ENTRY, has, index_of, number_of
from schema.statement import Statement
from schema.words.matching import least_score, levels, match

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause, Select

    from schema.reader import Reader
    from schema.reads.conditions import ArticleFilter
    from schema.reads.pages import Window
    from schema.words.query import Query

_ORDER = ("score", "sort_key", "key")


class Hit(NamedTuple):
    """An article that was found: what orders it, and its language."""

    language: str
    sort_key: str
    key: str
    score: int


class _Shape(NamedTuple):
    """What a statement differs by: conditions, whether cursors are given, and the direction."""

    conditions: tuple[Criterion, ...]
    after: bool = False
    before: bool = False
    backwards: bool = False


def read_hits(reader: Reader, query: Query, chosen: ArticleFilter, window: Window) -> list[Hit]:
    """Read a page and one hit more, which tells whether there are further ones.

    They come in the direction of reading: from the end where the window counts backwards.
    """
    conditions = conditions_of(chosen)
    shape = _Shape(
        tuple(criterion for criterion, _ in conditions),
        bool(window.after),
        bool(window.before),
        window.backwards,
    )
    values = _values(reader, query, conditions)
    values |= {"least": least_score(query), "size": window.size + 1}
    values["levels"] = orjson.dumps(levels(query, reader.name)).decode()
    for name, bound in (("after", window.after), ("before", window.before)):
        values.update((f"{name}_{place}", part) for place, part in enumerate(bound or ()))
    return [Hit(*row[:4]) for row in _page(shape).tuples(reader, values)]


def count_hits(reader: Reader, query: Query, chosen: ArticleFilter) -> int:
    """Count all that a query finds."""
    conditions = conditions_of(chosen)
    statement = _count(tuple(criterion for criterion, _ in conditions))
    number: int = statement.rows(reader, **_values(reader, query, conditions))[0]["number"]
    return number


def _values(
    reader: Reader, query: Query, conditions: list[tuple[Criterion, Any]]
) -> dict[str, Any]:
    values = {f"condition_{place}": value for place, (_, value) in enumerate(conditions)}
    return {**values, "query": match(query, reader.name)}


@lru_cache(MOST_SHAPES)
def _page(shape: _Shape) -> Statement:
    return Statement(lambda engine: _write_page(engine, shape))


@lru_cache(MOST_SHAPES)
def _count(conditions: tuple[Criterion, ...]) -> Statement:
    def build(engine: str) -> Select[Any]:
        rows, _ = _found(engine, conditions)
        counted: Select[Any] = select(literal_column("1").label("one")).select_from(rows)
        found = counted.where(*_where(engine, conditions)).subquery()
        return select(func.count().label("number")).select_from(found)

    return Statement(build)


def _write_page(engine: str, shape: _Shape) -> Select[Any]:
    """Select one page; parameters: query, levels, least, condition_N, after_N, before_N, size."""
    rows, number = _found(engine, shape.conditions)
    bonus = _bonus(engine)
    score = bindparam("least", type_=Integer) + func.coalesce(bonus.c.adds, 0)
    columns = (ENTRY.c.language, ENTRY.c.sort_key, ENTRY.c.article_key.label("key"))
    hits: Any = (
        select(*columns, score.label("score"))
        .select_from(rows.outerjoin(bonus, bonus.c.number == number))
        .where(*_where(engine, shape.conditions))
        .subquery("hits")
    )
    order = [hits.c[name] for name in _ORDER]
    page = select(*hits.c).where(*_keyset(order, shape))
    ordered = [each.asc() if shape.backwards else each.desc() for each in order]
    return page.order_by(*ordered).limit(bindparam("size", type_=Integer))


def _found(engine: str, conditions: tuple[Criterion, ...]) -> tuple[Any, ColumnElement[int]]:
    """Join what is searched: the words, the entries, and the articles where a filter needs them."""
    index = index_of(engine, "found")
    number = number_of(index)
    rows: FromClause = index.join(ENTRY, ENTRY.c.id == number)
    if conditions:
        own = and_(ARTICLE.c.key == ENTRY.c.article_key, ARTICLE.c.language == ENTRY.c.language)
        rows = rows.join(ARTICLE, own)
    return rows, number


def _where(engine: str, conditions: tuple[Criterion, ...]) -> list[ColumnElement[bool]]:
    found = [has(engine, index_of(engine, "found"), bindparam("query", type_=String))]
    for place, shape in enumerate(conditions):
        name = f"condition_{place}"
        found.append(write_condition(engine, shape, name, ARTICLE, ARTICLE.c.sort_key))
    return found


def _bonus(engine: str) -> Any:
    """Add up what each match has beyond the least: of each term, the best."""
    index = index_of(engine, "better")
    term, adds, expression, each = _levels(engine)
    best = (
        select(number_of(index).label("number"), func.max(adds).label("adds"))
        .select_from(each.join(index, has(engine, index, expression)))
        .group_by(number_of(index), term)
        .subquery("best")
    )
    total = select(best.c.number, func.sum(best.c.adds, type_=Integer).label("adds"))
    return total.group_by(best.c.number).subquery("bonus")


def _levels(engine: str) -> tuple[Any, Any, Any, Any]:
    """Read the parameter `levels`: [number of the term, what it adds, expression] each."""
    array = bindparam("levels", type_=String)
    if engine == "sqlite":
        each = func.json_each(array).table_valued("value", name="level")
        parts = [func.json_extract(each.c.value, f"$[{place}]") for place in range(3)]
        return parts[0], parts[1], parts[2], each
    each = func.json_array_elements(cast(array, JSON)).table_valued("value")
    each = each.render_derived(name="level")
    texts = [each.c.value.op("->>")(place) for place in range(3)]
    return texts[0], cast(texts[1], Integer), texts[2], each


def _keyset(order: list[ColumnElement[Any]], shape: _Shape) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for name, is_given, is_after in (("after", shape.after, True), ("before", shape.before, False)):
        if is_given:
            types = (Integer, String, String)
            bound = tuple_(*(bindparam(f"{name}_{i}", type_=t) for i, t in enumerate(types)))
            where.append(tuple_(*order) < bound if is_after else tuple_(*order) > bound)
    return where
