"""What stands near an article in the lists of its section and tags, and how rare these tags are.

All work is bounded: each list is looked into through its index, from the article's place on, so
many steps in each direction, however long it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    JSON,
    Integer,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from schema.reads.articles import ARTICLE, SHOWN, Columns, wanted_columns
from schema.reads.conditions import LINKS
from schema.reads.lookup import MOST_SHAPES
from schema.statement import Statement, as_array

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

    from schema.reader import Reader, Row

NEAR = 12
"""How many articles are looked at before and after an article, in each list that it stands in."""
MOST_COUNTED = 1000
"""Where counting the articles of a tag ends: all further ones are equally common."""


class Place(NamedTuple):
    """Where an article stands in a list: of which section or tag, and behind which sort key."""

    of: str
    language: str
    sort_key: str
    key: str


def read_nearest(
    reader: Reader, tags: Collection[Place], sections: Collection[Place]
) -> dict[tuple[str, str], list[Row]]:
    """Read the articles near some places: {(key, language) of the article at the place: rows}.

    They have `key`, `sort_key`, `section_slug` and `tags`; one that is near in several lists comes
    again.
    """
    found: dict[tuple[str, str], list[Row]] = {}
    given = {"tags": _write(tags), "sections": _write(sections)}
    for row in _NEAREST.rows(reader, **given, size=NEAR):
        found.setdefault((row["near"], row["language"]), []).append(row)
    return found


def read_beside(
    reader: Reader, places: Collection[Place], columns: Columns, *, later: bool
) -> dict[Place, Row]:
    """Read the article right behind (or before) each place in its section's list."""
    rows = _beside(columns, later=later).rows(reader, sections=_write(places), size=1)
    by_key = {(place.key, place.language): place for place in places}
    return {by_key[row.pop("near"), row["language"]]: row for row in rows}


def count_tags(reader: Reader, tags: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count the articles of some (tag, language), up to MOST_COUNTED."""
    rows = _COUNTED.rows(reader, tags=as_array(tags), most=MOST_COUNTED)
    return {(row["tag"], row["language"]): row["number"] for row in rows}


def _write(places: Collection[Place]) -> str:
    return as_array([tuple(place) for place in places])


_LINK = LINKS["tag"][0]
_ORDERS: dict[str, list[ColumnElement[Any]]] = {
    "tags": [_LINK.c.sort_key, _LINK.c.article_key],
    "sections": [ARTICLE.c.sort_key, ARTICLE.c.key],
}


def _write_nearest(engine: str) -> Any:
    columns = [ARTICLE.c[name] for name in ("key", "language", "sort_key", "section_slug", "tags")]
    parts = [
        _near(engine, source, columns, later=later)
        for source in ("tags", "sections")
        for later in (False, True)
    ]
    each = union_all(*parts).subquery()
    return select(*each.c)


_NEAREST = Statement(_write_nearest)


@lru_cache(MOST_SHAPES)
def _beside(columns: Columns, *, later: bool) -> Statement:
    wanted = wanted_columns(columns)
    return Statement(lambda engine: _near(engine, "sections", wanted, later=later))


def _near(engine: str, source: str, columns: list[Any], *, later: bool) -> Select[Any]:
    """Select the articles on one side of each place of an array, the parameter `source`."""
    places, found = _write_places(engine, source), ARTICLE.alias("found")
    near: Any
    if engine == "sqlite":
        # SQLite has no LATERAL, but looks up the row numbers of a correlated IN just the same.
        rows = _one_side(engine, source, [literal_column("article.rowid")], later=later)
        near, joined = found, places.join(found, literal_column("found.rowid").in_(rows))
    else:
        near = _one_side(engine, source, columns, later=later).lateral("found")
        joined = places.join(near, literal_column("true"))
    selected = [near.c[column.key] for column in columns]
    return select(*selected, _part(engine, "key").label("near")).select_from(joined)


def _one_side(engine: str, source: str, columns: list[Any], *, later: bool) -> Select[Any]:
    rows, order = select(*columns).where(SHOWN), _ORDERS[source]
    if source == "tags":
        own = (_LINK.c.article_key == ARTICLE.c.key) & (_LINK.c.language == ARTICLE.c.language)
        rows = rows.select_from(_LINK).join(ARTICLE, own)
        chosen = (_LINK.c.tag_slug, _LINK.c.language)
    else:
        chosen = (ARTICLE.c.section_slug, ARTICLE.c.language)
    of, language, *place = (_part(engine, name) for name in Place._fields)
    rows = rows.where(chosen[0] == of, chosen[1] == language)
    beyond = tuple_(*order) > tuple_(*place) if later else tuple_(*order) < tuple_(*place)
    ordered = [column.asc() if later else column.desc() for column in order]
    return rows.where(beyond).order_by(*ordered).limit(bindparam("size", type_=Integer))


def _write_counts(engine: str) -> Any:
    of, language = _part(engine, "of"), _part(engine, "language")
    some = (
        select(literal_column("1").label("one"))
        .where(_LINK.c.tag_slug == of, _LINK.c.language == language)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    number = select(func.count()).select_from(some).correlate(None).scalar_subquery()
    columns = (of.label("tag"), language.label("language"), number.label("number"))
    return select(*columns).select_from(_write_places(engine, "tags"))


_COUNTED = Statement(_write_counts)


def _write_places(engine: str, name: str) -> Any:
    array = bindparam(name, type_=String)
    if engine == "sqlite":
        return func.json_each(array).table_valued("value", name="place")
    each = func.json_array_elements(cast(array, JSON)).table_valued("value")
    return each.render_derived(name="place")


def _part(engine: str, name: str) -> ColumnElement[str]:
    """Name a part of a place, also from inside of what is looked up for it."""
    number = Place._fields.index(name)
    if engine == "sqlite":
        return literal_column(f"json_extract(place.value, '$[{number}]')", String)
    return literal_column(f"(place.value ->> {number})", String)
