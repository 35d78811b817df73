"""One node by what a client knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.graph import batches, nodes
from schema.graph.ids import NodeId, decode_id
from schema.graph.refusals import Refused, bad_input
from schema.reads import articles, issues
from schema.reads.standing import rows_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schema.graph.inputs import ArticleBy, ArticlePath, IssueBy
    from schema.graph.request import Entity, Request, Row
    from schema.wanted import Wanted


async def find_nodes(ids: Sequence[str], request: Request) -> list[Entity | None]:
    """Find nodes by id; unknown and malformed ids are None (Relay, Object Identification)."""
    loads = [request.load(load_nodes, id_) for id_ in ids]
    return [await load for load in loads]


def load_nodes(request: Request, ids: Sequence[str]) -> dict[str, Entity]:
    """Read nodes by id: one statement for each type."""
    asked: dict[str, dict[str, NodeId]] = {}
    for id_ in ids:
        node = decode_id(id_)
        if node is not None and node.language in request.catalogue.languages:
            asked.setdefault(node.type, {})[id_] = node
    found: dict[str, Entity] = {}
    for type_, read in _READS.items():
        if type_ in asked:
            found |= read(request, asked[type_])
    return found


def _articles(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    rows = articles.articles_by_key(request.connection, {node.key for node in asked.values()})
    return {
        id_: nodes.article(row, batches.own(node.language))
        for id_, node in asked.items()
        for row in rows[node.key]
        if row["language"] == node.language
    }


def _issues(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    rows = issues.issues_by_slug(request.connection, {node.key for node in asked.values()})
    return {
        id_: nodes.issue(rows[node.key][node.language], batches.own(node.language))
        for id_, node in asked.items()
        if node.language in rows[node.key]
    }


def _sections(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    rows = request.catalogue.sections
    return {
        id_: nodes.section(rows[node.key], batches.own(node.language))
        for id_, node in asked.items()
        if node.key in rows
    }


def _tags(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    slugs = {node.key for node in asked.values()}
    rows = {row["slug"]: row for row in rows_where(request.connection, "tag", ["slug"], slugs)}
    return {
        id_: nodes.tag(rows[node.key], batches.own(node.language))
        for id_, node in asked.items()
        if node.key in rows
    }


_READS = {"Article": _articles, "Issue": _issues, "Section": _sections, "Tag": _tags}


def _of_type(type_: str, id_: str) -> NodeId | None:
    """Read an id where a type is asked for: an id of another type is BAD_INPUT."""
    node = decode_id(id_)
    if node is not None and node.type in _READS and node.type != type_:
        message = f"the id is one of type {node.type}; {type_} is asked for"
        raise bad_input(message, argument="by.id")
    return node


async def find_article(by: ArticleBy, request: Request) -> Entity | None:
    """Find an article; earlier slugs resolve, a withdrawn one is NOT_FOUND with its instant."""
    if isinstance(by.id, str):
        node = _of_type("Article", by.id)
        row = await request.load(load_by_id, (node.key, node.language)) if node else None
    else:
        path: ArticlePath = by.path  # type: ignore[assignment]
        known = {code.lower(): code for code in request.catalogue.languages}
        row = await request.load(load_by_slug, (known.get(path.language.lower(), ""), path.slug))
    if row is None:
        return None
    if row["withdrawn_at"] is not None:
        message = f"the article {row['slug']!r} was withdrawn at {row['withdrawn_at']}"
        raise Refused("NOT_FOUND", message, withdrawnAt=row["withdrawn_at"])
    return nodes.article(row, batches.own(row["language"]))


def load_by_id(request: Request, ids: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Read articles by (key, language)."""
    return articles.articles_by_id(request.connection, ids)


def load_by_slug(request: Request, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Read articles by (language, slug)."""
    return dict(articles.articles_by_slug(request.connection, asked))


async def find_issue(by: IssueBy, wanted: Wanted, request: Request) -> Entity | None:
    """Find an issue in the best language that there is."""
    if isinstance(by.id, str):
        _of_type("Issue", by.id)
        return (await find_nodes([by.id], request))[0]
    if isinstance(by.slug, str):
        found: Entity | None = await request.load(batches.load_issues, (by.slug, wanted))
        return found
    if isinstance(by.number, int):
        rows = issues.issue_by_number(request.connection, by.number)
    else:
        rows = issues.issue_on(request.connection, str(by.date))
    language = wanted.best(set(rows))
    return nodes.issue(rows[language], wanted) if language else None


async def find_tag(slug: str, wanted: Wanted, request: Request) -> Entity | None:
    """Find a tag by its slug."""
    rows = rows_where(request.connection, "tag", ["slug"], [slug])
    return nodes.tag(rows[0], wanted) if rows else None
