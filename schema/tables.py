"""Every table, in dependency order.

Instants are text, `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC), and days `YYYY-MM-DD`: they sort as they
read, and both engines return the same characters (docs/decisions/0002-instants-are-text.md).
Keys and slugs are compared byte by byte on both engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, text
from sqlmodel import Field, SQLModel

from schema.columns import json_column, list_column, text_column

if TYPE_CHECKING:
    from collections.abc import Mapping

Names = dict[str, str]


class Revision(SQLModel, table=True):
    """The state of the content: one row for every seeding that changed anything.

    `sizes` are those of the largest lists without pages (`schema/reads/sizes.py`). `mark`: equal
    marks, equal histories until here.
    """

    __tablename__ = "revision"
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    seeded_at: str = text_column()
    sizes: dict[str, int] | None = json_column(nullable=True)
    mark: str | None = text_column(nullable=True)


class Publication(SQLModel, table=True):
    """The periodical; one row."""

    __tablename__ = "publication"
    slug: str = text_column(primary_key=True)
    name: Names = json_column()
    description: Names = json_column()
    site_url: str
    urls: dict[str, str | Names] = json_column()
    timezone: str
    cadence: str
    default_language: str = text_column()
    license: str
    trends: dict[str, Names] = json_column()
    contact: str | None


class Language(SQLModel, table=True):
    """A BCP 47 code with its own name; `position` is the publication's order."""

    __tablename__ = "language"
    code: str = text_column(primary_key=True)
    name: str
    direction: str
    fallback: list[str] = json_column()
    position: int


class Section(SQLModel, table=True):
    """A standing department of every issue, with its name in every language."""

    __tablename__ = "section"
    slug: str = text_column(primary_key=True)
    name: Names = json_column()
    aliases: list[str] = json_column()
    position: int


class Tag(SQLModel, table=True):
    """A topic across sections and issues, with its name in every language."""

    __tablename__ = "tag"
    slug: str = text_column(primary_key=True)
    name: Names = json_column()


class Issue(SQLModel, table=True):
    """One number of the periodical in one language: it stands in the languages of its articles."""

    __tablename__ = "issue"
    slug: str = text_column(primary_key=True)
    language: str = text_column(primary_key=True)
    number: int | None
    starts_on: str = text_column()
    ends_on: str = text_column()
    published_at: str | None = text_column(nullable=True)
    updated_at: str | None = text_column(nullable=True)
    title: str | None
    __table_args__ = (
        ForeignKeyConstraint(["language"], ["language.code"]),
        Index("issue_by_day", "language", "starts_on", "slug"),
        Index("issue_by_number", "number"),
    )


def _of_shown(name: str, *columns: str) -> Index:
    """Make an index of the articles that lists show: they need not look at the rows."""
    shown = text("withdrawn_at IS NULL")
    return Index(name, *columns, sqlite_where=shown, postgresql_where=shown)


class Article(SQLModel, table=True):
    """One piece in one language; the pieces of one `key` are translations of each other.

    `sort_key` orders all pieces by one column: the instant of publication (else the end of the
    issue's last day, else nothing), `#`, and 9999 less the position, so that the newest piece comes
    first when read backwards, and pieces of one instant in the issue's order. `tags` (slugs) and
    `authors` are in the editors' order; `article_tag` and `article_author` find articles by them.
    """

    __tablename__ = "article"
    key: str = text_column(primary_key=True)
    language: str = text_column(primary_key=True)
    slug: str = text_column()
    issue_slug: str | None = text_column(nullable=True)
    section_slug: str | None = text_column(nullable=True)
    position: int
    trend: str | None = text_column(nullable=True)
    title: str
    lead: str | None
    word_count: int
    image: dict[str, Any] | None = json_column(nullable=True)
    source_url: str | None
    published_at: str | None = text_column(nullable=True)
    updated_at: str | None = text_column(nullable=True)
    withdrawn_at: str | None = text_column(nullable=True)
    sort_key: str = text_column()
    body_hash: str = text_column()
    tags: list[str] = list_column()
    authors: list[str] = list_column()
    __table_args__ = (
        ForeignKeyConstraint(["language"], ["language.code"]),
        ForeignKeyConstraint(["section_slug"], ["section.slug"]),
        Index("article_by_slug", "language", "slug", unique=True),
        _of_shown("article_by_time", "language", "sort_key", "key"),
        Index("article_by_section", "section_slug", "language", "sort_key", "key"),
        Index("article_by_issue", "issue_slug", "language", "position", "key"),
    )


def _of_article() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"])


class ArticleBody(SQLModel, table=True):
    """The body as it was written and as it is served, apart so that lists never read it.

    What is read most stands first.
    """

    __tablename__ = "article_body"
    article_key: str = text_column(primary_key=True)
    language: str = text_column(primary_key=True)
    headings: list[dict[str, Any]] = json_column()
    html: str
    text: str
    markdown: str
    __table_args__ = (_of_article(),)


class ArticleTag(SQLModel, table=True):
    """Which articles carry a tag; `position` is its place, `sort_key` is the article's."""

    __tablename__ = "article_tag"
    article_key: str = text_column(primary_key=True)
    language: str = text_column(primary_key=True)
    tag_slug: str = text_column(primary_key=True)
    position: int
    sort_key: str = text_column()
    __table_args__ = (
        _of_article(),
        ForeignKeyConstraint(["tag_slug"], ["tag.slug"]),
        Index("article_tag_by_tag", "tag_slug", "language", "sort_key", "article_key"),
        {"sqlite_with_rowid": False},
    )


class ArticleAuthor(SQLModel, table=True):
    """Which articles somebody wrote; `position` is the place, `sort_key` is the article's."""

    __tablename__ = "article_author"
    article_key: str = text_column(primary_key=True)
    language: str = text_column(primary_key=True)
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str = text_column()
    sort_key: str = text_column()
    __table_args__ = (
        _of_article(),
        Index("article_author_by_name", "name", "language", "sort_key", "article_key"),
        {"sqlite_with_rowid": False},
    )


class Alias(SQLModel, table=True):
    """An earlier slug of an article: named in its file, or its slug before some seeding."""

    __tablename__ = "alias"
    language: str = text_column(primary_key=True)
    slug: str = text_column(primary_key=True)
    article_key: str = text_column()
    in_file: bool
    __table_args__ = (_of_article(), Index("alias_by_article", "article_key", "language"))


class SearchEntry(SQLModel, table=True):
    """An article as `search_index` has its words, by `id`; `analysis` and `digest`: which ones."""

    __tablename__ = "search_entry"
    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    article_key: str = text_column()
    language: str = text_column()
    sort_key: str = text_column()
    analysis: str = text_column()
    digest: str = text_column()
    __table_args__ = (_of_article(), Index("entry_of", "article_key", "language", unique=True))


class Change(SQLModel, table=True):
    """One entry of the log between revisions: upsert or delete of one node.

    `section_slug` is that of an article, kept for when the article is removed.
    """

    __tablename__ = "change"
    revision: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    action: str = text_column()
    type: str = text_column()
    key: str = text_column()
    language: str | None = text_column(nullable=True)
    slug: str | None = text_column(nullable=True)
    reason: str | None = text_column(nullable=True)
    section_slug: str | None = text_column(nullable=True)
    __table_args__ = (
        ForeignKeyConstraint(["revision"], ["revision.number"]),
        Index("change_by_node", "type", "key", "language", "revision", "position"),
    )


METADATA = SQLModel.metadata
TABLES: Mapping[str, Table] = METADATA.tables
"""Every table by its name, for statements in SQLAlchemy Core."""
