"""One node by what a client knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.graph import batches, nodes, whole
from schema.graph.cursors import LARGEST_PAGE
from schema.graph.ids import NodeId, decode_id
from schema.graph.refusals import Refused, bad_input
from schema.graph.request import BY_ID
from schema.reads import articles, issues

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from schema.graph.inputs import ArticleBy, ArticlePath, IssueBy
    from schema.graph.request import Entity, Request, Row
    from schema.wanted import Wanted


def find_nodes(request: Request, ids: Sequence[str]) -> list[Entity | None]:
    """Find nodes by id; unknown and malformed ids are None (Relay, Object Identification)."""
    if len(ids) > LARGEST_PAGE:
        message = f"ids has {len(ids)} values; at most {LARGEST_PAGE} are taken"
        raise bad_input(message, argument="ids", requested=len(ids), limit=LARGEST_PAGE)
    found = load_nodes(request, ids)
    return [found.get(id_) for id_ in ids]


def load_nodes(request: Request, ids: Collection[str]) -> dict[str, Entity]:
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
    ids = {(node.key, node.language) for node in asked.values()}
    known = {id_: _known(request, id_) for id_ in ids}
    rows = _read(request, ids) if None in known.values() else known
    return {
        id_: nodes.article(row, batches.own(node.language))
        for id_, node in asked.items()
        if (row := rows.get((node.key, node.language))) and row["withdrawn_at"] is None
    }


def _issues(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    rows = issues.issues_by_slug(request.reader, {node.key for node in asked.values()})
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
    rows = request.catalogue.tags
    return {
        id_: nodes.tag(rows[node.key], batches.own(node.language))
        for id_, node in asked.items()
        if node.key in rows
    }


def _publications(request: Request, asked: dict[str, NodeId]) -> dict[str, Entity]:
    row = request.catalogue.publication
    return {
        id_: nodes.publication(row, batches.own(node.language))
        for id_, node in asked.items()
        if node.key == row["slug"]
    }


_READS = {
    "Article": _articles,
    "Issue": _issues,
    "Section": _sections,
    "Tag": _tags,
    "Publication": _publications,
}


def _of_type(type_: str, id_: str) -> NodeId | None:
    """Read an id where a type is asked for: that of another one is BAD_INPUT, of none is None."""
    node = decode_id(id_)
    if node is None or node.type == type_:
        return node
    if node.type not in _READS:
        return None
    message = f"the id is one of type {node.type}; {type_} is asked for"
    raise bad_input(message, argument="by.id")


def find_article(by: ArticleBy, request: Request) -> Entity | None:
    """Find an article; earlier slugs resolve, a withdrawn one is NOT_FOUND with its instant."""
    row = _article_row(by, request)
    if row is None:
        return None
    if row["withdrawn_at"] is not None:
        message = f"the article {row['slug']!r} was withdrawn at {row['withdrawn_at']}"
        raise Refused("NOT_FOUND", message, withdrawnAt=row["withdrawn_at"])
    return nodes.article(row, batches.own(row["language"]))


def find_article_id(by: ArticleBy, request: Request) -> tuple[str, str] | None:
    """Find the (key, language) of an article, also of one that was taken back."""
    if isinstance(by.id, str):
        node = _of_type("Article", by.id)
        return (node.key, node.language) if node else None
    row = _article_row(by, request)
    return (row["key"], row["language"]) if row else None


def _article_row(by: ArticleBy, request: Request) -> Row | None:
    if isinstance(by.id, str):
        node = _of_type("Article", by.id)
        if node is None:
            return None
        id_ = (node.key, node.language)
        return _known(request, id_) or _read(request, {id_}).get(id_)
    path: ArticlePath = by.path  # type: ignore[assignment]
    language = path.language
    if language not in request.catalogue.languages:
        known = {code.lower(): code for code in request.catalogue.languages}
        language = known.get(language.lower(), "")  # type: ignore[assignment]
    key = None if request.paths is None else request.paths.get((language, path.slug))
    if key is not None:
        return _keys(key, language, path.slug)
    # Nobody has rendered it yet, so all of it is wanted.
    row = articles.article_by_slug(request.reader, language, path.slug, request.columns)
    return row and whole.with_relatives(request, row)


def _read(request: Request, ids: set[batches.Id]) -> dict[batches.Id, Row]:
    """Read articles by (key, language), withdrawn ones as well, and note those that are shown."""
    rows = whole.read_articles(request, ids)
    for id_, row in rows.items():
        if row["withdrawn_at"] is None:
            request.found_by_id[BY_ID, *id_] = row["slug"]
    return rows


def _known(request: Request, id_: batches.Id) -> Row | None:
    """Give the keys of an article that was found by its id before in this revision."""
    slug = None if request.paths is None else request.paths.get((BY_ID, *id_))
    return None if slug is None else _keys(*id_, slug)


def _keys(key: str, language: str, slug: str) -> Row:
    return {"key": key, "language": language, "slug": slug, "withdrawn_at": None}


def find_issue(by: IssueBy, wanted: Wanted, request: Request) -> Entity | None:
    """Find an issue in the best language that there is."""
    if isinstance(by.id, str):
        _of_type("Issue", by.id)
        return find_nodes(request, [by.id])[0]
    if isinstance(by.slug, str):
        rows = issues.issues_by_slug(request.reader, [by.slug])[by.slug]
    elif isinstance(by.number, int):
        rows = issues.issue_by_number(request.reader, by.number)
    else:
        rows = issues.issue_on(request.reader, str(by.date))
    language = wanted.best(set(rows))
    return nodes.issue(rows[language], wanted) if language else None


def find_tag(slug: str, wanted: Wanted, request: Request) -> Entity | None:
    """Find a tag by its slug."""
    row = request.catalogue.tags.get(slug)
    return nodes.tag(row, wanted) if row else None
