"""The pictures of an issue: addresses on other hosts, which the app fetches itself."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from api.article_html import complete_address

if TYPE_CHECKING:
    from collections.abc import Iterator

Picture = dict[str, str]


def pictures_of(issue: dict[str, Any], site: str) -> list[Picture]:
    """List them in their order, each whole address once: {"url", "alt"}.

    `site` is the publication's, against which the pictures of articles are read.
    """
    found: dict[str, Picture] = {}
    for url, alt in _all(issue, site):
        found.setdefault(url, {"url": url, "alt": alt})
    return list(found.values())


def _all(issue: dict[str, Any], site: str) -> Iterator[tuple[str, str]]:
    for each in (issue, *issue["articles"]):
        if each["image"]:
            yield complete_address(each["image"]["src"], site), each["image"]["alt"]
        if "body" in each:
            reader = _Pictures()
            reader.feed(each["body"])
            yield from ((complete_address(src, each["url"]), alt) for src, alt in reader.found)


class _Pictures(HTMLParser):
    """Finds the pictures inside of a body."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and given.get("src"):
            self.found.append((str(given["src"]), given.get("alt") or ""))
