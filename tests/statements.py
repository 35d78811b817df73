"""Counting SQL statements, and a publication that is wide enough to count them on."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
)
from publications import PUBLICATION, write_publication, write_yaml

from schema.reader import NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTH = 6
"""How many issues, sections and tags there are, and articles in each issue."""

PARENTS = {
    "Address": "addresses(kind: NAMES) { %s }",
    "Article": "articles(first: $n) { nodes { %s } }",
    "ArticleConnection": "tags(first: $n) { nodes { articles { %s } } }",
    "ArticleEdge": "tags(first: $n) { nodes { articles { edges { %s } } } }",
    "Change": "changes(first: $n) { nodes { %s } }",
    "ChangePage": "changes(first: $n) { %s }",
    "ArchiveYear": "archive { %s }",
    "Facet": "articles(first: $n) { facets(of: [SECTION, TAG, TREND, LANGUAGE, YEAR]) { %s } }",
    "Issue": "issues(first: $n) { nodes { %s } }",
    "IssueConnection": "issues(first: $n) { %s }",
    "IssueEdge": "issues(first: $n) { edges { %s } }",
    "Publication": "publication { %s }",
    "Query": "%s",
    "ArticleRecord": "records(first: $n) { nodes { %s } }",
    "ArticleRecordConnection": "records(first: $n) { %s }",
    "ArticleRecordEdge": "records(first: $n) { edges { %s } }",
    "SearchConnection": 'search(query: "heading", first: $n) { %s }',
    "SearchEdge": 'search(query: "heading", first: $n) { edges { %s } }',
    "Seo": "articles(first: $n) { nodes { seo { %s } } }",
    "Section": "nodes(ids: $sections) { ... on Section { %s } }",
    "Tag": "tags(first: $n) { nodes { %s } }",
    "TagConnection": "tags(first: $n) { %s }",
    "TagEdge": "tags(first: $n) { edges { %s } }",
    "TrendPoint": "trends(to: $day) { %s }",
}
"""How a document comes to n values of each type that has edges."""

ARGUMENTS = {
    "Query.changes": "(first: $n)",
    "ArticleConnection.facets": "(of: [SECTION, TAG, TREND, LANGUAGE, YEAR])",
    "Query.article": "(by: { id: $article })",
    "Query.articles": "(first: $n)",
    "Query.issue": "(by: { number: 1 })",
    "Query.issues": "(first: $n)",
    "Query.node": "(id: $article)",
    "Query.nodes": "(ids: $sections)",
    "Query.published": '(from: "2030-01-01", until: "2031-01-01", first: $n)',
    "Query.record": "(by: { id: $article })",
    "Query.search": '(query: "heading", first: $n)',
    "SearchConnection.facets": "(of: [SECTION, TAG, TREND, LANGUAGE, YEAR])",
    "Query.section": '(slug: "s0")',
    "Query.tag": '(slug: "t0")',
    "Query.tags": "(first: $n)",
    "Query.trends": "(to: $day)",
}
VARIABLES = {"n": "Int", "sections": "[ID!]!", "day": "Date", "article": "ID!"}


class _Notes(logging.Handler):
    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        sql, _parameters = record.args or ("", "")
        if sql != NEWEST:
            self.seen.append(str(sql))


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SELECT statements that answers send while it is open, on any engine.

    Asking for the revision is not one of them: SQLite is asked once for all answers of a round.
    """
    log, seen = logging.getLogger("newsstand.sql"), list[str]()
    notes, level = _Notes(seen), log.level
    log.addHandler(notes)
    log.setLevel(logging.DEBUG)
    try:
        yield seen
    finally:
        log.setLevel(level)
        log.removeHandler(notes)
    seen[:] = [each for each in seen if each.lstrip(" (").upper().startswith(("SELECT", "WITH"))]


def write_wide(folder: Path) -> Path:
    """Write a publication of WIDTH issues, sections and tags, in two languages."""
    kinds = {"sections": "s", "tags": "t"}
    names = {
        kind: [{"slug": f"{s}{i}", "name": {"en": s, "ru": s}} for i in range(WIDTH)]
        for kind, s in kinds.items()
    }
    languages = [{**each, "fallback": []} for each in PUBLICATION["languages"]]
    write_publication(folder, languages=languages, **names)
    for number in range(1, WIDTH + 1):
        day = dt.date(2030, 1, 7) + dt.timedelta(weeks=number - 1)
        articles = [_article(number, place) for place in range(WIDTH)]
        issue = {
            "slug": day.isoformat(),
            "number": number,
            "starts_on": day,
            "ends_on": day + dt.timedelta(days=6),
            "published_at": f"{day + dt.timedelta(weeks=1)}T09:00:00Z",
            "articles": articles,
        }
        write_yaml(folder / f"{day}.yaml", issue)
    return folder


def _article(number: int, place: int) -> dict[str, Any]:
    body = f"## Heading\n\nText of {number} and {place}."
    return {
        "key": f"a{number}-{place}",
        "section": f"s{place}",
        "trend": "improved",
        "tags": [f"t{place}", f"t{(place + 1) % WIDTH}"],
        "authors": ["A. Author", f"B. {place}"],
        "image": {"src": "https://ferry.example/i.jpg", "alt": "An image"},
        "translations": {
            language: {"title": f"{language} {number} {place}", "body": body}
            for language in ("en", "ru")
        },
    }


def edges(schema: GraphQLSchema) -> dict[str, GraphQLField]:
    """Find every field that leads to further objects, by `Type.field`."""
    return {
        f"{name}.{field}": definition
        for name, type_ in sorted(schema.type_map.items())
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__")
        for field, definition in type_.fields.items()
        if is_composite_type(get_named_type(definition.type))
    }


def make_document(schema: GraphQLSchema, edge: str, definition: GraphQLField) -> str:
    """Write a document that takes an edge from n values, and all plain fields behind it."""
    parent, _, field = edge.partition(".")
    selected = _leaves(schema, get_named_type(definition.type))
    body = PARENTS[parent] % f"{field}{ARGUMENTS.get(edge, '')} {{ {selected} }}"
    used = [f"${name}: {kind}" for name, kind in VARIABLES.items() if f"${name}" in body]
    variables = f"({', '.join(used)})" if used else ""
    return f"query {variables} {{ {body} }}"


def _leaves(schema: GraphQLSchema, type_: Any, prefix: str = "") -> str:
    if type_.name == "Node":
        kinds = schema.get_possible_types(type_)
        return " ".join(
            f"... on {kind.name} {{ {_leaves(schema, kind, kind.name)} }}" for kind in kinds
        )
    fields: dict[str, GraphQLField] = type_.fields
    names = [
        f"{prefix}{name}: {name}" if prefix else name
        for name, field in fields.items()
        if is_leaf_type(get_named_type(field.type))
        and not any(is_required_argument(argument) for argument in field.args.values())
    ]
    return " ".join(["__typename", *names])
