"""Whole rows of nodes, for those of which only the keys were read; an article alone brings more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.graph import nodes
from schema.graph.batches import in_others, own
from schema.graph.request import Entity
from schema.reads import articles, issues

if TYPE_CHECKING:
    from schema.graph.batches import Id
    from schema.graph.request import Request, Row

_MOST_KEYS = 4  # columns of a row of which only the keys were read


def fill(request: Request, entities: list[Entity]) -> list[Entity]:
    """Read the rows of nodes of which only the keys were read: see `Request.lean`.

    All of them are of one type, and come from one field.
    """
    type_ = entities[0].type
    if type_ not in ("Article", "Issue") or len(entities[0].row) > _MOST_KEYS:
        return entities
    found = (
        read_articles(request, {(row["key"], language) for _, row, language, _ in entities})
        if type_ == "Article"
        else _issues(request, entities)
    )
    key = nodes.KEYS[type_]
    return [
        Entity(type_, found[row[key], language], language, wanted)
        for _, row, language, wanted in entities
    ]


def _issues(request: Request, entities: list[Entity]) -> dict[Id, Row]:
    slugs, languages = {each.row["slug"] for each in entities}, {each.language for each in entities}
    return {
        (slug, language): row
        for language in languages
        for slug, row in issues.issues_in(request.reader, slugs, language).items()
    }


def read_articles(request: Request, ids: set[Id]) -> dict[Id, Row]:
    """Read articles by (key, language), withdrawn ones as well; one alone with its relatives."""
    if len(ids) > 1:
        return articles.articles_by_id(request.reader, ids, request.columns)
    (id_,) = ids
    row = read_article(request, id_)
    return {id_: row} if row else {}


def read_article(request: Request, id_: Id) -> Row | None:
    """Read one article with its relatives, where these are wanted; a withdrawn one as well."""
    row = articles.article_by_id(request.reader, id_, request.columns)
    return row and with_relatives(request, row)


def with_relatives(request: Request, row: Row) -> Row:
    """Make nodes of the rows that stand in an article's row."""
    language = row["language"]
    if row.get("issue"):
        row["issue"] = nodes.issue(row["issue"], own(language))
    if "translations" in row:
        row["translations"] = in_others(request.catalogue, row["translations"], language)
    return row
