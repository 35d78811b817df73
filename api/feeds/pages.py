"""Which entries a document of a feed has, and where the others are (RFC 5005).

The feed itself has the newest entries, archive documents have PAGE each. They are counted from the
oldest entry on: what is in an archive document stays in it while new entries come. So the feed has
PAGE entries and as many more as do not fill a document. Cursors stand in the addresses, so nobody
who follows the links loses an entry or gets one twice, whatever is added meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PAGE = 25
_MOST = 2 * PAGE - 1
NEWEST = ""
"""Where the feed itself is: behind no cursor."""


@dataclass(frozen=True, slots=True)
class Page:
    """The entries of one document, and after which cursor the others begin; None: none are there.

    `nodes` are results of `FeedPage`. `older` and `newer` are its neighbours, `oldest` the last
    document. `follows` is the archive document that `newer` is, if it is one.
    """

    nodes: list[dict[str, Any]]
    older: str | None
    newer: str | None
    oldest: str

    @property
    def follows(self) -> str | None:
        """Give the newer archive document."""
        return self.newer or None


def sizes(after: str) -> dict[str, int | bool]:
    """Give the variables of a feed's document that say how much is read."""
    archived = bool(after)
    return {
        "archived": archived,
        "first": PAGE if archived else _MOST,
        "most": _MOST,
        "end": PAGE + 1,
    }


def read_page(data: dict[str, Any]) -> Page:
    """Cut the document's result to one page."""
    edges, total = data["articles"]["edges"], data["articles"]["totalCount"]
    if "newer" not in data:
        edges = edges[: total if total <= _MOST else PAGE + total % PAGE]
        goes_on = total > len(edges)
        newer = None
    else:
        goes_on = data["articles"]["pageInfo"]["hasNextPage"]
        above = data["newer"]["edges"]
        newer = above[-PAGE]["cursor"] if len(above) == _MOST else NEWEST
    older = edges[-1]["cursor"] if goes_on and edges else None
    oldest = data["oldest"]["pageInfo"]["startCursor"] if total > _MOST else NEWEST
    return Page([edge["node"] for edge in edges], older, newer, oldest)
