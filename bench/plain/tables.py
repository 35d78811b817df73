"""The tables: one row for each node in each language, whole-number keys, relationships.

SQLModel reads the annotations of relationships as they stand, so they are not put off here.
"""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, SQLModel


class Plain(SQLModel, registry=registry()):
    """The root of these tables: apart from Newsstand's, which have the same names."""


class Section(Plain, table=True):
    """A section in one language."""

    row_id: int | None = Field(default=None, primary_key=True)
    slug: str
    language: str
    name: str


class Tag(Plain, table=True):
    """A tag in one language."""

    row_id: int | None = Field(default=None, primary_key=True)
    slug: str
    language: str
    name: str
    __table_args__ = (Index("tag_by_slug", "slug", "language"),)


class Issue(Plain, table=True):
    """An issue in one language."""

    row_id: int | None = Field(default=None, primary_key=True)
    slug: str
    language: str
    number: int
    title: str
    starts_on: dt.date
    ends_on: dt.date
    articles: list["Article"] = Relationship(back_populates="issue")
    __table_args__ = (Index("issue_by_day", "language", "starts_on"),)


class ArticleTag(Plain, table=True):
    """Which article carries which tag, at which place."""

    __tablename__: ClassVar[str] = "article_tag"
    article_id: int = Field(foreign_key="article.row_id", primary_key=True)
    tag_id: int = Field(foreign_key="tag.row_id", primary_key=True, index=True)
    position: int
    article: "Article" = Relationship(back_populates="tag_links")
    tag: Tag = Relationship()


class Article(Plain, table=True):
    """An article in one language; those of one key are translations of each other."""

    row_id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    language: str
    slug: str
    title: str
    lead: str | None
    body: str
    headings: list[dict[str, Any]] = Field(sa_column=Column(JSON))
    trend: str | None
    trend_label: str | None
    position: int
    word_count: int
    published_at: str
    updated_at: str | None
    source_url: str | None
    section_id: int = Field(foreign_key="section.row_id", index=True)
    issue_id: int = Field(foreign_key="issue.row_id", index=True)
    section: Section = Relationship()
    issue: Issue = Relationship(back_populates="articles")
    tag_links: list[ArticleTag] = Relationship(back_populates="article")
    __table_args__ = (
        Index("article_by_slug", "language", "slug", unique=True),
        Index("article_by_time", "language", "published_at"),
    )
