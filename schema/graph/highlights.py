"""Where the parts of an article have the words that were asked for."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import strawberry

from schema.graph.cost import Length
from schema.graph.fields import item
from schema.reads import articles
from schema.words.highlight import MOST_FRAGMENTS, fragments

if TYPE_CHECKING:
    from collections.abc import Collection

    from schema.graph.batches import Id
    from schema.graph.request import Request
    from schema.words.query import Query

HIGHLIGHTS = Length(4)


@strawberry.enum(description="The parts of an article that are searched.")
class SearchField(enum.Enum):
    """In the order of their weight."""

    TITLE = strawberry.enum_value("title", description="The headline, `Article.title`.")
    LEAD = strawberry.enum_value("lead", description="The first paragraph, `Article.lead`.")
    TAGS = strawberry.enum_value(
        "tags", description="The names of `Article.tags`, each a fragment of its own."
    )
    BODY = strawberry.enum_value("body", description="The text of `Article.body`.")


@strawberry.type(description="Where one part of an article has the words that were asked for.")
class Highlight:
    """A field of an article that has some of the words."""

    field: SearchField = item("field", "Which part of the article it is.")
    fragments: list[str] = item(
        "fragments",
        "Safe HTML: text whose only tags are `<mark>`, around the words that were found. At most "
        f"{MOST_FRAGMENTS}, or one for each tag; a longer text is cut between words, with `…`.",
    )


def load_highlights(
    request: Request, asked: Collection[tuple[Id, Query]]
) -> dict[tuple[Id, Query], list[dict[str, Any]]]:
    """Read the texts of articles, and mark in each what a query has found."""
    ids = {id_ for id_, _ in asked}
    columns = frozenset(("title", "lead", "tags"))
    rows = articles.articles_by_id(request.reader, ids, columns)
    bodies = articles.bodies(request.reader, ids, "text")
    found: dict[tuple[Id, Query], list[dict[str, Any]]] = {}
    for id_, query in asked:
        names = [request.catalogue.tags[slug]["name"][id_[1]] for slug in rows[id_]["tags"]]
        texts = {
            SearchField.TITLE: [rows[id_]["title"]],
            SearchField.LEAD: [rows[id_]["lead"] or ""],
            SearchField.TAGS: names,
            SearchField.BODY: [bodies.get(id_, "")],
        }
        found[id_, query] = _highlights(texts, query)
    return found


def _highlights(texts: dict[SearchField, list[str]], query: Query) -> list[dict[str, Any]]:
    marked = {
        field: [fragment for text in of for fragment in fragments(text, query)]
        for field, of in texts.items()
    }
    return [{"field": field, "fragments": found} for field, found in marked.items() if found]
