"""RSS 2.0.11 (https://www.rssboard.org/rss-specification) with Atom's links and full texts."""

from __future__ import annotations

import datetime as dt
import html
from email.utils import format_datetime
from typing import TYPE_CHECKING

from api.feeds.atom import add_picture
from api.feeds.paths import MEDIA_TYPES
from api.markup import add, root, write

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from api.feeds.feed import Entry, Feed


_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def write_rss(feed: Feed) -> bytes:
    """Write a channel. RSS has no word for deleted entries: they are only left out."""
    document = root("rss", {"version": "2.0", **_NAMESPACES})
    channel = add(document, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.site)
    add(channel, "description", feed.about or feed.title)
    add(channel, "language", feed.language)
    add(channel, "copyright", feed.rights)
    add(channel, "lastBuildDate", _write_date(feed.updated))
    add(channel, "generator", "Newsstand")
    add(channel, "docs", "https://www.rssboard.org/rss-specification")
    relations = {"self": feed.address, **feed.links}
    for relation, address in relations.items():
        _add_link(channel, relation, address, MEDIA_TYPES["rss"])
    if feed.hub:
        _add_link(channel, "hub", feed.hub)
    if feed.is_archive:
        add(channel, "fh:archive")
    for entry in feed.entries:
        _add_item(channel, entry)
    return write(document)


def _add_link(channel: Element, relation: str, address: str, media_type: str | None = None) -> None:
    attributes = {"rel": relation, "href": address, "type": media_type}
    add(channel, "atom:link", None, attributes)


def _add_item(channel: Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.address)
    add(item, "guid", entry.id, {"isPermaLink": "false"})
    if entry.published:
        add(item, "pubDate", _write_date(entry.published))
    add(item, "atom:updated", entry.updated)
    for author in entry.authors:
        add(item, "dc:creator", author)
    for category in entry.categories:
        add(item, "category", category.label, {"domain": category.scheme})
    # Readers take it for HTML; the summary is plain text.
    add(item, "description", html.escape(entry.summary, quote=False))
    if entry.html:
        add(item, "content:encoded", entry.html)
    if entry.picture:
        add_picture(item, entry.picture)


def _write_date(instant: str) -> str:
    """Write an instant as RFC 822 has it, with four digits of year."""
    return format_datetime(dt.datetime.fromisoformat(instant), usegmt=True)
