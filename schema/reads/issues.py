"""Issues: some by slug, one by number or day, the newest, a neighbour."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, or_, select

from schema.reads.among import among
from schema.reads.language import in_language, language_values
from schema.reads.lookup import MOST_SHAPES, Lookup
from schema.statement import Statement, as_array
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement

    from schema.reader import Reader, Row
    from schema.wanted import Wanted

ISSUE = TABLES["issue"]


def issues_by_slug(reader: Reader, slugs: Collection[str]) -> dict[str, dict[str, Row]]:
    """Read some issues in every language that they have: {slug: {language: row}}."""
    found: dict[str, dict[str, Row]] = {slug: {} for slug in slugs}
    return _by_slug(_BY_SLUG.rows(reader, slugs), found)


_BY_SLUG = Lookup([ISSUE.c.slug], lambda chosen, _: select(ISSUE).where(chosen))


def issues_in(reader: Reader, slugs: Collection[str], language: str) -> dict[str, Row]:
    """Read some issues in one language; those that are not there in it are left out."""
    return {row["slug"]: row for row in _IN.rows(reader, slugs, language=language)}


_IN = Lookup(
    [ISSUE.c.slug],
    lambda chosen, _: select(ISSUE).where(chosen, ISSUE.c.language == bindparam("language")),
)


def _by_slug(rows: list[Row], found: dict[str, dict[str, Row]]) -> dict[str, dict[str, Row]]:
    for row in rows:
        found.setdefault(row["slug"], {})[row["language"]] = row
    return found


def issue_by_number(reader: Reader, number: int) -> dict[str, Row]:
    """Read the issue with a number, in every language: {language: row}."""
    return _only(_by_slug(_BY_NUMBER.rows(reader, number=number), {}))


_BY_NUMBER = Statement(lambda _: select(ISSUE).where(ISSUE.c.number == bindparam("number")))


def issue_on(reader: Reader, day: str) -> dict[str, Row]:
    """Read the issue whose days hold a day; where several do, the one that began last."""
    return _only(_by_slug(_ON_DAY.rows(reader, day=day), {}))


_ON_DAY = Statement(
    lambda _: select(ISSUE).where(
        ISSUE.c.starts_on <= bindparam("day"), ISSUE.c.ends_on >= bindparam("day")
    )
)


def _only(found: Mapping[str, dict[str, Row]]) -> dict[str, Row]:
    ordered = sorted(found.items(), key=lambda item: next(iter(item[1].values()))["starts_on"])
    return ordered[-1][1] if ordered else {}


def newest_issue(reader: Reader, wanted: Wanted) -> Row | None:
    """Read the newest issue that there is in the wanted language or one that may stand in."""
    rows = _newest(len(wanted.fallback)).rows(reader, **language_values(wanted))
    return rows[0] if rows else None


@lru_cache(MOST_SHAPES)
def _newest(fallbacks: int) -> Statement:
    return Statement(
        lambda _: (
            select(ISSUE)
            .where(in_language(ISSUE, "slug", fallbacks))
            .order_by(ISSUE.c.starts_on.desc(), ISSUE.c.slug.desc())
            .limit(1)
        )
    )


def neighbours(
    reader: Reader, issues: Collection[tuple[str, str]], *, later: bool
) -> dict[tuple[str, str], Row]:
    """Read the next (or previous) issue in the same language, for some (slug, language)."""
    rows = _NEIGHBOURS[later].rows(reader, issues=as_array(issues))
    return {(row["asked"], row["language"]): row for row in rows}


def _neighbours(engine: str, *, later: bool) -> Any:
    here, there, between = ISSUE.alias("here"), ISSUE.alias("there"), ISSUE.alias("between")
    nearest = _follows(here, between, later=later)
    order = [between.c.starts_on, between.c.slug]
    closest = (
        select(between.c.slug)
        .where(nearest)
        .order_by(*(order if later else [column.desc() for column in order]))
        .limit(1)
        .correlate(here)
        .scalar_subquery()
    )
    return (
        select(there, here.c.slug.label("asked"))
        .select_from(here)
        .join(there, (there.c.slug == closest) & (there.c.language == here.c.language))
        .where(among(engine, [here.c.slug, here.c.language], "issues"))
    )


def _follows(here: Any, other: Any, *, later: bool) -> ColumnElement[bool]:
    if later:
        after = or_(
            other.c.starts_on > here.c.starts_on,
            and_(other.c.starts_on == here.c.starts_on, other.c.slug > here.c.slug),
        )
    else:
        after = or_(
            other.c.starts_on < here.c.starts_on,
            and_(other.c.starts_on == here.c.starts_on, other.c.slug < here.c.slug),
        )
    return and_(other.c.language == here.c.language, after)


_NEIGHBOURS = {
    True: Statement(lambda engine: _neighbours(engine, later=True)),
    False: Statement(lambda engine: _neighbours(engine, later=False)),
}
