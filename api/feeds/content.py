"""What an entry says, as HTML that stands on its own."""

from __future__ import annotations

import html
from typing import Any

from api.article_html import complete, write_figure


def write_content(article: dict[str, Any], site: str, direction: str) -> str:
    """Write the whole article: trend, picture, lead, body. `site` is the publication's."""
    label, lead = article["trendLabel"], article["lead"]
    parts = [
        f"<p><em>{_escape(label)}</em></p>" if label else "",
        write_figure(article["image"], site) if article["image"] else "",
        f"<p><strong>{_escape(lead)}</strong></p>" if lead else "",
        complete(article["body"], article["url"]),
    ]
    content = "\n".join(part for part in parts if part)
    if direction != "RTL":
        return content
    # Feeds have no word for the direction, and readers take theirs for granted.
    return f'<div dir="rtl" lang="{_escape(article["language"])}">\n{content}\n</div>'


def _escape(text: str) -> str:
    return html.escape(text)
