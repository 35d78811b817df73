"""A feed as all formats have it: the result of its stored document, with ids and times."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urljoin

from api.feeds.content import write_content
from api.feeds.identity import entry_id, feed_id
from api.feeds.pages import NEWEST, Page, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINNING = "1970-01-01T00:00:00Z"
"""The instant of what has none: neither it nor its issue says when it was."""


class Category(NamedTuple):
    """A section or tag: its slug, the address of all of its kind, and its name."""

    term: str
    scheme: str
    label: str


class Picture(NamedTuple):
    """A picture: its whole address, its media type if its name tells it, and its words."""

    address: str
    media_type: str | None
    width: int | None
    height: int | None
    words: str
    credit: str | None


class Removed(NamedTuple):
    """An entry that is no longer there: its id, since when, and why (WITHDRAWN or REMOVED)."""

    id: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article. `html` is empty where only summaries are asked for; instants are RFC 3339."""

    id: str
    address: str
    title: str
    language: str
    summary: str
    html: str
    published: str | None
    updated: str
    authors: list[str]
    categories: list[Category]
    picture: Picture | None
    translations: list[dict[str, str]]
    source: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is: `base` is its whole address, to which `after` and `content` are added.

    `kind` is `language`, `section` or `tag`, `slug` that of the section or tag. `api` is the
    address of the whole API, `hub` that of the WebSub hub or nothing.
    """

    api: str
    base: str
    kind: str
    slug: str
    after: str
    is_full: bool
    hub: str

    def address(self, after: str) -> str:
        """Give the address of the feed itself, or of the archive document behind a cursor."""
        query = {} if self.is_full else {"content": "summary"}
        query |= {"after": after} if after else {}
        return f"{self.base}?{urlencode(query)}" if query else self.base


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed. `links` are the addresses of the others by relation (RFC 5005)."""

    id: str
    title: str
    about: str
    publication: str
    language: str
    site: str
    rights: str
    updated: str
    address: str
    hub: str
    links: dict[str, str]
    is_archive: bool
    entries: list[Entry]
    removed: list[Removed]


def read_feed(data: dict[str, Any], place: Place, seeded_at: str) -> Feed:
    """Read the result of a feed's document. Nothing is updated later than `seeded_at`."""
    publication, page = data["publication"], read_page(data)
    language, name = publication["language"], publication["name"]
    direction = next(e["direction"] for e in data["languages"] if e["code"] == language)
    entries = [_read_entry(node, publication, place, direction, seeded_at) for node in page.nodes]
    removed = [
        Removed(
            entry_id(publication["slug"], each["key"], language), each["removedAt"], each["reason"]
        )
        for each in data.get("removals", ())
    ]
    instants = [entry.updated for entry in entries] + [each.when for each in removed]
    topic = data.get(place.kind)
    is_topic = place.hub and place.is_full and not place.after
    return Feed(
        id=feed_id(publication["slug"], place.kind, place.slug, language),
        title=f"{name}: {topic['name']}" if topic else name,
        about=publication["description"],
        publication=name,
        language=language,
        site=publication["siteUrl"],
        rights=publication["license"],
        updated=max(instants, default=seeded_at),
        address=place.address(place.after),
        hub=place.hub if is_topic else "",
        links=dict(_read_links(page, place)),
        is_archive=bool(place.after),
        entries=entries,
        removed=removed,
    )


def _read_entry(
    node: dict[str, Any], publication: dict[str, Any], place: Place, direction: str, seeded_at: str
) -> Entry:
    site = publication["siteUrl"]
    return Entry(
        id=entry_id(publication["slug"], node["key"], node["language"]),
        address=node["url"],
        title=node["title"],
        language=node["language"],
        summary=node["excerpt"],
        html=write_content(node, site, direction) if place.is_full else "",
        published=node["publishedAt"],
        updated=_updated(node, seeded_at),
        authors=node["authors"],
        categories=list(_read_categories(node, place.api)),
        picture=_read_picture(node["image"], site) if node["image"] else None,
        translations=node["translations"],
        source=node["sourceUrl"],
    )


def _updated(node: dict[str, Any], seeded_at: str) -> str:
    """Give the last instant that the editors name; what lies ahead has not happened yet."""
    named = [instant for instant in (node["publishedAt"], node["updatedAt"]) if instant]
    if not named and node["issue"]:
        named = [f"{node['issue']['endsOn']}T00:00:00Z"]
    return min(max(named, default=_BEGINNING), seeded_at)


def _read_categories(node: dict[str, Any], api: str) -> Iterator[Category]:
    section = node["section"]
    if section:
        yield Category(section["slug"], f"{api}/v1/sections", section["name"])
    for tag in node["tags"]:
        yield Category(tag["slug"], f"{api}/v1/tags", tag["name"])


def _read_picture(image: dict[str, Any], site: str) -> Picture:
    return Picture(
        urljoin(site, image["src"]),
        mimetypes.guess_type(image["src"].partition("?")[0])[0],
        image["width"],
        image["height"],
        image["caption"] or image["alt"],
        image["credit"],
    )


def _read_links(page: Page, place: Place) -> Iterator[tuple[str, str]]:
    if page.oldest == NEWEST and not place.after:
        return  # everything is in this one document
    yield "first", place.address(NEWEST)
    yield "last", place.address(page.oldest)
    if page.older:
        yield "next", place.address(page.older)
        yield "prev-archive", place.address(page.older)
    if page.newer is not None:
        yield "previous", place.address(page.newer)
        yield "current", place.address(NEWEST)
    if page.newer:
        yield "next-archive", place.address(page.newer)
