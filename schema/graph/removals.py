"""Articles that were there and no longer are: what copies of the content must drop."""

from __future__ import annotations

import enum
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph.cost import Length
from schema.graph.cursors import PAGE_SIZE, Fingerprint, PageArguments, read_window
from schema.graph.fields import answered, computed, item
from schema.graph.filters import read_sections
from schema.graph.ids import encode_id
from schema.graph.names import InLanguage
from schema.graph.request import Request
from schema.graph.scalars import DateTime, LanguageCode
from schema.reads.removals import read_removals

Context = Info[Request, None]


@strawberry.enum(description="Why an article is no longer there.")
class RemovalReason(enum.Enum):
    """As the log of changes has it."""

    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="The editors took it back.")
    REMOVED = strawberry.enum_value(
        "REMOVED", description="It is gone from the issue files, without a word why."
    )


def _instant(row: dict[str, Any], _request: Request) -> str:
    """Give the editors' instant, but none that lies ahead of the seeding that told of it."""
    return min(row["withdrawn_at"] or row["seeded_at"], row["seeded_at"])


@strawberry.type(
    description="An article that readers have seen and that is no longer there: drop your copy."
)
class Removal:
    """Values come from the log of changes."""

    id: strawberry.ID = computed(
        lambda row, _: encode_id("Article", row["language"], row["key"]),
        "The id that the article had. If it comes back, it has the same one.",
    )
    key: str = item("key", "The piece's name in the issue files, as `Article.key` gave it.")
    language: LanguageCode = item("language", "The language that the article was written in.")
    slug: str = item("slug", "Its last name in addresses.")
    reason: RemovalReason = computed(
        lambda row, _: RemovalReason(row["reason"]), "Why it is no longer there."
    )
    removed_at: DateTime = computed(
        _instant,
        "Since when: the instant that the editors name, or that of the seeding which removed it.",
    )


@strawberry.type
class Removals:
    """The part of Query that tells of them."""

    @answered(
        "The last articles that are no longer there, the latest first: for feeds and copies. Those "
        "that came back are left out. Of one that is gone from the issue files the tags are not "
        "known: it is listed for each of them, and for each section where none is known.",
        length=Length(PAGE_SIZE, ("first",)),
    )
    def removals(
        root: None,
        info: Context,
        language: InLanguage = None,
        section: Annotated[
            str | None,
            strawberry.argument(
                description="Only those of this section, by its slug; of all if left out."
            ),
        ] = None,
        tag: Annotated[
            str | None,
            strawberry.argument(
                description="Only those with this tag, by its slug; with any if left out."
            ),
        ] = None,
        first: Annotated[
            int | None,
            strawberry.argument(description="How many at most, 0 to 100; 20 if left out."),
        ] = None,
    ) -> list[Removal]:
        request = info.context
        wanted = request.want(language)
        asked = PageArguments(first=first)
        size = read_window(asked, Fingerprint(), 0, request.largest_page).size
        chosen = None if section is None else read_sections([section], request, "section")
        own = chosen[0] if chosen else None
        return read_removals(request.reader, wanted.language, own, tag, size)  # type: ignore[return-value]
