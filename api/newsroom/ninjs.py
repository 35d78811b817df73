"""Articles in IPTC's News in JSON, version 3.1 (https://iptc.org/standards/ninjs/).

Only what the files say is said. There is no list in ninjs: a page of articles is an object of the
type `composite` that has them as its `associations`, so that it is ninjs as a whole.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from api.newsroom.identity import write_identifier

Item = dict[str, Any]

NINJS = "application/json"
"""IANA has no media type for ninjs; the user guide names none."""

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def write_item(data: dict[str, Any], public_url: str) -> Item:
    """Write the result of the document `article-ninjs`."""
    record = data["record"]
    if record["article"] is None:
        return {"standard": STANDARD, **_canceled(record, data["publication"])}
    return {"standard": STANDARD, **_Writer(data, public_url).item(record["article"])}


def write_page(data: dict[str, Any], public_url: str, address: str) -> Item:
    """Write the result of the document `articles-ninjs`, which was asked for at `address`."""
    writer = _Writer(data, public_url)
    return _page(data, address, [writer.item(each) for each in data["articles"]["nodes"]])


def write_changes(data: dict[str, Any], public_url: str, address: str) -> Item:
    """Write the result of the document `records-ninjs`, which was asked for at `address`."""
    writer = _Writer(data, public_url)
    items = [
        writer.item(record["article"])
        if record["article"]
        else _canceled(record, data["publication"])
        for record in data["records"]["nodes"]
    ]
    return _page(data, address, items)


def _page(data: dict[str, Any], address: str, items: list[Item]) -> Item:
    publication = data["publication"]
    return {
        "standard": STANDARD,
        "uri": address,
        "type": "composite",
        "representationType": "full",
        "title": publication["name"],
        "infoSources": [_publisher(publication["name"], publication["siteUrl"])],
        "associations": [
            {"name": item.get("title", item["slugline"]), "rel": "item", **item} for item in items
        ],
    }


def _canceled(record: dict[str, Any], publication: dict[str, Any]) -> Item:
    """Tell that an article was taken back: what was published of it must go."""
    return {
        "uri": write_identifier(publication["siteUrl"], record["key"], record["language"]),
        "type": "text",
        "representationType": "partial",
        "pubStatus": "canceled",
        "versionCreated": record["changedAt"],
        "language": record["language"],
        "slugline": record["slug"],
    }


class _Writer:
    """Writes the articles of one answer; they have publication and revision in common."""

    def __init__(self, data: dict[str, Any], public_url: str) -> None:
        self.publication = data["publication"]
        self.site = self.publication["siteUrl"]
        self.seeded_at = data["revision"]["seededAt"]
        self.public_url = public_url

    def item(self, article: dict[str, Any]) -> Item:
        published = article["publishedAt"]
        linked = self.publication["licenseUrl"]
        return _said(
            {
                "uri": self.identifier(article),
                "type": "text",
                "representationType": "full",
                "pubStatus": "usable",
                "language": article["language"],
                "title": article["title"],
                "slugline": article["slug"],
                "firstCreated": published,
                "versionCreated": article["updatedAt"] or published,
                # Compared with the seeding and not with now: an answer is the same in a revision.
                "embargoedUntil": published if (published or "") > self.seeded_at else None,
                "by": ", ".join(article["authors"]),
                "people": [{"name": name, "rel": "author"} for name in article["authors"]],
                "headlines": [_text("main", "text/plain", article["title"])],
                "descriptions": [_text("summary", "text/plain", article["lead"])]
                if article["lead"]
                else None,
                "bodies": _bodies(article),
                "subjects": [*self.subjects(article)],
                "usageTerms": self.publication["license"],
                "rightsInfo": {"linkedRights": linked} if linked else None,
                "infoSources": self.sources(article),
                "altIds": [
                    _alternative("node", article["id"]),
                    _alternative("key", article["key"]),
                ],
                "renditions": [_page_of(article)],
                "associations": [*self.associations(article)],
            }
        )

    def identifier(self, article: dict[str, Any]) -> str:
        return write_identifier(self.site, article["key"], article["language"])

    def sources(self, article: dict[str, Any]) -> list[Item]:
        publisher, origin = article["publication"]["name"], article["sourceUrl"]
        own = _publisher(publisher, self.site)
        return [own, {"role": "origin", "uri": origin}] if origin else [own]

    def subjects(self, article: dict[str, Any]) -> list[Item]:
        """Give section, tags and trend; `literal` has the scheme before the colon."""
        section, trend = article["section"], article["trend"]
        found = [("section", section["slug"], section["name"])] if section else []
        found += [("tag", tag["slug"], tag["name"]) for tag in article["tags"]]
        if trend:
            found.append(("trend", trend.lower(), article["trendLabel"] or trend.lower()))
        return [
            {
                "name": name,
                "rel": scheme,
                "uri": f"{self.public_url}/v1/articles?{scheme}={code}",
                "literal": f"{scheme}:{code}",
            }
            for scheme, code, name in found
        ]

    def associations(self, article: dict[str, Any]) -> list[Item]:
        found = [self.picture(article)] if article["image"] else []
        if article["issue"]:
            found.append(_issue(article["issue"]))
        return found + [self.translation(each) for each in article["translations"]]

    def picture(self, article: dict[str, Any]) -> Item:
        image = article["image"]
        address = urljoin(self.site, image["src"])
        size = {name: image[name] for name in ("width", "height")}
        texts = [
            _text(role, "text/plain", image[name])
            for role, name in (("caption", "caption"), ("alternative text", "alt"))
            if image[name]
        ]
        return _said(
            {
                "name": image["caption"] or image["alt"] or article["title"],
                "rel": "picture",
                "uri": address,
                "type": "picture",
                "by": image["credit"],
                "descriptions": texts,
                "renditions": [_said({"name": "original", "href": address, **size})],
            }
        )

    def translation(self, article: dict[str, Any]) -> Item:
        return {
            "name": article["title"],
            "rel": "translation",
            "uri": self.identifier(article),
            "type": "text",
            "representationType": "partial",
            "language": article["language"],
            "renditions": [_page_of(article)],
        }


def _issue(issue: dict[str, Any]) -> Item:
    number = issue["number"]
    return {
        "name": issue["title"] or (issue["slug"] if number is None else f"№ {number}"),
        "rel": "issue",
        "uri": issue["url"],
        "type": "composite",
        "representationType": "partial",
        "language": issue["language"],
    }


def _bodies(article: dict[str, Any]) -> list[Item]:
    """Give both forms; characters and words are counted in the text, not in its markup."""
    text = article["text"]
    counts = {"charCount": len(text), "wordCount": article["wordCount"]}
    forms = (("text/html", article["html"]), ("text/plain", text))
    return [{**_text("main", kind, value), **counts} for kind, value in forms if value]


def _text(role: str, media_type: str, value: str) -> Item:
    return {"role": role, "contentType": media_type, "value": value}


def _alternative(role: str, value: str) -> Item:
    return {"role": role, "value": value}


def _page_of(article: dict[str, Any]) -> Item:
    return {"name": "web", "href": article["url"], "contentType": "text/html"}


def _publisher(name: str, site: str) -> Item:
    return {"name": name, "role": "publisher", "uri": site}


def _said(item: Item) -> Item:
    """Leave out what is not known: null, an empty text, an empty list."""
    return {name: value for name, value in item.items() if value not in (None, "", [])}
