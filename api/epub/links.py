"""Where links lead inside of a book: to its own pages, or out to the web by a whole address."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from api.epub.volume import Chapter, Volume

BODY = "b-"
"""What ids of bodies begin with: those of the page itself do not."""

_KEPT = "%/:?#[]@!$&'()*+,;=~-._"
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_LARGEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages of a book by the addresses that they have on the web."""

    places: dict[str, Chapter]

    def follow(self, href: str, page: Chapter) -> str | None:
        """Give what a link on a page is to say in the book; None if it leads nowhere."""
        try:
            address = urljoin(page.article["url"], href.strip())
            whole, fragment = urldefrag(address)
        except ValueError:
            return None
        there = self.places.get(whole.removesuffix("/"))
        if there is not None:
            return _inside(there, page, unquote(fragment))
        return leave(address)


def make_shelf(volume: Volume, public_url: str) -> Shelf:
    """List the addresses of the articles: those of the publication's site, and ours."""
    places: dict[str, Chapter] = {}
    for chapter in volume.chapters:
        article = chapter.article
        ours = f"{public_url}/v1/articles/{article['language']}/{article['slug']}"
        site = volume.publication["siteUrl"].rstrip("/")
        known = (article["url"], site + article["path"], ours, f"{ours}.html")
        places |= dict.fromkeys((each.removesuffix("/") for each in known), chapter)
    return Shelf(places)


def leave(address: str) -> str | None:
    """Give a whole address as books may have it; None if it is none."""
    return quote(address, safe=_KEPT) if _is_sound(address) else None


def _inside(there: Chapter, page: Chapter, fragment: str) -> str:
    """Lead to a page of the book; a part of it that it does not have is its beginning."""
    part = f"#{BODY}{fragment}" if fragment in there.ids else ""
    return part or "#headline" if there is page else f"{there.file}{part}"


def _is_sound(address: str) -> bool:
    """Tell whether readers of books can make an address out of it (WHATWG URL)."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https"):
            return bool(parts.scheme)
        host = parts.hostname or ""
        return bool(_HOST.fullmatch(host)) and _is_host(host) and (parts.port or 0) <= _LARGEST_PORT
    return False


def _is_host(host: str) -> bool:
    """Tell whether a name is one. Raises ValueError where Punycode or a number says nothing."""
    labels = host.removesuffix(".").split(".")
    for label in labels:
        if label.startswith("xn--"):
            label.removeprefix("xn--").encode().decode("punycode")
    if labels[-1].isdigit():
        IPv4Address(host)
    return all(labels)
