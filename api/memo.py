"""Nodes rendered to JSON, kept within one revision: rendered once under each selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Collection

    import orjson

Tag = tuple[str, str, str]
"""What a global id says: type, language and key."""


_OVERHEAD = 600  # bytes that a kept node takes besides its JSON and tags
_TAG_SIZE = 100


def size_of(json: bytes, tags: Collection[Tag | str]) -> int:
    """Give the bytes that a kept node takes."""
    return len(json) + _OVERHEAD + _TAG_SIZE * len(tags)


class Rendered(NamedTuple):
    """A node under one selection, and everything below it.

    `type`, `language` and `slug` are the node's. `tags` are the nodes that its bytes depend on, and
    the names of the types it lists; `size` is in bytes, with what keeping it costs.
    """

    type: str
    json: orjson.Fragment
    tags: frozenset[Tag | str]
    language: str
    slug: str
    size: int


Memo = Kept[Rendered]
"""The rendered nodes of one revision; shared by all threads."""
