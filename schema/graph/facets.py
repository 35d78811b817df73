"""Facets: how many articles of a list have each section, tag, trend, language or year."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any, Generic, NamedTuple

import strawberry
from strawberry.types import Info

from schema.graph import batches
from schema.graph.connections import Connection, Node, Page
from schema.graph.cost import FACETS, VALUES
from schema.graph.cursors import LARGEST_PAGE
from schema.graph.fields import answered, computed, item
from schema.graph.refusals import bad_input
from schema.graph.request import Request, ask
from schema.reads.pages import List

if TYPE_CHECKING:
    from collections.abc import Mapping


Context = Info[Request, None]
_COUNTED = 50
"""What counting one facet weighs: it looks at the whole list."""


@strawberry.enum(description="What the articles of a list can be counted by.")
class FacetKind(enum.Enum):
    """The values are those that the reads know."""

    SECTION = strawberry.enum_value(
        "section", description="Their sections; without heed to `filter.sections`."
    )
    TAG = strawberry.enum_value(
        "tag",
        description="Their tags; without heed to `filter.tags.any`, while `all` and `none` narrow "
        "it further.",
    )
    TREND = strawberry.enum_value(
        "trend", description="The editors' judgements; without heed to `filter.trend`."
    )
    LANGUAGE = strawberry.enum_value(
        "language",
        description="The languages; without heed to `language` and `fallback`: what the list would "
        "have in each.",
    )
    YEAR = strawberry.enum_value(
        "year",
        description="The years of `publishedAt` in the publication's time zone, the newest first; "
        "without heed to `filter.publishedAt`.",
    )


class Counting(NamedTuple):
    """A facet that is asked for, of which list; `parent` is the slug of whose list it is."""

    kind: FacetKind
    of: List
    parent: str | None


@strawberry.type(description="One value of a facet: a box to tick beside a list.")
class FacetValue:
    """Of a Python dictionary."""

    value: str = item(
        "value",
        "What filters take: a section's or tag's slug, a trend (`WORSENED`), a language's code, a "
        "year (`2026`).",
    )
    name: str = item(
        "name",
        "The value for readers: a name or the words for a trend in the list's language, a "
        "language's own name, a year. The value itself where the publication has no words for it.",
    )
    count: int = item(
        "count",
        "How many articles the list would have with this value in the place of the facet's own "
        "filter, all other conditions being as they are.",
    )


@strawberry.type(
    description="How many articles of a list have each section, tag, trend, language or year. "
    "A facet does not heed its own filter, so that readers see what another choice would give."
)
class Facet:
    """Of a `Counting`."""

    of: FacetKind = computed(lambda counting, _: counting.kind, "What is counted by.")

    @answered(
        "Its values that any article has: those of most articles first, of as many by their "
        "`value`; years from the newest on.",
        cost=_COUNTED,
        length=VALUES,
    )
    def values(
        root: Counting,
        info: Context,
        first: Annotated[
            int, strawberry.argument(description="How many values at most, 0 to 100.")
        ] = VALUES.assumed,
    ) -> list[FacetValue]:
        if not 0 <= first <= LARGEST_PAGE:
            message = f"first is {first}; a facet has 0 to {LARGEST_PAGE} values"
            raise bad_input(message, argument="first", requested=first, limit=LARGEST_PAGE)

        def chosen(counts: Mapping[str, int]) -> list[dict[str, Any]]:
            names = _names(root, info.context)
            return [
                {"value": value, "name": names.get(value, value), "count": counts[value]}
                for value in _ordered(root.kind, counts)[:first]
            ]

        return ask(batches.count_facet, root.parent, root.of, root.kind.value, then=chosen)


def _ordered(kind: FacetKind, counts: Mapping[str, int]) -> list[str]:
    if kind is FacetKind.YEAR:
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _names(counting: Counting, request: Request) -> Mapping[str, str]:
    """Give the names of values, in the list's language."""
    catalogue, language = request.catalogue, counting.of.wanted.language
    if counting.kind is FacetKind.LANGUAGE:
        return {code: row["name"] for code, row in catalogue.languages.items()}
    if counting.kind is FacetKind.TREND:
        labels = catalogue.publication["trends"].get(language, {})
        return {trend.upper(): label for trend, label in labels.items()}
    named = {FacetKind.SECTION: catalogue.sections, FacetKind.TAG: catalogue.tags}
    return {slug: row["name"][language] for slug, row in named.get(counting.kind, {}).items()}


def count_by(of: List, parent: str | None, kinds: list[FacetKind]) -> list[Counting]:
    """Name the facets of a list, each once."""
    return [Counting(kind, of, parent) for kind in dict.fromkeys(kinds)]


@strawberry.type(
    name="Connection", description="One page of a list, and where it stands (Relay, Connection)."
)
class FacetedConnection(Connection[Node], Generic[Node]):
    """A connection of articles."""

    @answered(
        "How many articles of the whole list, on all pages, have each section, tag, trend, "
        "language or year. Each is counted only when it is asked for.",
        length=FACETS,
    )
    def facets(
        root: Page,
        info: Context,
        of: Annotated[
            list[FacetKind], strawberry.argument(description="By what to count: `[SECTION, YEAR]`.")
        ],
    ) -> list[Facet]:
        assert isinstance(root.of, List)  # noqa: S101 - only articles have facets
        return count_by(root.of, root.parent, of)  # type: ignore[return-value]
