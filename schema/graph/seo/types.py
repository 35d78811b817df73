"""`seo` of articles and issues: what the head of their page has."""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.types import Info

from schema.graph import batches, nodes
from schema.graph.cost import LANGUAGES
from schema.graph.derived import cut, url_of
from schema.graph.fields import answered, computed, item
from schema.graph.request import Entity, Request, ask
from schema.graph.seo.batches import load_articles_as_json_ld, load_issues_as_json_ld
from schema.graph.seo.json_ld import image_url

Context = Info[Request, None]
Row = dict[str, Any]

_DESCRIPTION = 160
"""How many characters of a description result pages show, about."""


def _address(entity: Entity, request: Request) -> str:
    return url_of(entity, request)


def _title(entity: Entity, request: Request) -> str:
    name = request.catalogue.publication["name"][entity.language]
    return f"{_headline(entity)} — {name}"


def _headline(entity: Entity) -> str:
    row = entity.row
    if row.get("title"):
        return str(row["title"])
    number = "" if row["number"] is None else f"№ {row['number']}, "
    return f"{number}{row['starts_on']} – {row['ends_on']}"


def _alternate(hreflang: str, url: str) -> dict[str, str]:
    return {"hreflang": hreflang, "url": url}


@strawberry.type(
    description="The address of a page in one language: an element `link` with `rel=alternate`."
)
class Alternate:
    """One of a page's languages."""

    hreflang: str = item(
        "hreflang",
        "The language, for the attribute `hreflang`; `x-default` is for readers of all others.",
    )
    url: str = item("url", "The whole address of the page in that language.")


@strawberry.type(
    description="What the head of a page is made of: for search engines and for links that are "
    "shared. It says only what the files say."
)
class Seo:
    """Values are computed of the article's or issue's row."""

    title: str = computed(
        _title,
        "For the element `title`: the headline, of an issue without a title its number and days, "
        "and the publication's name. Plain text.",
    )

    @answered(
        "For the `description` of search results: the lead, or the beginning of the body, of an "
        "issue its headlines. Plain text of at most 160 characters; may be empty.",
        cost=5,
    )
    def description(root: Entity, info: Context) -> str:
        if root.type == "Issue":
            return ask(
                batches.load_issue_articles,
                (root.row["slug"], batches.own(root.language)),
                then=lambda listed: cut(
                    "; ".join(each.row["title"] for each in listed), _DESCRIPTION
                ),
            )
        if root.row["lead"]:
            return cut(root.row["lead"], _DESCRIPTION)
        return batches.body_of(root, "text", lambda text: cut(text, _DESCRIPTION))

    canonical: str = computed(
        _address, "The one address of the page on the publication's website: `rel=canonical`."
    )

    @answered(
        "The whole address of the picture for cards, of an issue that of its first article which "
        "has one; null if there is none."
    )
    def image(root: Entity, info: Context) -> str | None:
        request = info.context
        if root.type == "Article":
            image = root.row["image"]
            return image_url(image, request) if image else None

        def first(listed: list[Entity]) -> str | None:
            images = (each.row["image"] for each in listed if each.row["image"])
            return next((image_url(image, request) for image in images), None)

        own = (root.row["slug"], batches.own(root.language))
        return ask(batches.load_issue_articles, own, then=first)

    @answered(
        "The page in all its languages, this one included, in the publication's order; at the end "
        "`x-default`, the one in the default language, else the first of them. All of them name "
        "the same ones, as hreflang wants it.",
        length=LANGUAGES,
    )
    def alternates(root: Entity, info: Context) -> list[Alternate]:
        request = info.context
        make = nodes.article if root.type == "Article" else nodes.issue

        def listed(rows: Any) -> Any:
            given = rows.values() if isinstance(rows, dict) else rows
            by_language = {row["language"]: row for row in given}
            codes = [code for code in request.catalogue.languages if code in by_language]
            urls = {
                code: _address(make(by_language[code], batches.own(code)), request)
                for code in codes
            }
            found = [_alternate(code, url) for code, url in urls.items()]
            default = urls.get(request.catalogue.default_language) or next(iter(urls.values()))
            return [*found, _alternate("x-default", default)]

        if root.type == "Article":
            return ask(batches.load_articles, root.row["key"], then=listed)
        return ask(batches.load_issue_rows, root.row["slug"], then=listed)

    @answered(
        "The article or issue in schema.org's words, as JSON-LD: a NewsArticle in its "
        "PublicationIssue in its Periodical. A text of JSON, for an element `script` of the type "
        "`application/ld+json`: there is no `<` in it, so it needs no escaping there.",
        cost=20,
    )
    def json_ld(root: Entity, info: Context) -> str:
        if root.type == "Article":
            return ask(load_articles_as_json_ld, batches.article_id(root))
        return ask(load_issues_as_json_ld, (root.row["slug"], root.language))


def seo(description: str) -> Any:
    """Declare the field `seo` of a node."""
    return computed(lambda entity, _: entity, description, "slug", "title", "lead", "image")
