"""What articles and issues are chosen by: conditions as shapes, which make SQL, and their values.

A statement is compiled once for each combination of shapes; the values are its parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, bindparam, exists, func, select

from schema.reads.among import among, length
from schema.reads.articles import ARTICLE
from schema.reads.words import are_found, write_queries
from schema.statement import as_array
from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from schema.words.query import Query

Criterion = tuple[str, str]
"""How a condition compares, and what: a column, or the link to tags or authors."""
Condition = tuple[Criterion, Any]

LINKS = {
    "tag": (TABLES["article_tag"], "tag_slug"),
    "author": (TABLES["article_author"], "name"),
}
"""The tables that link articles to what many of them share, each with its column."""


class ArticleFilter(NamedTuple):
    """Conditions that must all hold; an empty tuple or None sets none. Instants are UTC text.

    `words` are searches, of which one must find the article: what is found can be counted and
    grouped as any other list.
    """

    sections: tuple[str, ...] | None = None
    tags_any: tuple[str, ...] | None = None
    tags_all: tuple[str, ...] = ()
    tags_none: tuple[str, ...] = ()
    trends: tuple[str, ...] | None = None
    issues: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    published_from: str | None = None
    published_until: str | None = None
    words: tuple[Query, ...] | None = None

    @property
    def is_of_days(self) -> bool:
        """Tell whether it names days or instants: there are too many of them to ask for twice."""
        return self.published_from is not None or self.published_until is not None


_NO_SPANS = (None,) * 4


class IssueFilter(NamedTuple):
    """Conditions that must all hold. Days are `YYYY-MM-DD`, both ends included."""

    numbers: tuple[int, ...] | None = None
    starts_from: str | None = None
    starts_until: str | None = None
    published_from: str | None = None
    published_until: str | None = None

    @property
    def is_of_days(self) -> bool:
        """Tell whether it names days or instants: there are too many of them to ask for twice."""
        spans = (self.starts_from, self.starts_until, self.published_from, self.published_until)
        return spans != _NO_SPANS


def conditions_of(chosen: ArticleFilter | IssueFilter) -> list[Condition]:
    """Give a filter's conditions, those first that may lead: see `Listing.lead`."""
    if isinstance(chosen, IssueFilter):
        return list(_of_issues(chosen))
    found = [*_of_articles(chosen), *_of_words(chosen)]
    return sorted(found, key=lambda condition: condition[0] not in LEADING)


LEADING = (("equal", "tag"), ("equal", "author"))
"""Conditions whose link table has the articles in their order already."""


def _of_articles(chosen: ArticleFilter) -> Iterator[Condition]:
    for column, values in (
        ("section_slug", chosen.sections),
        ("issue_slug", chosen.issues),
        ("trend", chosen.trends),
        ("tag", chosen.tags_any),
        ("author", chosen.authors),
    ):
        if values is not None:
            yield _one_of(column, values)
    # One tag may lead; the others are one condition, so that clients cannot make endless shapes.
    for tag in chosen.tags_all[:1]:
        yield ("equal", "tag"), tag
    if others := dict.fromkeys(chosen.tags_all[1:]):
        yield ("all", "tag"), as_array(others)
    if chosen.tags_none:
        yield ("none", "tag"), as_array(chosen.tags_none)
    for kind, instant in (("from", chosen.published_from), ("until", chosen.published_until)):
        if instant is not None:
            yield (kind, "published_at"), instant


def _of_words(chosen: ArticleFilter) -> Iterator[Condition]:
    if chosen.words is not None:
        yield ("words", "key"), write_queries(chosen.words)


def _of_issues(chosen: IssueFilter) -> Iterator[Condition]:
    if chosen.numbers is not None:
        yield ("numbers", "number"), as_array([str(number) for number in chosen.numbers])
    for kind, column, value in (
        ("from", "starts_on", chosen.starts_from),
        ("until", "starts_on", chosen.starts_until),
        ("from", "published_at", chosen.published_from),
        ("until", "published_at", chosen.published_until),
    ):
        if value is not None:
            yield (kind, column), value


def _one_of(column: str, values: tuple[str, ...]) -> Condition:
    """Compare with one value where there is one: an index then has the rows in their order."""
    if len(values) == 1:
        return ("equal", column), values[0]
    return ("among", column), as_array(values)


def write_condition(
    engine: str, shape: Criterion, name: str, rows: Any, order: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Make a condition's SQL on `rows`, an article or issue table; its parameter is `name`.

    `order` is the column that sorts the rows: it begins with the instant of publication, so that a
    span of instants is a span of an index.
    """
    kind, column = shape
    value: ColumnElement[Any] = bindparam(name, type_=String)
    if column in LINKS:
        return _linked(engine, shape, name)
    found: ColumnElement[Any] = rows.c[column]
    if kind == "words":
        return are_found(engine, rows, name)
    if kind in ("numbers", "among"):
        return among(engine, [found.cast(String) if kind == "numbers" else found], name)
    if kind == "equal":
        return found == value
    within = found >= value if kind == "from" else found <= value
    if column != "published_at" or rows is not ARTICLE:
        return within
    # "#" ends the instant in a sort key, and "$" follows it.
    return within & ((order >= value) if kind == "from" else (order < value + "$"))


def _linked(engine: str, shape: Criterion, name: str) -> ColumnElement[bool]:
    kind, link = shape
    table, column = LINKS[link]
    other = table.alias()
    value = other.c[column]
    is_chosen = value == bindparam(name) if kind == "equal" else among(engine, [value], name)
    own = (other.c.article_key == ARTICLE.c.key, other.c.language == ARTICLE.c.language, is_chosen)
    if kind == "all":
        counted = select(func.count()).select_from(other).where(*own).correlate(ARTICLE)
        return counted.scalar_subquery() == length(engine, name)
    linked = exists().where(*own)
    return ~linked if kind == "none" else linked
