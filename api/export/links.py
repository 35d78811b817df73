"""From an answer to further addresses: what can only be known by following its links."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import orjson

from api.inside import without_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.inside import Told

    Follow = Callable[[Told, str], Iterator[str]]

_PAGE = re.compile(r'<([^>]+)>; rel="(?:next|prev)"')
# An article's own text has neither: XML escapes its <, and JSON its quotes.
_OLDER_IN_XML = re.compile(r'<(?:atom:)?link rel="next" href="([^"]+)"')
_OLDER_IN_JSON = re.compile(r'[{,]"next_url":"([^"]+)"')
_PART = re.compile(r"<sitemap>\s*<loc>([^<]+)</loc>")


def pages(told: Told, public_url: str) -> Iterator[str]:
    """Follow a list to its next and previous page (RFC 8288)."""
    for url in _PAGE.findall(told.headers.get("link", "")):
        yield without_host(url, public_url)


def bundle(told: Told, _public_url: str) -> Iterator[str]:
    """Follow a manifest to the bundle that it names."""
    yield f"/{orjson.loads(told.content)['bundle']['path']}"


def archives(told: Told, public_url: str) -> Iterator[str]:
    """Follow a feed to the archive document with what is older (RFC 5005)."""
    text = told.content.decode()
    is_json = told.headers["content-type"].startswith("application/feed+json")
    found = _OLDER_IN_JSON.search(text) if is_json else _OLDER_IN_XML.search(text)
    if found:
        url = found[1] if is_json else html.unescape(found[1])
        yield without_host(url, public_url)


def parts(told: Told, public_url: str) -> Iterator[str]:
    """Follow a sitemap to its files, where it is an index of them."""
    for url in _PART.findall(told.content.decode()):
        yield without_host(html.unescape(url), public_url)
