"""The SQL of lists: a page or a count, of one list or of the lists of many parents.

Each language of a list is a SELECT of its own, in the order of an index and no longer than the
page; where one may stand in for another, those are merged. So a page costs as much in a long list
as in a short one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    JSON,
    Integer,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from schema.reads.articles import ARTICLE, SHOWN
from schema.reads.conditions import LEADING, LINKS, Criterion, write_condition
from schema.reads.issues import ISSUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

ORDERS = {"article": ("sort_key", "key"), "issue": ("starts_on", "slug"), "tag": ("slug",)}
"""The columns that order each table's lists; the last one is what translations share."""
_TABLES = {"article": ARTICLE, "issue": ISSUE}


class Listing(NamedTuple):
    """The shape of a list: its table, how many languages may stand in, its conditions.

    `within` is the kind of parent whose lists these are: `section`, `tag`, or None.
    """

    source: str
    fallbacks: int
    conditions: tuple[Criterion, ...]
    within: str | None = None

    @property
    def lead(self) -> str | None:
        """Name the link whose table gives the rows in their order: a tag's or author's articles."""
        if self.within is not None:
            return "tag" if self.within == "tag" else None
        if self.conditions and self.conditions[0] in LEADING:
            return self.conditions[0][1]
        return None


class Turn(NamedTuple):
    """Which way a page is read, and from where: see `Window`."""

    descending: bool
    backwards: bool
    after: bool
    before: bool


def write_page(
    engine: str, listing: Listing, turn: Turn, *, only_keys: bool = False
) -> Select[Any]:
    """Select one page; parameters: language_N, condition_N, after_N, before_N, size."""
    table = _TABLES[listing.source]
    columns = list(table.c)
    if only_keys:
        columns = [table.c[name] for name in ("language", *ORDERS[listing.source])]
    return _page(engine, listing, turn, columns)


def _page(
    engine: str, listing: Listing, turn: Turn, selected: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    parts = [_part(engine, listing, turn, rank, selected) for rank in range(listing.fallbacks + 1)]
    if len(parts) == 1:
        return parts[0]
    merged = union_all(*(select(part.subquery()) for part in parts)).subquery()
    order = _ordered([merged.c[name] for name in ORDERS[listing.source]], turn)
    chosen: Select[Any] = select(*(merged.c[str(column.key)] for column in selected))
    return chosen.order_by(*order).limit(_size())


def _part(
    engine: str, listing: Listing, turn: Turn, rank: int, selected: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    columns = _order_columns(listing)
    rows = rows_in(engine, listing, rank, selected).where(*_keyset(columns, turn))
    return rows.order_by(*_ordered(columns, turn)).limit(_size())


def rows_in(
    engine: str, listing: Listing, rank: int | None, selected: Sequence[Any]
) -> Select[Any]:
    """Select the rows in one language that no better language has; None: in all languages."""
    table, lead = _TABLES[listing.source], listing.lead
    rows = select(*selected)
    language = table.c.language
    if lead is not None:
        link, column = LINKS[lead]
        own = (link.c.article_key == table.c.key) & (link.c.language == table.c.language)
        rows = rows.select_from(link).join(table, own)
        value = name_parent() if listing.within else bindparam("condition_0")
        rows = rows.where(link.c[column] == value)
        language = link.c.language
    elif listing.within is not None:
        rows = rows.where(table.c.section_slug == name_parent())
    if rank is not None:
        rows = rows.where(language == bindparam(f"language_{rank}"), *_better(listing, rank))
    return rows.where(*_conditions(engine, listing))


def _better(listing: Listing, rank: int) -> list[ColumnElement[bool]]:
    if rank == 0:
        return []
    table = _TABLES[listing.source]
    other, identity = table.alias(), ORDERS[listing.source][1]
    languages: list[ColumnElement[str]] = [
        bindparam(f"language_{better}") for better in range(rank)
    ]
    same = other.c[identity] == table.c[identity]
    return [~exists().where(same, other.c.language.in_(languages))]


def _conditions(engine: str, listing: Listing) -> list[ColumnElement[bool]]:
    table = _TABLES[listing.source]
    where: list[ColumnElement[bool]] = [SHOWN] if table is ARTICLE else []
    leads = 1 if listing.lead and not listing.within else 0
    order = _order_columns(listing)[0]
    for place, shape in list(enumerate(listing.conditions))[leads:]:
        where.append(write_condition(engine, shape, f"condition_{place}", table, order))
    return where


def _order_columns(listing: Listing) -> list[ColumnElement[Any]]:
    if listing.lead is not None:
        link = LINKS[listing.lead][0]
        return [link.c.sort_key, link.c.article_key]
    return [_TABLES[listing.source].c[name] for name in ORDERS[listing.source]]


def _keyset(columns: list[ColumnElement[Any]], turn: Turn) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for name, is_given, behind in (("after", turn.after, True), ("before", turn.before, False)):
        if is_given:
            bound = tuple_(*(bindparam(f"{name}_{i}", type_=String) for i in range(len(columns))))
            upwards = behind != turn.descending
            where.append(tuple_(*columns) > bound if upwards else tuple_(*columns) < bound)
    return where


def _ordered(columns: list[ColumnElement[Any]], turn: Turn) -> list[ColumnElement[Any]]:
    downwards = turn.descending != turn.backwards
    return [column.desc() if downwards else column.asc() for column in columns]


def _size() -> ColumnElement[int]:
    return bindparam("size", type_=Integer)


def page_each(engine: str, listing: Listing, turn: Turn) -> Select[Any]:
    """Select a page of each parent's list, with the column `parent`; parameter: parents."""
    parents = write_parents(engine)
    found: Any
    if engine == "sqlite":
        # SQLite has no LATERAL, but looks up the row numbers of a correlated IN just the same.
        number: Any = literal_column("article.rowid").label("number")
        own = [number, *(ARTICLE.c[name] for name in ORDERS["article"])]
        page = _page(engine, listing, turn, own).subquery()
        found = ARTICLE.alias("found")
        joined = parents.join(found, literal_column("found.rowid").in_(select(page.c.number)))
    else:
        found = write_page(engine, listing, turn).lateral("found")
        joined = parents.join(found, literal_column("true"))
    rows = select(*(found.c[column.key] for column in ARTICLE.c), name_parent().label("parent"))
    order = _ordered([found.c[name] for name in ORDERS["article"]], turn)
    return rows.select_from(joined).order_by(name_parent(), *order)


def write_count(engine: str, listing: Listing) -> Select[Any]:
    """Count a list: the column `number`."""
    return select(_counted(engine, listing).label("number"))


def count_each(engine: str, listing: Listing) -> Select[Any]:
    """Count the list of each parent, the column `parent`; parameter: parents."""
    number = _counted(engine, listing).label("number")
    columns: list[Any] = [name_parent().label("parent"), number]
    counted = select(*columns)
    return counted.select_from(write_parents(engine))


def _counted(engine: str, listing: Listing) -> ColumnElement[int]:
    one: list[Any] = [literal_column("1").label("one")]
    parts = [rows_in(engine, listing, rank, one) for rank in range(listing.fallbacks + 1)]
    counts = [
        select(func.count()).select_from(part.subquery()).correlate(None).scalar_subquery()
        for part in parts
    ]
    total: ColumnElement[int] = counts[0]
    for count in counts[1:]:
        total = total + count
    return total


def write_parents(engine: str) -> Any:
    """Give the rows of the parents; parameter: parents."""
    array = bindparam("parents", type_=String)
    if engine == "sqlite":
        return func.json_each(array).table_valued("value", name="parent")
    each = func.json_array_elements_text(cast(array, JSON)).table_valued("value")
    return each.render_derived(name="parent")


def name_parent() -> ColumnElement[str]:
    """Name a parent, also from inside of its page: SQLAlchemy would list its table there anew."""
    return literal_column("parent.value", String)
