"""The pages of the publication's website: their addresses, in all languages, in stable parts."""

from __future__ import annotations

import enum
import re
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.article import Article
from schema.graph.cost import LANGUAGES, PARTS, Length
from schema.graph.cursors import PAGE_SIZE, Fingerprint, PageArguments, read_window
from schema.graph.fields import answered, item
from schema.graph.filters import read_span
from schema.graph.inputs import MomentRange
from schema.graph.listed import Part, addresses_of, every_address, parts_of
from schema.graph.request import Request
from schema.graph.scalars import DateTime, LanguageCode, Moment
from schema.reads.addresses import published_between
from schema.reads.sizes import PART

Context = Info[Request, None]

_MOST_PARTS = 1_000_000
_DATED = frozenset(("articles", "issues"))
_PERIOD = re.compile(r"\d{4}")


@strawberry.enum(description="What kind of page a page of the website is.")
class AddressKind(enum.Enum):
    """The kinds, in the order of the parts."""

    NAMES = strawberry.enum_value("names", description="The front page, and those of sections.")
    TAGS = strawberry.enum_value("tags", description="The pages of tags.")
    ISSUES = strawberry.enum_value("issues", description="The pages of issues.")
    ARTICLES = strawberry.enum_value("articles", description="The pages of articles.")


@strawberry.type(description="A page of the website in one of its languages.")
class AddressAlternate:
    """For hreflang."""

    language: LanguageCode = item("language", "The language of the page: for `hreflang`.")
    url: str = item("url", "Its address on the publication's website.")


@strawberry.type(
    description="A page of the publication's website, in one language, as sitemaps list it."
)
class Address:
    """Made of what its address is made of; the website has the rest."""

    url: str = item("url", "Its address on the publication's website.")
    language: LanguageCode = item("language", "The language of what it shows: for `hreflang`.")
    modified_at: DateTime | None = item(
        "modified_at",
        "When what it shows was last corrected or else published; of a front page, a section or a "
        "tag, when its newest article was published. Null where no instant is known.",
    )
    default_url: str = item(
        "default_url",
        "The address for readers of any other language, hreflang's `x-default`: that in the "
        "publication's default language, else in the first one in which the page is there.",
    )

    @answered(
        "The page in all languages in which it is there, this one included, in the publication's "
        "order.",
        length=LANGUAGES,
        needs=(),
    )
    def alternates(root: dict[str, Any], info: Context) -> list[AddressAlternate]:
        alternates: list[AddressAlternate] = root["alternates"]
        return alternates


@strawberry.type(
    description="A part of the pages of the website, at most 1,000. What is published later comes "
    "into parts of its own: those of earlier periods stay as they are."
)
class AddressPart:
    """Names a part, for `addresses`."""

    kind: AddressKind = item("kind", "What kind of pages it has.")
    language: LanguageCode = item("language", "The language of its pages.")
    period: str | None = item(
        "period",
        "The year in which articles were published, in UTC, or issues begin: `2026`. Null for "
        "other pages, and for articles of no known instant.",
    )
    number: int = item(
        "number", "Which part of the period it is, from 1; there are several only over 1,000 pages."
    )
    size: int = item("size", "How many pages it has.")


@strawberry.type
class Sitemaps:
    """The root fields."""

    @answered(
        "The parts in which `addresses` gives all pages of the website: an index for sitemaps.",
        length=PARTS,
        cost=10,
    )
    def address_parts(root: None, info: Context) -> list[AddressPart]:
        return [_described(part) for part in parts_of(info.context, PART)]  # type: ignore[misc]

    @answered(
        "The pages of the website in one part, in their order; none where there is no such part. "
        "Without `kind` nothing else counts: those of all parts, in all languages, but none where "
        "these are more than 1,000.",
        length=Length(PART),
        cost=10,
    )
    def addresses(
        root: None,
        info: Context,
        kind: Annotated[
            AddressKind | None, strawberry.argument(description="Which kind; all if left out.")
        ] = None,
        language: Annotated[
            LanguageCode | None,
            strawberry.argument(
                description="In which language; the publication's default if left out."
            ),
        ] = None,
        period: Annotated[
            str | None,
            strawberry.argument(
                description="Of which period, as `AddressPart.period` has it; of none if left out."
            ),
        ] = None,
        number: Annotated[
            int, strawberry.argument(description="Which part of the period; the first if left out.")
        ] = 1,
    ) -> list[Address]:
        if kind is None:
            size = sum(part.size for part in parts_of(info.context, PART))
            return every_address(info.context) if size <= PART else []  # type: ignore[return-value]
        chosen = str(kind.value)
        wanted = info.context.want(language).language
        part = Part(chosen, wanted, period, number, PART)
        there = _is_there(chosen, period, number)
        return addresses_of(info.context, part) if there else []  # type: ignore[return-value]

    @answered(
        "The articles of all languages that were published in a span of instants, both ends "
        "included, the newest first.",
        length=Length(PAGE_SIZE, ("first",)),
        cost=10,
    )
    def published(
        root: None,
        info: Context,
        from_: Annotated[
            Moment,
            strawberry.argument(
                name="from", description="Then or later; a day counts from its beginning."
            ),
        ],
        until: Annotated[
            Moment, strawberry.argument(description="Then or earlier; a day counts to its end.")
        ],
        first: Annotated[
            int | None,
            strawberry.argument(description="How many at most, 0 to 100; 20 if left out."),
        ] = None,
    ) -> list[Article]:
        request = info.context
        window = read_window(PageArguments(first), Fingerprint(), 0, request.largest_page)
        since, last = read_span(MomentRange(from_=from_, until=until), request)
        rows = published_between(request.reader, since or "", last or "", window.size)
        return [nodes.article(row, batches.own(row["language"])) for row in rows]  # type: ignore[misc]


def _described(part: Part) -> dict[str, Any]:
    return {**part._asdict(), "kind": AddressKind(part.kind)}


def _is_there(kind: str, period: str | None, number: int) -> bool:
    """Tell whether a part may have such a period and number."""
    fits = period is None or (kind in _DATED and _PERIOD.fullmatch(period) is not None)
    return fits and 1 <= number <= _MOST_PARTS
