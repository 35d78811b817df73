"""Sitemaps as tests read them: held to the rules of the protocol, and taken apart."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OURS = "http://127.0.0.1:8000"
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
MOST = 1000
MOST_BYTES = 50 * 1024 * 1024
LONGEST = 2048

Listed = dict[str, tuple[str | None, dict[str, str]]]


def read(client: TestClient, path: str) -> ET.Element:
    """Read a file that is there, and hold it to the protocol's rules."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml")
    assert len(answer.content) < MOST_BYTES
    document = ET.fromstring(answer.content)
    assert document.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
    assert len(document) <= MOST
    return document


def listed(document: ET.Element) -> Listed:
    """Give the addresses: {address: (lastmod, {hreflang: address})}."""
    found: Listed = {}
    for url in document:
        names = [child.tag for child in url]
        order = [f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link"]
        assert names == sorted(names, key=order.index)
        address = url.findtext(f"{SITEMAP}loc") or ""
        assert address.startswith("https://")
        assert len(address) < LONGEST
        assert address not in found
        modified = url.findtext(f"{SITEMAP}lastmod")
        assert modified is None or INSTANT.fullmatch(modified)
        links = url.findall(f"{XHTML}link")
        assert {link.get("rel") for link in links} <= {"alternate"}
        alternates = {str(link.get("hreflang")): str(link.get("href")) for link in links}
        assert len(alternates) == len(links)
        found[address] = (modified, alternates)
    return found


def files(client: TestClient) -> Iterator[str]:
    """Name the files that list addresses."""
    document = read(client, "/sitemap.xml")
    if document.tag == f"{SITEMAP}urlset":
        yield "/sitemap.xml"
    for entry in document.iter(f"{SITEMAP}sitemap"):
        yield (entry.findtext(f"{SITEMAP}loc") or "").removeprefix(OURS)


def everything(client: TestClient) -> Listed:
    """Read all files together; no address stands in two."""
    found: Listed = {}
    for path in files(client):
        part = listed(read(client, path))
        assert part
        assert not part.keys() & found.keys()
        found |= part
    return found


def is_reciprocal(found: Listed) -> bool:
    """Tell whether every page names itself, and all that it names say the very same."""
    return all(
        address in alternates.values()
        and "x-default" in alternates
        and all(found[other][1] == alternates for other in alternates.values())
        for address, (_, alternates) in found.items()
    )
