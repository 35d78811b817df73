"""An article as a file: HTML to read, Markdown and text to keep."""

from __future__ import annotations

import html
from typing import Any

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
        return _write_html(article, data["languages"], public_url)
    title = f"# {article['title']}" if suffix == "md" else article["title"]
    parts = (title, article["lead"], article["body"])
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _write_html(article: dict[str, Any], languages: list[dict[str, Any]], public_url: str) -> bytes:
    known = {each["code"]: each for each in languages}
    text = html.escape
    lead = f"<p><strong>{text(article['lead'])}</strong></p>\n" if article["lead"] else ""
    head = f'<link rel="canonical" href="{text(article["url"])}">\n'
    body = article["body"].replace("<table>", '<div class="table"><table>')
    body = body.replace("</table>", "</table></div>")
    return page(
        article["title"],
        article["language"],
        known[article["language"]]["direction"],
        f'<nav><a href="{text(public_url)}/">←</a>'
        f"{_translations(article, known, public_url)}</nav>\n"
        f"<article>\n<header>\n<h1>{text(article['title'])}</h1>\n"
        f'<p class="facts">{text(_facts(article))}</p>\n</header>\n'
        f"{lead}{_picture(article['image'])}{body}\n</article>",
        head,
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


def _picture(image: dict[str, Any] | None) -> str:
    if image is None:
        return ""
    sizes = "".join(f' {name}="{image[name]}"' for name in ("width", "height") if image[name])
    lines = " ".join(line for line in (image["caption"], image["credit"]) if line)
    caption = f"<figcaption>{html.escape(lines)}</figcaption>" if lines else ""
    source, alt = html.escape(image["src"]), html.escape(image["alt"])
    return f'<figure><img src="{source}" alt="{alt}"{sizes}>{caption}</figure>\n'
