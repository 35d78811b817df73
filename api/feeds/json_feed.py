"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from api.feeds.feed import Entry, Feed


_VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """Write a feed. It has no word for deleted entries: they are only left out."""
    body: dict[str, Any] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.site,
        "feed_url": feed.address,
        "description": feed.about or None,
        "next_url": feed.links.get("next"),
        "language": feed.language,
        "authors": [{"name": feed.publication}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
    }
    return orjson.dumps({**_given(body), "items": [_write_item(each) for each in feed.entries]})


def _write_item(entry: Entry) -> dict[str, Any]:
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.address,
        "external_url": entry.source,
        "title": entry.title,
        **text,
        "summary": entry.summary,
        "image": entry.picture.address if entry.picture else None,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors] or None,
        "tags": [category.label for category in entry.categories] or None,
        "language": entry.language,
    }
    return _given(item)


def _given(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
