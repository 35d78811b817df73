"""An issue as a book: the document's result, as the bytes of an EPUB file."""

from __future__ import annotations

import zipfile
from functools import cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Any

from api.epub.contents import write_contents, write_ncx
from api.epub.cover import write_cover
from api.epub.links import make_shelf
from api.epub.markup import DECLARATION
from api.epub.package import write_package
from api.epub.pages import write_chapter, write_cover_page
from api.epub.volume import read_volume
from api.respond import Body
from api.zips import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.epub.volume import Volume

EPUB = "application/epub+zip"

_CONTAINER = (
    f'{DECLARATION}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
    ' version="1.0">\n<rootfiles>\n<rootfile full-path="EPUB/package.opf"'
    ' media-type="application/oebps-package+xml"/>\n</rootfiles>\n</container>\n'
)
_LEVEL = 6


def write_book(data: dict[str, Any], public_url: str) -> Body:
    """Write the result of `issue-book` or `latest-issue-book`."""
    issue = data["issue"] if "issue" in data else data["latestIssue"]
    volume = read_volume(issue, data["publication"])
    headers = {"Content-Disposition": f'attachment; filename="{volume.file_name}"'}
    languages = dict.fromkeys((volume.language, *(_languages(volume))))
    return Body(_pack(volume, public_url), EPUB, ", ".join(languages), headers=headers)


def _languages(volume: Volume) -> list[str]:
    return [chapter.article["language"] for chapter in volume.chapters]


def _pack(volume: Volume, public_url: str) -> bytes:
    """Put the files into a container (EPUB 3.3 §4.3): its type comes first, and is not packed."""
    found = BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        book.writestr(entry_of("mimetype"), EPUB)
        for name, content in _files(volume, public_url):
            book.writestr(entry_of(name, zipfile.ZIP_DEFLATED), content, compresslevel=_LEVEL)
    return found.getvalue()


def _files(volume: Volume, public_url: str) -> Iterator[tuple[str, str]]:
    yield "META-INF/container.xml", _CONTAINER
    yield "EPUB/package.opf", write_package(volume)
    yield "EPUB/nav.xhtml", write_contents(volume)
    yield "EPUB/toc.ncx", write_ncx(volume)
    yield "EPUB/cover.svg", write_cover(volume)
    yield "EPUB/cover.xhtml", write_cover_page(volume)
    yield "EPUB/style.css", _style()
    shelf = make_shelf(volume, public_url)
    for part in volume.parts:
        for chapter in part.chapters:
            page = write_chapter(chapter, part, volume, shelf)
            yield f"EPUB/articles/{chapter.file}", page


@cache
def _style() -> str:
    return resources.files("api").joinpath("epub", "style.css").read_text("utf-8")
