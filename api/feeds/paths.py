"""Where feeds are: the paths of what there are feeds of, and the suffixes of their formats."""

from __future__ import annotations

PATHS = {
    "language": "/feeds/{language}.{suffix}",
    "section": "/feeds/{language}/sections/{slug}.{suffix}",
    "tag": "/feeds/{language}/tags/{slug}.{suffix}",
}

MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
"""The formats by their suffixes."""


def path_of(kind: str, language: str, slug: str, suffix: str) -> str:
    """Give a feed's path; that of a whole language has no slug."""
    return PATHS[kind].format(language=language, slug=slug, suffix=suffix)
