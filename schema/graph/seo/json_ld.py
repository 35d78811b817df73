"""Articles and issues in schema.org's words, as JSON-LD 1.1.

Only what the files say is said: no `isAccessibleForFree`, no author where the byline is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

import orjson

from schema.graph.derived import license_url, url_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schema.graph.request import Entity, Request

Node = dict[str, Any]

CONTEXT = "https://schema.org"


class Piece(NamedTuple):
    """An article with what stands around it, each in the article's own language."""

    article: Entity
    authors: Sequence[str]
    tags: Sequence[str]
    issue: Entity | None
    translations: Sequence[Entity]


def write(node: Node) -> str:
    """Write a node so that it may stand in a `script` element as it is: no `<` is left in it."""
    whole = {"@context": CONTEXT, **node}
    return orjson.dumps(whole).decode().replace("<", "\\u003c")


def article_node(piece: Piece, request: Request) -> Node:
    """Describe an article as a NewsArticle in its issue, in the periodical."""
    article = piece.article
    row, url = article.row, url_of(article, request)
    issue = piece.issue
    periodical = periodical_node(article, request)
    return _said(
        _brief_article(article, request)
        | {
            "mainEntityOfPage": url,
            "description": row["lead"],
            "datePublished": row["published_at"],
            "dateModified": row["updated_at"] or row["published_at"],
            "author": [{"@type": "Person", "name": name} for name in piece.authors],
            "publisher": publisher_node(article, request),
            "image": image_node(row["image"], request),
            "articleSection": _section_name(article, request),
            "keywords": list(piece.tags),
            "wordCount": row["word_count"],
            "license": license_node(request),
            "isBasedOn": row["source_url"],
            "isPartOf": _issue_within(issue, request) if issue else periodical,
            "workTranslation": [_brief_article(each, request) for each in piece.translations],
        }
    )


def issue_node(
    issue: Entity, articles: Sequence[Entity], translations: Sequence[Entity], request: Request
) -> Node:
    """Describe an issue as a PublicationIssue with its articles, in the periodical."""
    row = issue.row
    images = (article.row["image"] for article in articles)
    return _said(
        _issue_within(issue, request)
        | {
            "mainEntityOfPage": url_of(issue, request),
            "dateModified": row["updated_at"],
            "temporalCoverage": f"{row['starts_on']}/{row['ends_on']}",
            "publisher": publisher_node(issue, request),
            "image": image_node(next(filter(None, images), None), request),
            "license": license_node(request),
            "hasPart": [_brief_article(article, request) for article in articles],
            "workTranslation": [_issue_alone(each, request) for each in translations],
        }
    )


def _brief_article(article: Entity, request: Request) -> Node:
    url = url_of(article, request)
    return {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "headline": article.row["title"],
        "inLanguage": article.language,
    }


def _issue_within(issue: Entity, request: Request) -> Node:
    return _issue_alone(issue, request) | {"isPartOf": periodical_node(issue, request)}


def _issue_alone(issue: Entity, request: Request) -> Node:
    url = url_of(issue, request)
    number = issue.row["number"]
    return _said(
        {
            "@type": "PublicationIssue",
            "@id": url,
            "url": url,
            "name": issue.row["title"],
            "issueNumber": None if number is None else str(number),
            "inLanguage": issue.language,
            "datePublished": issue.row["published_at"],
        }
    )


def periodical_node(entity: Entity, request: Request) -> Node:
    """Describe the publication, in an entity's language."""
    publication = request.catalogue.publication
    return {
        "@type": "Periodical",
        "@id": publication["site_url"],
        "url": publication["site_url"],
        "name": publication["name"][entity.language],
        "inLanguage": list(request.catalogue.languages),
    }


def publisher_node(entity: Entity, request: Request) -> Node:
    """Name who publishes: of that the files say the publication's name and site."""
    publication = request.catalogue.publication
    name = publication["name"][entity.language]
    return {"@type": "Organization", "name": name, "url": publication["site_url"]}


def license_node(request: Request) -> Node | str:
    """Give the licence as an address where it is one, or is a Creative Commons one by its name."""
    name: str = request.catalogue.publication["license"]
    return license_url(name) or {"@type": "CreativeWork", "name": name}


def image_node(image: dict[str, Any] | None, request: Request) -> Node | None:
    """Describe a picture."""
    if not image:
        return None
    url = image_url(image, request)
    return _said(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url,
            "description": image["alt"],
            "caption": image["caption"],
            "creditText": image["credit"],
            "width": _pixels(image["width"]),
            "height": _pixels(image["height"]),
        }
    )


def _pixels(number: int | None) -> Node | None:
    """Give a length as the vocabulary has it; E37 is the pixel of UN/CEFACT's units."""
    if number is None:
        return None
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


def image_url(image: dict[str, Any], request: Request) -> str:
    """Give the whole address of a picture."""
    site: str = request.catalogue.publication["site_url"]
    return urljoin(site, image["src"])


def _section_name(article: Entity, request: Request) -> str | None:
    slug = article.row["section_slug"]
    if slug is None:
        return None
    name: str = request.catalogue.sections[slug]["name"][article.language]
    return name


def _said(node: Node) -> Node:
    """Leave out what is not known: null, an empty text, an empty list."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
