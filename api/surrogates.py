"""Surrogate keys: what a front cache must drop when a node changes.

`Surrogate-Key` (Fastly, Varnish) has them with spaces between, `Cache-Tag` (Cloudflare, Akamai)
with commas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.graph.ids import decode_id

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST = 4096  # bytes of a header's value


def surrogate_headers(tags: Collection[str]) -> dict[str, str]:
    """Write the two headers from the ids of the answer's nodes and the names of listed types.

    Longer than 4,096 bytes, they have only names of types: those listed, and each node's own.
    """
    ordered = name_tags(tags)
    if not ordered:
        return {}
    return {"Surrogate-Key": " ".join(ordered), "Cache-Tag": ",".join(ordered)}


def name_tags(tags: Collection[str]) -> list[str]:
    """Give the tags in order, or where they are too long for a header, the names of their types."""
    return sorted(tags if _length(tags) <= _LONGEST else {_type(tag) for tag in tags})


def _length(tags: Collection[str]) -> int:
    return sum(map(len, tags)) + len(tags) - 1


def _type(tag: str) -> str:
    found = decode_id(tag)
    return found.type if found else tag
