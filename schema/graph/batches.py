"""Batched reads: what a field needs for all the nodes of its level, in one statement each.

Keys are hashable and say all that the value depends on; an id is (key, language).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schema.graph import nodes
from schema.reads import articles, issues
from schema.reads.pages import count_rows, list_articles_of, read_page
from schema.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Collection

    from schema.graph.request import Entity, Request
    from schema.reads.pages import ArticleFilter, Key, Window

Row = dict[str, Any]
Id = tuple[str, str]
Asked = tuple[str, Wanted]
"""A key or slug, and the language that is wanted of it."""


def article_id(entity: Entity) -> Id:
    """Give the id of an article's row."""
    return entity.row["key"], entity.language


def own(language: str) -> Wanted:
    """Want a node's own language and no other."""
    return Wanted(language)


def load_bodies(request: Request, ids: Collection[Id], column: str) -> dict[Id, Any]:
    """Read one form of the bodies."""
    return articles.bodies(request.connection, ids, column)


def load_authors(request: Request, ids: Collection[Id]) -> dict[Id, list[str]]:
    """Read the bylines."""
    return articles.authors_of(request.connection, ids)


def load_tags(request: Request, ids: Collection[Id]) -> dict[Id, list[Entity]]:
    """Read the tags, each in its article's language."""
    found = articles.tags_of(request.connection, ids)
    return {id_: [nodes.tag(row, own(id_[1])) for row in rows] for id_, rows in found.items()}


def load_articles(request: Request, keys: Collection[str]) -> dict[str, list[Row]]:
    """Read all translations of articles."""
    return articles.articles_by_key(request.connection, keys)


def load_issues(request: Request, asked: Collection[Asked]) -> dict[Asked, Entity]:
    """Read issues, each in the best language that there is."""
    found = issues.issues_by_slug(request.connection, {slug for slug, _ in asked})
    chosen: dict[Asked, Entity] = {}
    for slug, wanted in asked:
        language = wanted.best(set(found[slug]))
        if language is not None:
            chosen[slug, wanted] = nodes.issue(found[slug][language], wanted)
    return chosen


def load_issue_rows(request: Request, slugs: Collection[str]) -> dict[str, dict[str, Row]]:
    """Read issues in all their languages."""
    return issues.issues_by_slug(request.connection, slugs)


def load_neighbours(
    request: Request,
    ids: Collection[Id],
    later: bool,  # noqa: FBT001 - a loader's arguments have no names
) -> dict[Id, Row]:
    """Read the next or previous issues in the same language."""
    return issues.neighbours(request.connection, ids, later=later)


def load_issue_articles(request: Request, asked: Collection[Asked]) -> dict[Asked, list[Entity]]:
    """Read the articles of issues in their order, each in the best language that there is."""
    languages = {language for _, wanted in asked for language in wanted.languages}
    slugs = {slug for slug, _ in asked}
    found = articles.articles_of_issues(request.connection, slugs, languages)
    return {(slug, wanted): _best_of_each(found[slug], wanted) for slug, wanted in asked}


def _best_of_each(rows: list[Row], wanted: Wanted) -> list[Entity]:
    by_key: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_key.setdefault(row["key"], {})[row["language"]] = row
    chosen = []
    for of_key in by_key.values():
        language = wanted.best(set(of_key))
        if language is not None:
            chosen.append(nodes.article(of_key[language], wanted))
    return chosen


def load_pages_of(
    request: Request,
    parents: Collection[tuple[Asked, Window]],
    kind: str,
    chosen: ArticleFilter,
    descending: bool,  # noqa: FBT001 - a loader's arguments have no names
) -> dict[tuple[Asked, Window], list[Row]]:
    """Read the pages of articles of sections or tags. Windows differ only by their cursors."""
    found: dict[tuple[Asked, Window], list[Row]] = {}
    for window in {window for _, window in parents}:
        asked = [parent for parent, own_window in parents if own_window == window]
        listing = list_articles_of(request.connection, kind, asked, chosen, descending=descending)
        pages: dict[Key, list[Row]] = {}
        for row in read_page(request.connection, listing, window):
            pages.setdefault((row["parent"], row["wanted"]), []).append(row)
        for slug, wanted in asked:
            found[(slug, wanted), window] = pages.get(_group(slug, wanted), [])
    return found


def count_pages_of(
    request: Request,
    parents: Collection[Asked],
    kind: str,
    chosen: ArticleFilter,
) -> dict[Asked, int]:
    """Count the articles of sections or tags."""
    listing = list_articles_of(request.connection, kind, parents, chosen, descending=True)
    counts = count_rows(request.connection, listing)
    return {(slug, wanted): counts.get(_group(slug, wanted), 0) for slug, wanted in parents}


def _group(slug: str, wanted: Wanted) -> Key:
    return slug, "/".join(wanted.languages)
