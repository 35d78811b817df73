"""How pages name the feeds of their language, so that readers find them (HTML, rel=alternate)."""

from __future__ import annotations

import html

from api.feeds.paths import MEDIA_TYPES, path_of

_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


def name_feeds(base: str, language: str) -> str:
    """Write the elements for a page's head; `base` is the API's address, seen from the page."""
    return "".join(
        f'<link rel="alternate" type="{media_type}" '
        f'href="{html.escape(base + path_of("language", language, "", suffix))}" '
        f'title="{_NAMES[suffix]}">\n'
        for suffix, media_type in MEDIA_TYPES.items()
    )
