"""Nodes rendered to JSON, kept within one revision: rendered once under each selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.kept import Kept

if TYPE_CHECKING:
    import orjson

Tag = tuple[str, str, str]
"""What a global id says: type, language and key."""


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
