"""What sitemaps list: articles and issues with what their addresses are made of, and how many.

A period is the year of an article's sort key, or that in which an issue begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, bindparam, case, func, literal_column, select

from schema.reads.articles import ARTICLE, SHOWN
from schema.reads.issues import ISSUE
from schema.statement import Statement
from schema.tables import TABLES

if TYPE_CHECKING:
    from schema.reader import Reader, Row

_UNDATED = ("#", "$")
"""The bounds of the sort keys that begin with no instant."""

_ADDRESSED = [
    ARTICLE.c[name]
    for name in (
        *("key", "language", "slug", "issue_slug", "section_slug"),
        *("published_at", "updated_at", "sort_key"),
    )
]
MADE_OF = frozenset(("published_at", "updated_at"))
"""The columns that addresses need besides those that every article comes with."""


def count_articles(reader: Reader) -> list[Row]:
    """Count the articles of each language and year; those without an instant have no period."""
    return _ARTICLES_COUNTED.rows(reader)


ARTICLES_YEAR = case((ARTICLE.c.sort_key < "$", None), else_=func.substr(ARTICLE.c.sort_key, 1, 4))
_ARTICLES_COUNTED = Statement(
    lambda _: (
        select(ARTICLE.c.language, ARTICLES_YEAR.label("period"), func.count().label("size"))
        .where(SHOWN)
        .group_by(ARTICLE.c.language, "period")
    )
)


def count_issues(reader: Reader) -> list[Row]:
    """Count the issues of each language and year."""
    return _ISSUES_COUNTED.rows(reader)


ISSUES_YEAR = func.substr(ISSUE.c.starts_on, 1, 4)
_ISSUES_COUNTED = Statement(
    lambda _: select(
        ISSUE.c.language, ISSUES_YEAR.label("period"), func.count().label("size")
    ).group_by(ISSUE.c.language, "period")
)


def articles_of(reader: Reader, language: str, year: str | None, size: int, skip: int) -> list[Row]:
    """Read some of a year's articles in a language, in the order of publication."""
    low, high = (year, f"{year}~") if year else _UNDATED
    return _ARTICLES_OF.rows(reader, language=language, low=low, high=high, size=size, skip=skip)


_ARTICLES_OF = Statement(
    lambda _: (
        select(*_ADDRESSED)
        .where(SHOWN, ARTICLE.c.language == bindparam("language"))
        .where(ARTICLE.c.sort_key >= bindparam("low"), ARTICLE.c.sort_key < bindparam("high"))
        .order_by(ARTICLE.c.sort_key, ARTICLE.c.key)
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )
)


def issues_of(reader: Reader, language: str, year: str, size: int, skip: int) -> list[Row]:
    """Read some of the issues that began in a year, in a language and in their order."""
    return _ISSUES_OF.rows(
        reader, language=language, low=year, high=f"{year}~", size=size, skip=skip
    )


_ISSUES_OF = Statement(
    lambda _: (
        select(ISSUE)
        .where(ISSUE.c.language == bindparam("language"))
        .where(ISSUE.c.starts_on >= bindparam("low"), ISSUE.c.starts_on < bindparam("high"))
        .order_by(ISSUE.c.starts_on, ISSUE.c.slug)
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )
)


def every_article(reader: Reader) -> list[Row]:
    """Read all articles, language by language, in the order of publication."""
    return _EVERY_ARTICLE.rows(reader)


_EVERY_ARTICLE = Statement(
    lambda _: (
        select(*_ADDRESSED)
        .where(SHOWN)
        .order_by(ARTICLE.c.language, ARTICLE.c.sort_key, ARTICLE.c.key)
    )
)


def every_issue(reader: Reader) -> list[Row]:
    """Read all issues, language by language, in their order."""
    return _EVERY_ISSUE.rows(reader)


_EVERY_ISSUE = Statement(
    lambda _: select(ISSUE).order_by(ISSUE.c.language, ISSUE.c.starts_on, ISSUE.c.slug)
)


def newest_of(reader: Reader, kind: str) -> dict[tuple[str, str], str]:
    """Tell when the newest article was published: {(slug, language): instant}.

    `kind` is `section` or `tag`; or `front`, whose slug is empty.
    """
    rows = _NEWEST[kind].rows(reader)
    return {(row["slug"], row["language"]): row["instant"] for row in rows}


def _newest(kind: str) -> Statement:
    link = TABLES["article_tag"]
    slugs: dict[str, Any] = {
        "front": literal_column("''", String),
        "section": ARTICLE.c.section_slug,
        "tag": link.c.tag_slug,
    }
    columns = [slugs[kind].label("slug"), ARTICLE.c.language]
    rows = select(*columns, func.max(ARTICLE.c.published_at).label("instant"))
    if kind == "tag":
        same = (link.c.article_key == ARTICLE.c.key) & (link.c.language == ARTICLE.c.language)
        rows = rows.select_from(link).join(ARTICLE, same)
    groups = [ARTICLE.c.language] if kind == "front" else [slugs[kind], ARTICLE.c.language]
    return Statement(lambda _: rows.where(SHOWN).group_by(*groups))


_NEWEST = {kind: _newest(kind) for kind in ("front", "section", "tag")}


def published_between(reader: Reader, first: str, last: str, most: int) -> list[Row]:
    """Read the articles of all languages that were published in a span, newest first."""
    return _PUBLISHED.rows(reader, first=first, last=last, most=most)


_PUBLISHED = Statement(
    lambda _: (
        select(ARTICLE)
        .where(SHOWN, ARTICLE.c.language.in_(select(TABLES["language"].c.code)))
        # The sort key begins with the instant, and an index has it.
        .where(ARTICLE.c.sort_key >= bindparam("first"))
        .where(ARTICLE.c.published_at >= bindparam("first"))
        .where(ARTICLE.c.published_at <= bindparam("last"))
        .order_by(ARTICLE.c.sort_key.desc(), ARTICLE.c.key, ARTICLE.c.language)
        .limit(bindparam("most", type_=Integer))
    )
)
