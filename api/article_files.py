"""An article as a file: HTML to read, Markdown and text to keep."""

from __future__ import annotations

import html
from typing import Any

from api.article_html import complete, write_figure
from api.feeds.discovery import name_feeds
from api.html import page

FORMATS = {
    "html": ("HTML", "text/html; charset=utf-8"),
    "md": ("MARKDOWN", "text/markdown; charset=utf-8"),
    "txt": ("TEXT", "text/plain; charset=utf-8"),
}
"""Each suffix with its body format in the graph and its media type."""


def write_file(data: dict[str, Any], suffix: str, public_url: str) -> bytes:
    """Write the result of the document `article-body` as a file."""
    article = data["article"]
    if suffix == "html":
        return _write_html(data, public_url)
    title = f"# {article['title']}" if suffix == "md" else article["title"]
    parts = (title, article["lead"], article["body"])
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _write_html(data: dict[str, Any], public_url: str) -> bytes:
    article, known = data["article"], {each["code"]: each for each in data["languages"]}
    text = html.escape
    lead = f"<p><strong>{text(article['lead'])}</strong></p>\n" if article["lead"] else ""
    head = _head(article, public_url, alone=len(known) == 1)
    site, image = data["publication"]["siteUrl"], article["image"]
    picture = f"{write_figure(image, site)}\n" if image else ""
    body = complete(article["body"], article["url"], with_parts=True)
    body = body.replace("<table>", '<div class="table" tabindex="0"><table>')
    body = body.replace("</table>", "</table></div>")
    return page(
        article["title"],
        article["language"],
        known[article["language"]]["direction"],
        f'<nav><a href="{text(public_url)}/">←</a>'
        f"{_translations(article, known, public_url)}</nav>\n"
        f"<main><article>\n<header>\n<h1>{text(article['title'])}</h1>\n"
        f'<p class="facts">{text(_facts(article))}</p>\n</header>\n'
        f"{lead}{picture}{body}\n</article></main>",
        head,
    )


def _head(article: dict[str, Any], public_url: str, *, alone: bool) -> str:
    """Write what search engines read; JSON-LD is data, which no policy for scripts stops.

    `alone`: there is one language only, and so no page in another one to be named.
    """
    canonical = f'<link rel="canonical" href="{html.escape(article["url"])}">\n'
    data = f'<script type="application/ld+json">{article["seo"]["jsonLd"]}</script>\n'
    words = article["seo"]["description"]
    described = f'<meta name="description" content="{html.escape(words)}">\n' if words else ""
    feeds = name_feeds(public_url, article["language"])
    alternates = "" if alone else _alternates(article)
    return canonical + alternates + feeds + described + data


def _alternates(article: dict[str, Any]) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="{each["hreflang"]}" href="{html.escape(each["url"])}">\n'
        for each in article["seo"]["alternates"]
    )


def _translations(
    article: dict[str, Any], known: dict[str, dict[str, Any]], public_url: str
) -> str:
    return "".join(
        f'<a href="{html.escape(public_url)}/v1/articles/{each["language"]}/{each["slug"]}.html"'
        f' lang="{each["language"]}" hreflang="{each["language"]}">'
        f"{html.escape(known[each['language']]['name'])}</a>"
        for each in article["translations"]
    )


def _facts(article: dict[str, Any]) -> str:
    issue = article["issue"] or {}
    number = f"№ {issue['number']}" if issue.get("number") is not None else issue.get("slug")
    section = (article["section"] or {}).get("name")
    day = (article["publishedAt"] or "")[:10]
    facts = (section, article["trendLabel"], number, day, ", ".join(article["authors"]))
    return " · ".join(fact for fact in facts if fact)
