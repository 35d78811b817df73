"""Markdown to safe HTML, plain text, headings and counts: once, when content is seeded."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import nh3
from markdown_it import MarkdownIt
from slugify import slugify

if TYPE_CHECKING:
    from markdown_it.token import Token

RENDERING = "1"
"""Part of every body's hash: a new number renders every body again at the next seeding."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_TAGS = {
    *("a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "s", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    *_HEADINGS,
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"alt", "src", "title"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\\w+(?:[-'’ʼ]\\w+)*")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body in its three formats; `headings` are `{level, text, id}` in their order.

    Of a text that the issue file's model lets in, none has control characters but tab, line feed,
    form feed and carriage return: schema/reads/hanging.py relies on it.
    """

    html: str
    text: str
    headings: list[dict[str, Any]]


def hash_body(markdown: str) -> str:
    """Give the name of a body's rendering: equal hashes, equal HTML."""
    return hashlib.blake2b(f"{RENDERING}\n{markdown}".encode(), digest_size=16).hexdigest()


def render(markdown: str) -> Rendered:
    """Render CommonMark 0.31 with tables and strikethrough; raw HTML is shown, not run."""
    tokens = _MARKDOWN.parse(markdown)
    headings = _name_headings(tokens)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    safe = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, filter_style_properties={"text-align"}
    )
    return Rendered(safe.strip(), _text(tokens), headings)


def count_words(text: str) -> int:
    """Count runs of letters and digits; `well-known` and `Забор’е` are one each.

    Chinese and Japanese set no spaces: there each character counts.
    """
    return sum(1 for _ in _WORD.finditer(text))


def make_slug(title: str) -> str:
    """Give the default slug of a title: ASCII, cut at a word; empty where nothing is left."""
    return slugify(title, max_length=100, word_boundary=True)


def _name_headings(tokens: list[Token]) -> list[dict[str, Any]]:
    headings: list[dict[str, Any]] = []
    taken: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        text = _plain(inline)
        name = make_slug(text) or "section"
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        opening.attrSet("id", name)
        headings.append({"level": int(opening.tag[1]), "text": text, "id": name})
    return headings


def _text(tokens: list[Token]) -> str:
    """Write the blocks as plain text, a blank line between them; a table row is a line."""
    text = ""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            text += "\t".join(row or []) + "\n"
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_plain(token))
        elif token.type == "inline" or token.content:
            text += _plain(token).strip("\n") + "\n\n"
        elif token.type == "table_close":
            text += "\n"
    return text.strip()


def _plain(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(_plain_child(child) for child in token.children)


def _plain_child(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return " " if child.type == "softbreak" else "\n"
    return _plain(child)
