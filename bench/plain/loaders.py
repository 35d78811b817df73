"""Data loaders: what one request needs of a relation is read in one statement."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import joinedload
from sqlmodel import col, select
from strawberry.dataloader import DataLoader

from bench.plain.tables import Article, ArticleTag, Issue, Section, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlmodel import Session


class Loaders:
    """The loaders of one request, on its session."""

    def __init__(self, session: Session) -> None:
        """Begin with nothing loaded."""
        self.session = session
        self.section: DataLoader[int, Section] = DataLoader(self.load_sections)
        self.issue: DataLoader[int, Issue] = DataLoader(self.load_issues)
        self.tags: DataLoader[int, list[Tag]] = DataLoader(self.load_tags)
        self.articles: DataLoader[int, list[Article]] = DataLoader(self.load_articles)
        self.family: DataLoader[str, list[Article]] = DataLoader(self.load_families)

    async def load_sections(self, ids: list[int]) -> list[Section]:
        """Load sections by id."""
        rows = self.session.exec(select(Section).where(col(Section.row_id).in_(ids))).all()
        found = {row.row_id: row for row in rows}
        return [found[id_] for id_ in ids]

    async def load_issues(self, ids: list[int]) -> list[Issue]:
        """Load issues by id."""
        rows = self.session.exec(select(Issue).where(col(Issue.row_id).in_(ids))).all()
        found = {row.row_id: row for row in rows}
        return [found[id_] for id_ in ids]

    async def load_tags(self, ids: list[int]) -> list[list[Tag]]:
        """Load the tags of articles, in their order."""
        statement = (
            select(ArticleTag)
            .where(col(ArticleTag.article_id).in_(ids))
            .order_by(col(ArticleTag.position))
            .options(joinedload(ArticleTag.tag))  # type: ignore[arg-type]
        )
        found = _grouped(self.session.exec(statement), lambda link: link.article_id)
        return [[link.tag for link in found[id_]] for id_ in ids]

    async def load_articles(self, ids: list[int]) -> list[list[Article]]:
        """Load the articles of issues, in their order."""
        statement = (
            select(Article)
            .where(col(Article.issue_id).in_(ids))
            .order_by(col(Article.position), col(Article.key))
        )
        found = _grouped(self.session.exec(statement), lambda article: article.issue_id)
        return [found[id_] for id_ in ids]

    async def load_families(self, keys: list[str]) -> list[list[Article]]:
        """Load articles by key in all their languages."""
        statement = select(Article).where(col(Article.key).in_(keys)).order_by(col(Article.row_id))
        found = _grouped(self.session.exec(statement), lambda article: article.key)
        return [found[key] for key in keys]


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
