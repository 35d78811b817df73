"""Filters, lookups and orders, as clients write them."""

from __future__ import annotations

import enum

import strawberry

from schema.graph.scalars import Date, LanguageCode, Moment
from schema.graph.trend import Trend


@strawberry.input(
    description="A span of instants, both ends included; open where an end is left out."
)
class MomentRange:
    """Both ends are included."""

    from_: Moment | None = strawberry.field(
        name="from", default=None, description="Then or later; a day counts from its beginning."
    )
    until: Moment | None = strawberry.field(
        default=None, description="Then or earlier; a day counts to its end."
    )


@strawberry.input(description="A span of days, both ends included; open where an end is left out.")
class DateRange:
    """Both ends are included."""

    from_: Date | None = strawberry.field(
        name="from", default=None, description="On this day or later."
    )
    until: Date | None = strawberry.field(default=None, description="On this day or earlier.")


@strawberry.input(
    description='Which tags articles must have, by their slugs: `{any: ["ferry", "railway"]}`. All '
    "that is given must hold. No article has an unknown tag."
)
class TagsFilter:
    """Tags by their slugs."""

    any: list[str] | None = strawberry.field(default=None, description="At least one of these.")
    all: list[str] | None = strawberry.field(
        default=None, description="Each of these; others as well."
    )
    none: list[str] | None = strawberry.field(default=None, description="None of these.")


@strawberry.input(
    description="Which articles to list. All the conditions that are given must hold; of a list of "
    "values, at most 100, any one is enough."
)
class ArticleFilter:
    """A list of names means any one of them."""

    sections: list[str] | None = strawberry.field(
        default=None,
        description='In one of these sections, by slug: `["council", "trade"]`. Earlier ones too; '
        "an unknown one is an error, BAD_INPUT.",
    )
    tags: TagsFilter | None = strawberry.field(
        default=None, description="With these tags, or without them."
    )
    trend: list[Trend] | None = strawberry.field(
        default=None,
        description="With one of these judgements: `[WORSENED]`. Articles without one are left "
        "out.",
    )
    issues: list[str] | None = strawberry.field(
        default=None,
        description='In one of these issues, by slug: `["2026-10-26"]`. An unknown one has none.',
    )
    published_at: MomentRange | None = strawberry.field(
        default=None,
        description="Published in this span; those without `publishedAt` are left out.",
    )
    authors: list[str] | None = strawberry.field(
        default=None,
        description="By one of these authors: whole names, as `Article.authors` gives them.",
    )


@strawberry.input(
    description="Which issues to list. All the conditions that are given must hold; of a list of "
    "values, at most 100, any one is enough."
)
class IssueFilter:
    """A list means any one of its values."""

    numbers: list[int] | None = strawberry.field(
        default=None, description="With one of these numbers: `[418, 419]`."
    )
    starts_on: DateRange | None = strawberry.field(
        default=None, description="With a first day in this span: a year, say."
    )
    published_at: MomentRange | None = strawberry.field(
        default=None,
        description="Published in this span; those without `publishedAt` are left out.",
    )


@strawberry.input(
    one_of=True, description="Names one issue by exactly one of these: `{number: 419}`."
)
class IssueBy:
    """Relay's lookups by @oneOf."""

    slug: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its slug, usually its first day: `2026-10-26`."
    )
    number: int | None = strawberry.field(
        default=strawberry.UNSET, description="Its number, `Issue.number`: 419."
    )
    date: Date | None = strawberry.field(
        default=strawberry.UNSET, description="Any day from `startsOn` to `endsOn`."
    )
    id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Its id, which says the language as well: `language` and `fallback` do not "
        "count.",
    )


@strawberry.input(description="What stands in an article's address: its language and its slug.")
class ArticlePath:
    """What addresses name."""

    language: LanguageCode = strawberry.field(
        description="The article's own language; nothing stands in for it."
    )
    slug: str = strawberry.field(description="Its slug in that language, or an earlier one.")


@strawberry.input(
    one_of=True,
    description="Names one article by exactly one of these: "
    '`{path: {language: "en", slug: "fourteen-million-and-one-thaler"}}`.',
)
class ArticleBy:
    """Relay's lookups by @oneOf."""

    id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Its id, which says the language as well; the id of another type is BAD_INPUT.",
    )
    path: ArticlePath | None = strawberry.field(
        default=strawberry.UNSET, description="Its language and slug, as they stand in its address."
    )


@strawberry.enum(description="In which order articles are listed.")
class ArticleOrder(enum.Enum):
    """Each is the exact reverse of the other."""

    NEWEST = strawberry.enum_value(
        "newest",
        description="Last published first; those of one instant in their issue's order. Where "
        "`publishedAt` is null the issue's last day counts.",
    )
    OLDEST = strawberry.enum_value(
        "oldest", description="The exact reverse of NEWEST: first published first."
    )


@strawberry.enum(description="In which order issues are listed: by their first day.")
class IssueOrder(enum.Enum):
    """By the first day."""

    NEWEST = strawberry.enum_value("newest", description="The latest days first.")
    OLDEST = strawberry.enum_value("oldest", description="The earliest days first.")
