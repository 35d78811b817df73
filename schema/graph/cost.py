"""What fields weigh and how long lists are, as the SDL says it and as `api/measure.py` measures it.

The directives are those of the GraphQL Cost Directives Specification
(https://ibm.github.io/graphql-specs/cost-spec.html).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import strawberry
from strawberry.schema_directive import Location

from schema.graph.cursors import LARGEST_PAGE, PAGE_SIZE


class Length(NamedTuple):
    """How long a list is taken to be, before it is read.

    `assumed` where no argument tells. `arguments` tell it: a number, or a list by its length.
    `fields` of the value are what is repeated, as in a connection, and not the value itself.
    `rows` is the size of the catalogue that counts where it is larger than what is assumed.
    """

    assumed: int
    arguments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    rows: str | None = None


PAGES = Length(PAGE_SIZE, ("first", "last"), ("edges", "nodes"))
CHANGES = Length(PAGE_SIZE, ("first",), ("nodes",))
IDS = Length(LARGEST_PAGE, ("ids",))
ARTICLES = Length(10, rows="issue")
HEADINGS = Length(10, rows="headings")
LANGUAGES = Length(3, rows="languages")
SECTIONS = Length(10, rows="sections")
TAGS = Length(5, rows="tags")
TRENDS = Length(100, rows="trends")
FACETS = Length(5, ("of",))
VALUES = Length(20, ("first",))
RELATED = Length(3, ("first",))
YEARS = Length(20, rows="years")
MONTHS = Length(12)
PARTS = Length(100, rows="parts")

SLICING = frozenset((*PAGES.arguments, *IDS.arguments, *FACETS.arguments))
"""Every argument that says how long a list is."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="cost",
    description="One value of the field counts `weight` towards the cost of a document, 1 where "
    "nothing is said. The error COST_EXCEEDED tells the cost and its limit.",
)
class Cost:
    """`weight` is a decimal number in a string, as in the specification."""

    weight: str


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description="How often what is selected in the field counts. `slicingArguments` tell it, a "
    "list by its length; without them it is `assumedSize`, or what the content's longest such list "
    "has, if that is more. With `sizedFields`, only what is selected in these counts so often. "
    "`requireOneSlicingArgument` is false where a page has a size without them.",
)
class ListSize:
    """The specification's arguments; what is not said is left out."""

    assumed_size: int | None = strawberry.UNSET
    slicing_arguments: list[str] | None = strawberry.UNSET
    sized_fields: list[str] | None = strawberry.UNSET
    require_one_slicing_argument: bool | None = True


def directives_of(cost: int, length: Length | None) -> list[Any]:
    """Give the directives that say a field's weight in the SDL."""
    found: list[Any] = [Cost(weight=str(cost))] if cost != 1 else []
    if length is not None:
        sliced: Any = list(length.arguments) or strawberry.UNSET
        found.append(
            ListSize(
                assumed_size=length.assumed,
                slicing_arguments=sliced,
                sized_fields=list(length.fields) or strawberry.UNSET,
                # False: a page has its size without them. Unsaid where there are none.
                require_one_slicing_argument=False if length.arguments else strawberry.UNSET,
            )
        )
    return found
