"""How many articles of a list have each section, tag, trend, language or year.

One statement counts one facet, of one list or of the lists of many parents.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, cast, func, literal_column, select, union_all

from schema.reads.articles import ARTICLE
from schema.reads.conditions import LINKS, ArticleFilter
from schema.reads.listing import Listing, name_parent, rows_in, write_parents
from schema.reads.lookup import MOST_SHAPES
from schema.reads.pages import describe
from schema.reads.periods import YEAR, read_period, write_period
from schema.statement import Statement, as_array
from schema.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

    from schema.reader import Reader
    from schema.reads.pages import List

OWN_FILTERS: dict[str, dict[str, None]] = {
    "section": {"sections": None},
    "tag": {"tags_any": None},
    "trend": {"trends": None},
    "language": {},
    "year": {"published_from": None, "published_until": None},
}
"""Each facet with the conditions that it does not heed: what its own values would be put into."""

Counts = dict[str, int]


def count_facet(
    reader: Reader, of: List, facet: str, zone: str, parents: Collection[str] = ()
) -> dict[str | None, Counts]:
    """Count a list's articles by the values of a facet, for each parent; None where it has none.

    Years are those of `zone`, an IANA name. Values that no article has are left out.
    """
    assert isinstance(of.chosen, ArticleFilter)  # noqa: S101 - only articles have facets
    chosen = of.chosen._replace(**OWN_FILTERS[facet])  # type: ignore[arg-type]
    wanted = Wanted(of.wanted.language) if facet == "language" else of.wanted
    listing, values = describe(of._replace(chosen=chosen, wanted=wanted))
    if of.within is not None:
        values["parents"] = as_array(parents)
    found: dict[str | None, Counts] = {parent: Counter() for parent in parents or (None,)}
    for row in _statement(listing, facet).rows(reader, **values):
        value = row["facet"]
        if facet == "year":
            value = read_period(value, YEAR, ZoneInfo(zone))
        found[row["parent"]][value] += row["number"]
    return found


@lru_cache(MOST_SHAPES)
def _statement(listing: Listing, facet: str) -> Statement:
    return Statement(lambda engine: _write(engine, listing, facet))


def _write(engine: str, listing: Listing, facet: str) -> Select[Any]:
    languages = [None] if facet == "language" else [*range(listing.fallbacks + 1)]
    parts = [_part(engine, listing, facet, rank) for rank in languages]
    if len(parts) == 1:
        return parts[0]
    each = union_all(*parts).subquery()
    summed = cast(func.sum(each.c.number), Integer).label("number")
    return select(each.c.parent, each.c.facet, summed).group_by(each.c.parent, each.c.facet)


def _part(engine: str, listing: Listing, facet: str, rank: int | None) -> Select[Any]:
    value, where = _value(facet)
    is_within = listing.within is not None
    parent = (name_parent() if is_within else literal_column("NULL")).label("parent")
    number = func.count().label("number")
    rows = rows_in(engine, listing, rank, [parent, value.label("facet"), number]).where(*where)
    if is_within:
        rows = rows.select_from(write_parents(engine))
    return rows.group_by(*([name_parent()] if is_within else []), "facet")


def _value(facet: str) -> tuple[ColumnElement[Any], list[ColumnElement[bool]]]:
    """Give the SQL of a facet's value, and the conditions under which there is one."""
    if facet == "tag":
        link = LINKS["tag"][0].alias("counted")
        same = [link.c.article_key == ARTICLE.c.key, link.c.language == ARTICLE.c.language]
        return link.c.tag_slug, same
    if facet == "year":
        instant = ARTICLE.c.published_at
        return write_period(instant, YEAR), [instant.is_not(None)]
    column = ARTICLE.c[_COLUMNS[facet]]
    return column, [column.is_not(None)]


_COLUMNS = {"section": "section_slug", "trend": "trend", "language": "language"}
