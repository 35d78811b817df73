"""OPML 2.0 (http://opml.org/spec2.opml): all feeds, by language, for readers to take at once."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from api.feeds.paths import path_of
from api.markup import add, root, write

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OPML = "text/x-opml; charset=utf-8"


def write_opml(data: dict[str, Any], api: str, seeded_at: str) -> bytes:
    """Write the result of the document `feeds`: one outline for each language."""
    publication = data["publication"]
    document = root("opml", {"version": "2.0"})
    head = add(document, "head")
    add(head, "title", publication["name"])
    add(head, "dateModified", format_datetime(dt.datetime.fromisoformat(seeded_at), usegmt=True))
    body = add(document, "body")
    for language in data["languages"]:
        _add_language(body, language, data, api)
    return write(document)


def _add_language(body: Element, language: dict[str, Any], data: dict[str, Any], api: str) -> None:
    code, publication = language["code"], data["publication"]
    outline = add(body, "outline", attributes={"text": language["name"]})
    site, own = publication["siteUrl"], _name(publication, code)
    _add_feed(outline, own, api + path_of("language", code, "", "atom"), code, site)
    for kind, topics in (("section", data["sections"]), ("tag", data["tags"]["nodes"])):
        for topic in topics:
            address = api + path_of(kind, code, topic["slug"], "atom")
            _add_feed(outline, f"{own}: {_name(topic, code)}", address, code, site)


def _add_feed(outline: Element, name: str, address: str, language: str, site: str) -> None:
    attributes = {
        "type": "rss",  # OPML's word for a feed of any format
        "text": name,
        "title": name,
        "xmlUrl": address,
        "htmlUrl": site,
        "language": language,
    }
    add(outline, "outline", attributes=attributes)


def _name(named: dict[str, Any], language: str) -> str:
    names = {each["language"]: each["name"] for each in (named, *named["translations"])}
    name: str = names[language]
    return name
