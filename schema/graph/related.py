"""Which articles are related to one: those that share tags or the section, the best first.

All numbers are whole, so that both engines and all machines come to the same order.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from schema.graph import nodes
from schema.graph.batches import own
from schema.reads import articles
from schema.reads.related import MOST_COUNTED, Place, count_tags, read_nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from schema.graph.request import Entity, Request

Row = dict[str, Any]
Id = tuple[str, str]
Tagged = tuple[Place, tuple[str, ...]]
"""Where an article stands, and its tags."""

MOST_RELATED = 20
_RARITY = 10
"""What a tag weighs for each halving of how common it is: 10 for the commonest, up to 90."""
_SECTION = 15
"""What the section weighs: less than any but the commonest tags."""
_NEARNESS = 30
"""What being of one week weighs; of two weeks apart it is a third, as far as it goes."""
_WEEK = 7
_DAY = len("2030-01-07")


def load_related(request: Request, asked: Collection[Tagged]) -> dict[Tagged, list[Entity]]:
    """Find the articles that are related to some: three statements, whatever there is."""
    reader = request.reader
    tagged = [place._replace(of=tag) for place, tags in asked for tag in tags]
    near = read_nearest(reader, tagged, [place for place, _ in asked if place.of])
    numbers = count_tags(reader, {(place.of, place.language) for place in tagged})
    weights = {tag: _weigh(number) for tag, number in numbers.items()}
    best: dict[Tagged, list[Id]] = {}
    for place, tags in asked:
        shared = {tag: weights[tag, place.language] for tag in tags}
        best[place, tags] = _best(place, near.get((place.key, place.language), []), shared)
    chosen = {id_ for found in best.values() for id_ in found}
    rows = articles.articles_by_id(reader, chosen, request.columns)
    return {
        one: [nodes.article(rows[id_], own(one[0].language)) for id_ in found]
        for one, found in best.items()
    }


def _weigh(number: int) -> int:
    """Weigh a tag: the fewer articles have it, the more it says."""
    return _RARITY * (MOST_COUNTED.bit_length() + 1 - number.bit_length())


def _best(place: Place, rows: list[Row], shared: Mapping[str, int]) -> list[Id]:
    """Order the candidates: the best first, of equal ones the nearer, then the newer."""
    day, ranked = _day_of(place.sort_key[:_DAY]), {}
    for row in rows:
        id_ = (row["key"], row["language"])
        if id_ in ranked:
            continue  # it is near in several lists
        other = _day_of(row["sort_key"][:_DAY])
        days = abs(other - day) if day and other else None
        weight = sum([shared[tag] for tag in row["tags"] if tag in shared])
        weight += _SECTION if row["section_slug"] == place.of else 0
        weight += _NEARNESS // (1 + days // _WEEK) if days is not None else 0
        ranked[id_] = (-weight, days or 0, row["sort_key"])
    newest = sorted(ranked, key=lambda id_: (ranked[id_][2], id_), reverse=True)
    return sorted(newest, key=lambda id_: ranked[id_][:2])[:MOST_RELATED]


@lru_cache(10_000)
def _day_of(day: str) -> int | None:
    """Give the number of the day that a sort key begins with; None where it begins with none."""
    with suppress(ValueError):
        return dt.date.fromisoformat(day).toordinal()
    return None
