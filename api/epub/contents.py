"""The table of contents: `nav.xhtml`, which is a page to read too, and NCX for older readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.epub.links import leave
from api.epub.markup import DECLARATION, page, spoken, text

if TYPE_CHECKING:
    from api.epub.volume import Chapter, Part, Volume


def write_contents(volume: Volume) -> str:
    """Write the page of contents (EPUB 3.3 §7), with what the book says of itself."""
    issue, publication = volume.issue, volume.publication
    speech = spoken(publication["language"], "auto")
    days = f'<p class="facts">{volume.days}</p>\n' if issue["title"] else ""
    listed = "".join(_part(part, volume) for part in volume.parts) or _nothing(volume)
    body = (
        '<body epub:type="frontmatter">\n<header class="title">\n'
        f'<p class="kicker"{speech}>{text(volume.numbered)}</p>\n'
        f"<h1>{text(volume.name)}</h1>\n"
        f"{days}</header>\n"
        '<nav epub:type="toc" role="doc-toc" id="toc">\n'
        f"<ol>\n{listed}</ol>\n</nav>\n{_landmarks(volume)}{_colophon(volume)}</body>"
    )
    return page(volume.title, spoken(volume.language, volume.direction), body)


def _part(part: Part, volume: Volume) -> str:
    listed = "".join(_entry(chapter, volume) for chapter in part.chapters)
    if part.name is None:
        return listed
    return f'<li><span class="kicker">{text(part.name)}</span>\n<ol>\n{listed}</ol></li>\n'


def _entry(chapter: Chapter, volume: Volume) -> str:
    article = chapter.article
    other = article["language"] != volume.language
    speech = spoken(article["language"], chapter.direction) if other else ""
    href = f"articles/{chapter.file}"
    return f'<li><a href="{href}"{speech}>{text(article["title"])}</a></li>\n'


def _nothing(volume: Volume) -> str:
    """Fill a list that may not be empty."""
    return f'<li><a href="cover.xhtml">{text(volume.title)}</a></li>\n'


def _landmarks(volume: Volume) -> str:
    """Tell readers where things are; they have their own words for it, and do not show ours."""
    places = [("cover", "cover.xhtml", volume.publication["name"]), ("toc", "#toc", volume.name)]
    places += [
        ("bodymatter", f"articles/{chapter.file}", chapter.article["title"])
        for chapter in volume.chapters[:1]
    ]
    listed = "".join(
        f'<li><a epub:type="{kind}" href="{href}">{text(words)}</a></li>\n'
        for kind, href, words in places
    )
    return f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{listed}</ol>\n</nav>\n'


def _colophon(volume: Volume) -> str:
    """Say whose it is, on what terms, and where it is on the web."""
    publication = volume.publication
    speech = spoken(publication["language"], "auto")
    address = leave(volume.issue["url"])
    shown = text(volume.issue["url"])
    source = f'<p><a href="{text(address)}" dir="ltr">{shown}</a></p>\n' if address else ""
    about = f" — {publication['description']}" if publication["description"] else ""
    return (
        f"<footer>\n<p{speech}>{text(publication['name'] + about)}</p>\n"
        f'<p dir="auto">{text(publication["license"])}</p>\n{source}</footer>\n'
    )


def write_ncx(volume: Volume) -> str:
    """Write the contents as EPUB 2 had them (OPF 2.0.1 §2.4.1)."""
    listed = "".join(map(_points, volume.parts)) or _point("p", volume.title, "cover.xhtml")
    return (
        f'{DECLARATION}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f' xml:lang="{text(volume.language)}" dir="{volume.direction}">\n<head>\n'
        f'<meta name="dtb:uid" content="{volume.identifier}"/>\n'
        '<meta name="dtb:depth" content="2"/>\n<meta name="dtb:totalPageCount" content="0"/>\n'
        '<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{text(volume.title)}</text></docTitle>\n<navMap>\n"
        f"{listed}</navMap>\n</ncx>\n"
    )


def _points(part: Part) -> str:
    listed = [
        _point(chapter.name, chapter.article["title"], f"articles/{chapter.file}")
        for chapter in part.chapters
    ]
    if part.name is None:
        return "".join(listed)
    first = part.chapters[0]
    return _point(f"in-{first.name}", part.name, f"articles/{first.file}", "".join(listed))


def _point(name: str, words: str, file: str, inside: str = "") -> str:
    return (
        f'<navPoint id="{name}"><navLabel><text>{text(words)}</text></navLabel>'
        f'<content src="{file}"/>{inside}</navPoint>\n'
    )
