"""Issues: some by slug, one by number or day, the newest, a neighbour, a page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, or_, select

from schema.reads.among import among
from schema.reads.articles import Row, fetch
from schema.reads.language import in_language
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement

    from schema.wanted import Wanted

ISSUE = TABLES["issue"]


def issues_by_slug(connection: Connection, slugs: Collection[str]) -> dict[str, dict[str, Row]]:
    """Read some issues in every language that they have: {slug: {language: row}}."""
    return _by_slug(connection, slugs, among(connection, [ISSUE.c.slug], slugs))


def _by_slug(
    connection: Connection, slugs: Collection[str], where: ColumnElement[bool]
) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {slug: {} for slug in slugs}
    for row in fetch(connection, select(ISSUE).where(where)):
        found.setdefault(row["slug"], {})[row["language"]] = row
    return found


def issue_by_number(connection: Connection, number: int) -> dict[str, Row]:
    """Read the issue with a number, in every language: {language: row}."""
    return _only(_by_slug(connection, (), ISSUE.c.number == number))


def issue_on(connection: Connection, day: str) -> dict[str, Row]:
    """Read the issue whose days hold a day; where several do, the one that began last."""
    where = (ISSUE.c.starts_on <= day) & (ISSUE.c.ends_on >= day)
    return _only(_by_slug(connection, (), where))


def _only(found: Mapping[str, dict[str, Row]]) -> dict[str, Row]:
    ordered = sorted(found.items(), key=lambda item: next(iter(item[1].values()))["starts_on"])
    return ordered[-1][1] if ordered else {}


def newest_issue(connection: Connection, wanted: Wanted) -> Row | None:
    """Read the newest issue that there is in the wanted language or one that may stand in."""
    statement = (
        select(ISSUE)
        .where(in_language(ISSUE, "slug", wanted))
        .order_by(ISSUE.c.starts_on.desc(), ISSUE.c.slug.desc())
        .limit(1)
    )
    rows = fetch(connection, statement)
    return rows[0] if rows else None


def neighbours(
    connection: Connection, issues: Collection[tuple[str, str]], *, later: bool
) -> dict[tuple[str, str], Row]:
    """Read the next (or previous) issue in the same language, for some (slug, language)."""
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
    statement = (
        select(there, here.c.slug.label("asked"))
        .select_from(here)
        .join(there, (there.c.slug == closest) & (there.c.language == here.c.language))
        .where(among(connection, [here.c.slug, here.c.language], issues))
    )
    return {(row["asked"], row["language"]): row for row in fetch(connection, statement)}


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
