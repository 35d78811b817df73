"""What to read next: the articles beside one in its issue or section, and those related to it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.refusals import bad_input
from schema.graph.related import MOST_RELATED, load_related
from schema.graph.request import Entity, Request, ask
from schema.reads.related import Place

if TYPE_CHECKING:
    from schema.graph.article import Article

Context = Info[Request, None]
Articles = Annotated["Article", strawberry.lazy("schema.graph.article")]


@strawberry.enum(description="Among which articles the one before or after is looked for.")
class Within(enum.Enum):
    """An issue has an order of its own, a section that of time."""

    ISSUE = strawberry.enum_value(
        "issue", description="Those of its issue, in their order: the first is the lead story."
    )
    SECTION = strawberry.enum_value(
        "section",
        description="Those of its section in all issues, in the order of time: the one before was "
        "published earlier. It is the order of `Section.articles` with OLDEST.",
    )


WithinWhat = Annotated[
    Within, strawberry.argument(description="Among which articles; those of its issue if left out.")
]


def previous(root: Entity, info: Context, within: WithinWhat = Within.ISSUE) -> Articles | None:
    """Find the article before one."""
    return _beside(root, within, later=False)


def following(root: Entity, info: Context, within: WithinWhat = Within.ISSUE) -> Articles | None:
    """Find the article after one."""
    return _beside(root, within, later=True)


def _beside(root: Entity, within: Within, *, later: bool) -> Any:
    if within is Within.ISSUE:
        return _beside_in_issue(root, 1 if later else -1)
    if root.row["section_slug"] is None:
        return None
    own = batches.own(root.language)
    return ask(
        batches.load_beside,
        _place_of(root),
        later,
        then=lambda row: None if row is None else nodes.article(row, own),
    )


def _beside_in_issue(root: Entity, step: int) -> Any:
    slug, key = root.row["issue_slug"], root.row["key"]
    if slug is None:
        return None

    def beside(listed: list[Entity]) -> Entity | None:
        place = next(i for i, entity in enumerate(listed) if entity.row["key"] == key) + step
        return listed[place] if 0 <= place < len(listed) else None

    own = batches.own(root.language)
    return ask(batches.load_issue_articles, (slug, own), None, True, then=beside)  # noqa: FBT003 - some


def related(
    root: Entity,
    info: Context,
    first: Annotated[
        int, strawberry.argument(description="How many at most, 0 to 20; 3 if left out.")
    ] = 3,
) -> list[Articles]:
    """Find what is related to an article."""
    if not 0 <= first <= MOST_RELATED:
        message = f"first is {first}; an article has 0 to {MOST_RELATED} related ones"
        raise bad_input(message, argument="first", requested=first, limit=MOST_RELATED)
    return ask(
        load_related, (_place_of(root), tuple(root.row["tags"])), then=lambda found: found[:first]
    )


def _place_of(root: Entity) -> Place:
    """Say where an article stands in its section; without one, in the list of none."""
    row = root.row
    return Place(row["section_slug"] or "", root.language, row["sort_key"], row["key"])
