"""The ids of feeds and entries: `urn:uuid:` of the names that never change (RFC 9562 §5.5).

No address is in them, so they outlive other slugs, other sites and corrections (RFC 4287 §4.2.6).
"""

from __future__ import annotations

from uuid import UUID, uuid5

_NEWSSTAND = UUID("8d1a4fbb-1f0c-5b0e-9c55-2a6f3d1e7c40")
"""Our namespace. Another one would make all entries of all readers unread."""


def entry_id(publication: str, key: str, language: str) -> str:
    """Give the id of an article by the publication's slug, its key and its language."""
    return _urn("article", publication, key, language)


def feed_id(publication: str, kind: str, slug: str, language: str) -> str:
    """Give the id of a feed: the same in all formats of it and on all its pages."""
    return _urn("feed", publication, kind, slug, language)


def _urn(*parts: str) -> str:
    return uuid5(_NEWSSTAND, "\n".join(parts)).urn
