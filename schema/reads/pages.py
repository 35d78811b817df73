"""Pages of articles and issues: keyset windows over filtered, ordered rows.

One statement reads a page, for one list or for the lists of many parents at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from schema.reads.conditions import ArticleFilter, IssueFilter, conditions_of
from schema.reads.language import language_values
from schema.reads.listing import (
    ORDERS,
    Listing,
    Turn,
    count_each,
    page_each,
    write_count,
    write_page,
)
from schema.reads.lookup import MOST_SHAPES
from schema.statement import Statement, as_array

if TYPE_CHECKING:
    from collections.abc import Collection

    from schema.reader import Reader, Row
    from schema.wanted import Wanted

Key = tuple[Any, ...]


class Window(NamedTuple):
    """A page: at most `size` rows behind `after` and before `before`, both exclusive.

    `backwards` counts from the end (Relay's `last`). The keys are the values of the ordering
    columns, as the cursors carry them.
    """

    size: int
    after: Key | None = None
    before: Key | None = None
    backwards: bool = False


class List(NamedTuple):
    """An ordered, filtered list: of which table and languages, what is chosen, which way.

    `within` is `section` or `tag` where it is a list of each of many parents.
    """

    source: str
    wanted: Wanted
    chosen: ArticleFilter | IssueFilter
    descending: bool
    within: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Name the columns that order it."""
        return ORDERS[self.source]


def read_page(reader: Reader, of: List, window: Window) -> list[Row]:
    """Read a page and one row more, which tells whether there are further ones.

    The rows come in the direction of reading: from the end where the window counts backwards.
    """
    listing, values = describe(of)
    statement = _page(listing, _turn(of, window), only_keys=False)
    return statement.rows(reader, **values, **_bounds(window))


def read_keys(reader: Reader, of: List, window: Window) -> list[tuple[Any, ...]]:
    """Read as `read_page` does, but of each row its language and the columns of the order."""
    listing, values = describe(of)
    statement = _page(listing, _turn(of, window), only_keys=True)
    return statement.tuples(reader, values | _bounds(window))


def read_pages(reader: Reader, of: List, parents: Collection[str], window: Window) -> list[Row]:
    """Read a page of each parent's list; the column `parent` tells whose a row is."""
    listing, values = describe(of)
    given = {**values, **_bounds(window), "parents": as_array(parents)}
    return _pages(listing, _turn(of, window)).rows(reader, **given)


def count_rows(reader: Reader, of: List) -> int:
    """Count a whole list."""
    listing, values = describe(of)
    number: int = _count(listing).rows(reader, **values)[0]["number"]
    return number


def count_rows_of(reader: Reader, of: List, parents: Collection[str]) -> dict[str, int]:
    """Count the list of each parent."""
    listing, values = describe(of)
    rows = _counts(listing).rows(reader, **values, parents=as_array(parents))
    return {row["parent"]: row["number"] for row in rows}


@lru_cache(MOST_SHAPES)
def _page(listing: Listing, turn: Turn, *, only_keys: bool) -> Statement:
    return Statement(lambda engine: write_page(engine, listing, turn, only_keys=only_keys))


@lru_cache(MOST_SHAPES)
def _pages(listing: Listing, turn: Turn) -> Statement:
    return Statement(lambda engine: page_each(engine, listing, turn))


@lru_cache(MOST_SHAPES)
def _count(listing: Listing) -> Statement:
    return Statement(lambda engine: write_count(engine, listing))


@lru_cache(MOST_SHAPES)
def _counts(listing: Listing) -> Statement:
    return Statement(lambda engine: count_each(engine, listing))


def describe(of: List) -> tuple[Listing, dict[str, Any]]:
    """Give a list's shape, and the parameters that its languages and conditions take."""
    conditions = conditions_of(of.chosen)
    shapes, values = [], language_values(of.wanted).copy()
    for place, (shape, value) in enumerate(conditions):
        shapes.append(shape)
        values[f"condition_{place}"] = value
    return Listing(of.source, len(of.wanted.fallback), tuple(shapes), of.within), values


def _turn(of: List, window: Window) -> Turn:
    return Turn(of.descending, window.backwards, bool(window.after), bool(window.before))


def _bounds(window: Window) -> dict[str, Any]:
    bounds: dict[str, Any] = {"size": window.size + 1}
    if window.after or window.before:
        for name, key in (("after", window.after), ("before", window.before)):
            bounds |= {f"{name}_{place}": part for place, part in enumerate(key or ())}
    return bounds
