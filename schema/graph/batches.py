"""Batched reads: what a field needs for all the nodes of its level, in one statement each.

Keys are hashable and say all that the value depends on; an id is (key, language).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from schema.graph import nodes
from schema.graph.known_issues import known_count
from schema.graph.request import Entity, ask
from schema.reads import articles, facets, issues
from schema.reads.pages import count_rows, count_rows_of, read_pages
from schema.reads.records import RecordList, count_records
from schema.reads.related import read_beside
from schema.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from schema.graph.request import Request
    from schema.reads.catalogue import Catalogue
    from schema.reads.pages import List, Window
    from schema.reads.related import Place

Row = dict[str, Any]
Id = tuple[str, str]
Named = tuple[str, Wanted]
"""A key or slug, and the language that is wanted of it."""


def article_id(entity: Entity) -> Id:
    """Give the id of an article's row."""
    return entity.row["key"], entity.language


@lru_cache(256)
def own(language: str) -> Wanted:
    """Want a node's own language and no other."""
    return Wanted(language)


def sections_in(catalogue: Catalogue, language: str) -> dict[str, Entity]:
    """Give all sections as nodes in a language, by slug: made once in a revision."""
    return _nodes_in(catalogue, "Section", catalogue.sections, language)


def tags_in(catalogue: Catalogue, language: str) -> dict[str, Entity]:
    """Give all tags as nodes in a language, by slug: made once in a revision."""
    return _nodes_in(catalogue, "Tag", catalogue.tags, language)


def _nodes_in(
    catalogue: Catalogue, type_: str, rows: dict[str, Row], language: str
) -> dict[str, Entity]:
    found: dict[str, Entity] | None = catalogue.made.get((type_, language))
    if found is None:
        wanted = own(language)
        found = {slug: Entity(type_, row, language, wanted) for slug, row in rows.items()}
        catalogue.made[type_, language] = found
    return found


def load_bodies(request: Request, ids: Collection[Id], column: str) -> dict[Id, Any]:
    """Read one form of the bodies."""
    return articles.bodies(request.reader, ids, column)


def body_of(article: Entity, form: str, then: Callable[[Any], Any] | None = None) -> str:
    """Ask for one form of an article's body."""
    asked: str = ask(load_bodies, article_id(article), form, then=then)
    return asked


def load_earlier_slugs(request: Request, ids: Collection[Id]) -> dict[Id, list[str]]:
    """Read the slugs that articles had before."""
    return articles.earlier_slugs_of(request.reader, ids)


def load_articles(request: Request, keys: Collection[str]) -> dict[str, list[Row]]:
    """Read all translations of articles."""
    return articles.articles_by_key(request.reader, keys, request.columns)


def in_others(catalogue: Catalogue, rows: list[Row], language: str) -> list[Entity]:
    """Give the translations of an article in the publication's order, without its own language."""
    found = {row["language"]: row for row in rows}
    return [
        Entity("Article", found[each], each, own(each))
        for each in catalogue.languages
        if each in found and each != language
    ]


def load_issues(request: Request, asked: Collection[Named]) -> dict[Named, Entity]:
    """Read issues, each in the best language that there is."""
    slugs, wishes = {slug for slug, _ in asked}, {wanted for _, wanted in asked}
    if len(wishes) == 1:
        (wanted,) = wishes
        if not wanted.fallback:
            there = issues.issues_in(request.reader, slugs, wanted.language)
            return {(slug, wanted): nodes.issue(row, wanted) for slug, row in there.items()}
    found = issues.issues_by_slug(request.reader, slugs)
    chosen: dict[Named, Entity] = {}
    for slug, wanted in asked:
        language = wanted.best(set(found[slug]))
        if language is not None:
            chosen[slug, wanted] = nodes.issue(found[slug][language], wanted)
    return chosen


def load_issue_rows(request: Request, slugs: Collection[str]) -> dict[str, dict[str, Row]]:
    """Read issues in all their languages."""
    return issues.issues_by_slug(request.reader, slugs)


def load_neighbours(
    request: Request,
    ids: Collection[Id],
    later: bool,  # noqa: FBT001 - a loader's arguments have no names
) -> dict[Id, Row]:
    """Read the next or previous issues in the same language."""
    return issues.neighbours(request.reader, ids, later=later)


def load_beside(
    request: Request,
    places: Collection[Place],
    later: bool,  # noqa: FBT001 - a loader's arguments have no names
) -> dict[Place, Row]:
    """Read the articles right behind (or before) some in their sections."""
    return read_beside(request.reader, places, request.columns, later=later)


def load_issue_articles(
    request: Request,
    asked: Collection[Named],
    tag: str | None = None,
    some: bool = False,  # noqa: FBT001, FBT002 - a loader's arguments have no names
) -> dict[Named, list[Entity]]:
    """Read the articles of issues in their order, each in the best language that there is.

    With a tag: of those, the ones that carry it. `some`: who asks will not take all of them.
    """
    languages = {language for _, wanted in asked for language in wanted.languages}
    slugs, columns = {slug for slug, _ in asked}, request.columns
    if tag is not None and columns is not None:
        columns |= {"tags"}
    if len(languages) == 1 and tag is None and not some:
        (language,) = languages
        found = articles.whole_issues(request.reader, slugs, language, columns)
    else:
        found = articles.articles_of_issues(request.reader, slugs, languages, columns)
    listed = {(slug, wanted): _best_of_each(found[slug], wanted) for slug, wanted in asked}
    if tag is None:
        return listed
    return {
        asked: [entity for entity in entities if tag in entity.row["tags"]]
        for asked, entities in listed.items()
    }


def _best_of_each(rows: list[Row], wanted: Wanted) -> list[Entity]:
    if not wanted.fallback:
        return [nodes.article(row, wanted) for row in rows if row["language"] == wanted.language]
    by_key: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_key.setdefault(row["key"], {})[row["language"]] = row
    chosen = []
    for of_key in by_key.values():
        language = wanted.best(set(of_key))
        if language is not None:
            chosen.append(nodes.article(of_key[language], wanted))
    return chosen


def load_pages(
    request: Request, asked: Collection[tuple[str, Window]], of: List
) -> dict[tuple[str, Window], list[Row]]:
    """Read the pages of the lists of sections or tags. Windows differ only by their cursors."""
    found: dict[tuple[str, Window], list[Row]] = {key: [] for key in asked}
    for window in {window for _, window in asked}:
        parents = {slug for slug, own_window in asked if own_window == window}
        for row in read_pages(request.reader, of, parents, window):
            found[row.pop("parent"), window].append(row)
    return found


def count_lists(
    request: Request, parents: Collection[str | None], of: List | RecordList
) -> dict[str | None, int]:
    """Count the lists of sections or tags; or the one list that has no parent (None)."""
    if isinstance(of, RecordList):
        return {None: count_records(request.reader, of)}
    if of.source == "tag":
        return {None: len(request.catalogue.tags)}
    if of.within is None:
        known = known_count(request, of)
        return {None: count_rows(request.reader, of) if known is None else known}
    slugs = [slug for slug in parents if slug is not None]
    counted: dict[str | None, int] = {}
    counted.update(count_rows_of(request.reader, of, slugs))
    return counted


def count_facet(
    request: Request, parents: Collection[str | None], of: List, facet: str
) -> dict[str | None, dict[str, int]]:
    """Count the lists of sections or tags by a facet; or the one list that has no parent (None)."""
    zone = request.catalogue.publication["timezone"]
    slugs = [slug for slug in parents if slug is not None]
    return facets.count_facet(request.reader, of, facet, zone, slugs)
