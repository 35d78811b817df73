"""What can be asked for, and the schema."""

from __future__ import annotations

import datetime as dt

import strawberry
from sqlmodel import col, select
from strawberry.extensions import ParserCache, ValidationCache

from bench.plain import tables
from bench.plain.scalars import CONFIG, LanguageCode
from bench.plain.types import Article, Context, Issue

_PAGE = 20


@strawberry.input
class ArticlePath:
    """An article's language and slug."""

    language: LanguageCode
    slug: str


@strawberry.input(one_of=True)
class ArticleBy:
    """One article."""

    path: strawberry.Maybe[ArticlePath]


@strawberry.input
class TagsFilter:
    """With at least one of these tags."""

    any: list[str]


@strawberry.input
class ArticleFilter:
    """Which articles."""

    tags: TagsFilter | None = None


@strawberry.input
class DateRange:
    """A span of days."""

    until: dt.date | None = None


@strawberry.input
class IssueFilter:
    """Which issues."""

    starts_on: DateRange | None = None


@strawberry.type
class ArticleConnection:
    """A page of articles."""

    nodes: list[Article]


@strawberry.type
class IssueConnection:
    """A page of issues."""

    nodes: list[Issue]


@strawberry.type
class Query:
    """The root."""

    @strawberry.field
    def latest_issue(self, info: Context, language: LanguageCode) -> Issue | None:
        """Find the issue of the latest days."""
        statement = (
            select(tables.Issue)
            .where(tables.Issue.language == language)
            .order_by(col(tables.Issue.starts_on).desc())
            .limit(1)
        )
        return info.context.session.exec(statement).first()  # type: ignore[return-value]

    @strawberry.field
    def article(self, info: Context, by: ArticleBy) -> Article | None:
        """Find one article."""
        if by.path is None:
            return None
        path = by.path.value
        statement = (
            select(tables.Article)
            .where(tables.Article.language == path.language)
            .where(tables.Article.slug == path.slug)
        )
        return info.context.session.exec(statement).first()  # type: ignore[return-value]

    @strawberry.field
    def articles(
        self,
        info: Context,
        language: LanguageCode,
        filter: ArticleFilter | None = None,  # noqa: A002 - its name in the graph
        first: int = _PAGE,
    ) -> ArticleConnection:
        """Find the newest articles."""
        statement = select(tables.Article).where(tables.Article.language == language)
        if filter and filter.tags:
            tagged = (
                select(tables.ArticleTag.article_id)
                .join(tables.Tag)
                .where(tables.Tag.language == language)
                .where(col(tables.Tag.slug).in_(filter.tags.any))
            )
            statement = statement.where(col(tables.Article.row_id).in_(tagged))
        newest = (col(tables.Article.published_at).desc(), col(tables.Article.position))
        rows = info.context.session.exec(statement.order_by(*newest).limit(first)).all()
        return ArticleConnection(nodes=rows)  # type: ignore[arg-type]

    @strawberry.field
    def issues(
        self,
        info: Context,
        language: LanguageCode,
        filter: IssueFilter | None = None,  # noqa: A002
        first: int = _PAGE,
    ) -> IssueConnection:
        """Find the latest issues."""
        statement = select(tables.Issue).where(tables.Issue.language == language)
        if filter and filter.starts_on and filter.starts_on.until:
            statement = statement.where(tables.Issue.starts_on <= filter.starts_on.until)
        latest = col(tables.Issue.starts_on).desc()
        rows = info.context.session.exec(statement.order_by(latest).limit(first)).all()
        return IssueConnection(nodes=rows)  # type: ignore[arg-type]


SCHEMA = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache], config=CONFIG)
