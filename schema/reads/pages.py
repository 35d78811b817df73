"""Pages of articles, issues and tags: keyset windows over filtered, ordered rows.

One statement reads a page, for one list or for the lists of many parents at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, exists, func, literal, select, tuple_, union_all

from schema.reads.among import among
from schema.reads.articles import ARTICLE, SHOWN, Row, fetch
from schema.reads.issues import ISSUE
from schema.reads.language import in_language
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement

    from schema.wanted import Wanted

_TAG_OF, _AUTHOR_OF = TABLES["article_tag"], TABLES["article_author"]
TAG = TABLES["tag"]

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A page: at most `size` rows behind `after` and before `before`, both exclusive.

    `backwards` counts from the end (Relay's `last`). The keys are the values of the ordering
    columns, as the cursors carry them.
    """

    size: int
    after: Key | None = None
    before: Key | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Conditions that must all hold; an empty tuple or None sets none. Instants are UTC text."""

    sections: tuple[str, ...] | None = None
    tags_any: tuple[str, ...] | None = None
    tags_all: tuple[str, ...] = ()
    tags_none: tuple[str, ...] = ()
    trends: tuple[str, ...] | None = None
    issues: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    published_from: str | None = None
    published_until: str | None = None


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Conditions that must all hold. Days are `YYYY-MM-DD`, both ends included."""

    numbers: tuple[int, ...] | None = None
    starts_from: str | None = None
    starts_until: str | None = None
    published_from: str | None = None
    published_until: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """An ordered, filtered list: the rows, what orders them, and which way.

    `groups` are the columns that part the rows into the lists of several parents.
    """

    rows: Any
    order: tuple[str, ...]
    descending: bool
    groups: tuple[str, ...] = ()


def read_page(connection: Connection, listing: Listing, window: Window) -> list[Row]:
    """Read a page and one row more, which tells whether there are further ones.

    The rows come in the direction of reading: from the end where the window counts backwards.
    With groups, each has its own page.
    """
    rows = listing.rows
    columns = [rows.c[name] for name in listing.order]
    statement = select(rows).where(*_keyset(columns, listing, window))
    downwards = listing.descending != window.backwards
    order = [column.desc() if downwards else column.asc() for column in columns]
    if not listing.groups:
        return fetch(connection, statement.order_by(*order).limit(window.size + 1))
    groups = [rows.c[name] for name in listing.groups]
    number = func.row_number().over(partition_by=groups, order_by=order).label("nth")
    numbered = statement.add_columns(number).subquery()
    statement = select(numbered).where(numbered.c.nth <= window.size + 1)
    return fetch(connection, statement.order_by(numbered.c.nth))


def count_rows(connection: Connection, listing: Listing) -> dict[Key, int]:
    """Count a list, or the lists of all groups: {group: rows}; without groups the key is ()."""
    groups = [listing.rows.c[name] for name in listing.groups]
    statement = select(func.count(), *groups).select_from(listing.rows).group_by(*groups)
    return {tuple(group): number for number, *group in connection.execute(statement)}


def _keyset(
    columns: Sequence[ColumnElement[Any]], listing: Listing, window: Window
) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for key, behind in ((window.after, True), (window.before, False)):
        if key is not None:
            bound = tuple_(*(literal(part) for part in key))
            upwards = behind != listing.descending
            where.append(tuple_(*columns) > bound if upwards else tuple_(*columns) < bound)
    return where


def list_articles(wanted: Wanted, chosen: ArticleFilter, *, descending: bool) -> Listing:
    """List the articles of a language (or its fallback) by their instant."""
    rows = select(ARTICLE).where(SHOWN, in_language(ARTICLE, "key", wanted), *_conditions(chosen))
    return Listing(rows.subquery(), ("sort_key", "key"), descending)


def list_articles_of(
    connection: Connection,
    kind: str,
    parents: Collection[tuple[str, Wanted]],
    chosen: ArticleFilter,
    *,
    descending: bool,
) -> Listing:
    """List the articles of some sections or tags (`kind`), each in its own language.

    The groups are (parent, wanted): the parent's slug, and the languages with `/` between them.
    """
    slugs: dict[Wanted, set[str]] = {}
    for slug, wanted in parents:
        slugs.setdefault(wanted, set()).add(slug)
    selects = []
    for wanted, of_wanted in slugs.items():
        parent = ARTICLE.c.section_slug if kind == "section" else _TAG_OF.c.tag_slug
        labels = parent.label("parent"), literal("/".join(wanted.languages)).label("wanted")
        rows = select(ARTICLE, *labels).where(
            SHOWN, in_language(ARTICLE, "key", wanted), *_conditions(chosen)
        )
        if kind == "tag":
            rows = rows.join(_TAG_OF, _tag_of_article())
        selects.append(rows.where(among(connection, [parent], of_wanted)))
    union = union_all(*selects).subquery()
    return Listing(union, ("sort_key", "key"), descending, groups=("parent", "wanted"))


def list_issues(wanted: Wanted, chosen: IssueFilter, *, descending: bool) -> Listing:
    """List the issues of a language (or its fallback) by their first day."""
    where = [in_language(ISSUE, "slug", wanted)]
    if chosen.numbers is not None:
        where.append(ISSUE.c.number.in_(chosen.numbers))
    bounds = (
        (ISSUE.c.starts_on, chosen.starts_from, chosen.starts_until),
        (ISSUE.c.published_at, chosen.published_from, chosen.published_until),
    )
    for column, first, last in bounds:
        where += _between(column, first, last)
    return Listing(select(ISSUE).where(*where).subquery(), ("starts_on", "slug"), descending)


def list_tags() -> Listing:
    """List all tags by their slugs."""
    return Listing(select(TAG).subquery(), ("slug",), descending=False)


def _between(
    column: ColumnElement[Any], first: str | None, last: str | None
) -> list[ColumnElement[bool]]:
    bounds = ((first, column.__ge__), (last, column.__le__))
    return [compare(value) for value, compare in bounds if value is not None]


def _conditions(chosen: ArticleFilter) -> list[ColumnElement[bool]]:
    where = _between(ARTICLE.c.published_at, chosen.published_from, chosen.published_until)
    for column, values in (
        (ARTICLE.c.section_slug, chosen.sections),
        (ARTICLE.c.issue_slug, chosen.issues),
        (ARTICLE.c.trend, chosen.trends),
    ):
        if values is not None:
            where.append(column.in_(values))
    if chosen.tags_any is not None:
        where.append(_has_tag(chosen.tags_any))
    where += [_has_tag((tag,)) for tag in chosen.tags_all]
    if chosen.tags_none:
        where.append(~_has_tag(chosen.tags_none))
    if chosen.authors is not None:
        where.append(
            exists().where(
                _AUTHOR_OF.c.article_key == ARTICLE.c.key,
                _AUTHOR_OF.c.language == ARTICLE.c.language,
                _AUTHOR_OF.c.name.in_(chosen.authors),
            )
        )
    return where


def _has_tag(tags: tuple[str, ...]) -> ColumnElement[bool]:
    other = _TAG_OF.alias()
    return exists().where(
        other.c.article_key == ARTICLE.c.key,
        other.c.language == ARTICLE.c.language,
        other.c.tag_slug.in_(tags),
    )


def _tag_of_article() -> ColumnElement[bool]:
    return and_(_TAG_OF.c.article_key == ARTICLE.c.key, _TAG_OF.c.language == ARTICLE.c.language)
