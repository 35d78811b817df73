"""A body as the database has it, in XHTML.

nh3 has parsed and written it by the rules of HTML: it is balanced and has the few elements that are
allowed. So Python's own tokenizer does, and no second parser of HTML is needed.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from api.epub.links import BODY
from api.epub.markup import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.epub.links import Shelf
    from api.epub.volume import Chapter

    Attributes = Sequence[tuple[str, str | None]]

_VOID = frozenset(("br", "hr"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FIRST, _LAST = 2, 6  # below the headline, and the last that HTML has
_KEPT = frozenset(("class", "lang", "start", "style", "title"))


def write_prose(chapter: Chapter, shelf: Shelf) -> str:
    """Write an article's body."""
    writer = _Writer(chapter, shelf)
    writer.feed(chapter.article["body"])
    writer.close()
    return writer.finish()


class _Writer(HTMLParser):
    """Writes what it reads; what is open is closed in order, whatever comes."""

    def __init__(self, chapter: Chapter, shelf: Shelf) -> None:
        super().__init__(convert_charrefs=True)
        self._chapter, self._shelf = chapter, shelf
        self._out: list[str] = []
        self._open: list[str] = []
        body = chapter.article["body"]
        levels = [level for name, level in _HEADINGS.items() if f"<{name}" in body]
        self._shift = _FIRST - min(levels, default=_FIRST)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "img":
            self._out.append(self._picture(dict(attrs)))
            return
        name = self._name(tag)
        if tag == "table":
            self._out.append('<div class="table" tabindex="0">')
        self._out.append(f"<{name}{self._attributes(tag, attrs)}{'/' * (tag in _VOID)}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._out.append(text(data))

    def finish(self) -> str:
        """Close what is open, and give all that was written."""
        while self._open:
            self._close()
        return "".join(self._out)

    def _close(self) -> str:
        tag = self._open.pop()
        self._out.append(f"</{self._name(tag)}>" + "</div>" * (tag == "table"))
        return tag

    def _name(self, tag: str) -> str:
        """Give headings the levels below the headline."""
        level = _HEADINGS.get(tag)
        return tag if level is None else f"h{min(level + self._shift, _LAST)}"

    def _attributes(self, tag: str, attrs: Attributes) -> str:
        found = {name: value or "" for name, value in attrs if name in _KEPT}
        given = dict(attrs)
        if tag in _HEADINGS and given.get("id"):
            found["id"] = f"{BODY}{given['id']}"
        href = self._shelf.follow(given["href"] or "", self._chapter) if "href" in given else None
        if href:
            found["href"] = href
        return "".join(f' {name}="{text(value)}"' for name, value in found.items())

    def _picture(self, given: dict[str, str | None]) -> str:
        """Link to a picture: books have no pictures of other hosts (EPUB 3.3 §3.6)."""
        words = describe_picture(given.get("alt"), given.get("title"), given.get("src"))
        source = given.get("src")
        href = self._shelf.follow(source, self._chapter) if source else None
        if href is None or "a" in self._open:
            return f'<span class="picture">{text(words)}</span>'
        return f'<a class="picture" href="{text(href)}">{text(words)}</a>'


def describe_picture(alt: str | None, caption: str | None, src: str | None) -> str:
    """Say what a picture is, in words that are there; else it has the name of its file."""
    return alt or caption or unquote(urlsplit(src or "").path.rpartition("/")[2]) or "…"
