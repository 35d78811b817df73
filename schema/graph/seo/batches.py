"""What structured data is made of, read for all the nodes of a level at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.graph import batches, nodes
from schema.graph.seo.json_ld import Piece, article_node, issue_node, write
from schema.reads import articles, issues

if TYPE_CHECKING:
    from collections.abc import Collection

    from schema.graph.batches import Id, Named
    from schema.graph.request import Entity, Request

Row = dict[str, object]


def load_articles_as_json_ld(request: Request, ids: Collection[Id]) -> dict[Id, str]:
    """Write articles as JSON-LD: two statements."""
    keys = {key for key, _ in ids}
    rows = articles.articles_by_key(request.reader, keys)
    slugs = {row["issue_slug"] for key in keys for row in rows[key]} - {None}
    found = issues.issues_by_slug(request.reader, slugs) if slugs else {}
    written = {}
    for id_ in ids:
        own, others = _in_order(request, rows[id_[0]], id_[1])
        slug = own.row["issue_slug"]
        issue = found[slug][id_[1]] if slug else None
        piece = Piece(
            own,
            own.row["authors"],
            [request.catalogue.tags[tag]["name"][id_[1]] for tag in own.row["tags"]],
            nodes.issue(issue, own.wanted) if issue else None,
            others,
        )
        written[id_] = write(article_node(piece, request))
    return written


def load_issues_as_json_ld(request: Request, ids: Collection[Id]) -> dict[Id, str]:
    """Write issues as JSON-LD, each with its articles in its own language."""
    asked: list[Named] = [(slug, batches.own(language)) for slug, language in ids]
    listed = batches.load_issue_articles(request, asked)
    rows = issues.issues_by_slug(request.reader, {slug for slug, _ in ids})
    written = {}
    for slug, language in ids:
        own, others = _in_order(request, list(rows[slug].values()), language)
        inside = listed[slug, batches.own(language)]
        written[slug, language] = write(issue_node(own, inside, others, request))
    return written


def _in_order(
    request: Request, rows: list[dict[str, object]], language: str
) -> tuple[Entity, list[Entity]]:
    """Give the node in a language, and those in the others in the publication's order."""
    make = nodes.article if "key" in rows[0] else nodes.issue
    by_language = {str(row["language"]): row for row in rows}
    found = {
        code: make(by_language[code], batches.own(code))
        for code in request.catalogue.languages
        if code in by_language
    }
    return found.pop(language), list(found.values())
