"""Atom (RFC 4287), with archives (RFC 5005) and deleted entries (RFC 6721)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.feeds.paths import MEDIA_TYPES
from api.markup import add, root, write

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from api.feeds.feed import Entry, Feed, Picture, Removed


_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
_REASONS = {
    "WITHDRAWN": "The editors withdrew this article.",
    "REMOVED": "This article is no longer published.",
}


def write_atom(feed: Feed) -> bytes:
    """Write a feed document."""
    document = root("feed", {**_NAMESPACES, "xml:lang": feed.language})
    add(document, "id", feed.id)
    add(document, "title", feed.title)
    if feed.about:
        add(document, "subtitle", feed.about)
    add(document, "updated", feed.updated)
    _add_author(document, feed.publication)
    _add_links(document, feed)
    add(document, "rights", feed.rights)
    add(document, "generator", "Newsstand")
    if feed.is_archive:
        add(document, "fh:archive")
    for removed in feed.removed:
        _add_removed(document, removed)
    for entry in feed.entries:
        _add_entry(document, entry, feed.language)
    return write(document)


def _add_author(parent: Element, name: str) -> None:
    add(add(parent, "author"), "name", name)


def _add_links(document: Element, feed: Feed) -> None:
    _add_link(document, "alternate", feed.site, type="text/html")
    _add_link(document, "self", feed.address, type=MEDIA_TYPES["atom"])
    for relation, address in feed.links.items():
        _add_link(document, relation, address, type=MEDIA_TYPES["atom"])
    if feed.hub:
        _add_link(document, "hub", feed.hub)
    if feed.rights.startswith(("http://", "https://")):
        _add_link(document, "license", feed.rights)  # RFC 4946


def _add_link(parent: Element, relation: str, address: str, **more: str | None) -> None:
    add(parent, "link", attributes={"rel": relation, "href": address, **more})


def _add_removed(document: Element, removed: Removed) -> None:
    entry = add(document, "at:deleted-entry", None, {"ref": removed.id, "when": removed.when})
    add(entry, "at:comment", _REASONS[removed.reason], {"xml:lang": "en"})


def _add_entry(document: Element, entry: Entry, language: str) -> None:
    element = add(document, "entry")
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "updated", entry.updated)
    if entry.published:
        add(element, "published", entry.published)
    for author in entry.authors:
        _add_author(element, author)
    _add_link(element, "alternate", entry.address, type="text/html", hreflang=language)
    for each in entry.translations:
        more = {"hreflang": each["language"], "title": each["title"]}
        _add_link(element, "related", each["url"], type="text/html", **more)
    if entry.source:
        _add_link(element, "via", entry.source)
    for category in entry.categories:
        add(element, "category", attributes=category._asdict())
    add(element, "summary", entry.summary)
    if entry.html:
        add(element, "content", entry.html, {"type": "html"})
    if entry.picture:
        add_picture(element, entry.picture)


def add_picture(parent: Element, picture: Picture) -> None:
    """Add a picture as Media RSS has it, which Atom and RSS share."""
    sizes = {
        name: str(size)
        for name, size in (("width", picture.width), ("height", picture.height))
        if size
    }
    attributes = {"url": picture.address, "medium": "image", "type": picture.media_type, **sizes}
    element = add(parent, "media:content", None, attributes)
    if picture.words:
        add(element, "media:description", picture.words, {"type": "plain"})
    if picture.credit:
        add(element, "media:credit", picture.credit)
