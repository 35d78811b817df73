"""The package document: what the book is, its files, and their order (EPUB 3.3 §5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.epub.markup import DECLARATION, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.epub.volume import Volume

_PREFIXES = "schema: http://schema.org/"
_FEATURES = (
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "displayTransformability",
)
_SUMMARY = (
    "The text is whole without pictures: these are linked to, with what their editors say of them. "
    "Headings, lists, tables and languages are marked, and the contents lead to every article."
)


def write_package(volume: Volume) -> str:
    """Write the package document."""
    direction = ' page-progression-direction="rtl"' if volume.direction == "rtl" else ""
    spine = _lines(f'<itemref idref="{chapter.name}"/>' for chapter in volume.chapters)
    return (
        f'{DECLARATION}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        f' unique-identifier="identifier" xml:lang="{text(volume.language)}"'
        f' dir="{volume.direction}" prefix="{_PREFIXES}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_lines(_metadata(volume))}</metadata>\n"
        f"<manifest>\n{_lines(_manifest(volume))}</manifest>\n"
        f'<spine toc="ncx"{direction}>\n<itemref idref="cover"/>\n<itemref idref="nav"/>\n'
        f"{spine}</spine>\n</package>\n"
    )


def _lines(elements: Iterable[str]) -> str:
    return "".join(f"{element}\n" for element in elements)


def _metadata(volume: Volume) -> Iterator[str]:
    issue, publication = volume.issue, volume.publication
    articles = [chapter.article for chapter in volume.chapters]
    yield f'<dc:identifier id="identifier">{volume.identifier}</dc:identifier>'
    yield f"<dc:title>{text(volume.title)}</dc:title>"
    for language in dict.fromkeys((volume.language, *(each["language"] for each in articles))):
        yield f"<dc:language>{text(language)}</dc:language>"
    for place, author in enumerate(_different("authors", articles), start=1):
        yield f'<dc:creator id="author{place}">{text(author)}</dc:creator>'
        yield f'<meta refines="#author{place}" property="role" scheme="marc:relators">aut</meta>'
    yield f"<dc:publisher>{text(publication['name'])}</dc:publisher>"
    yield f"<dc:date>{text(issue['publishedAt'] or issue['startsOn'])}</dc:date>"
    if articles:
        headlines = " · ".join(each["title"] for each in articles)
        yield f"<dc:description>{text(headlines)}</dc:description>"
    for tag in dict.fromkeys(tag["name"] for each in articles for tag in each["tags"]):
        yield f"<dc:subject>{text(tag)}</dc:subject>"
    yield f"<dc:rights>{text(publication['license'])}</dc:rights>"
    yield f"<dc:source>{text(issue['url'])}</dc:source>"
    yield f'<meta property="dcterms:modified">{volume.modified}</meta>'
    yield '<meta name="cover" content="cover-image"/>'
    yield from _series(volume)
    yield from _access()


def _different(name: str, articles: list[dict[str, list[str]]]) -> list[str]:
    return list(dict.fromkeys(value for article in articles for value in article[name]))


def _series(volume: Volume) -> Iterator[str]:
    """Say which number of the periodical it is: the editors' own, else its first day."""
    issue, publication = volume.issue, volume.publication
    day = ".".join(str(int(part)) for part in issue["startsOn"].split("-"))
    position = day if issue["number"] is None else issue["number"]
    yield f'<meta id="series" property="belongs-to-collection">{text(publication["name"])}</meta>'
    yield '<meta refines="#series" property="collection-type">series</meta>'
    yield f'<meta refines="#series" property="group-position">{position}</meta>'
    yield (
        '<meta refines="#series" property="dcterms:identifier">'
        f"{text(publication['siteUrl'])}</meta>"
    )


def _access() -> Iterator[str]:
    """Say how it can be read (EPUB Accessibility 1.1 §2): nobody has certified that it conforms."""
    yield '<meta property="schema:accessMode">textual</meta>'
    yield '<meta property="schema:accessModeSufficient">textual</meta>'
    for feature in _FEATURES:
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="schema:accessibilityHazard">none</meta>'
    yield f'<meta property="schema:accessibilitySummary" xml:lang="en" dir="ltr">{_SUMMARY}</meta>'


def _manifest(volume: Volume) -> Iterator[str]:
    yield _item("nav", "nav.xhtml", properties="nav")
    yield _item("ncx", "toc.ncx", "application/x-dtbncx+xml")
    yield _item("cover", "cover.xhtml")
    yield _item("cover-image", "cover.svg", "image/svg+xml", "cover-image")
    yield _item("style", "style.css", "text/css")
    for chapter in volume.chapters:
        yield _item(chapter.name, f"articles/{chapter.file}")


def _item(name: str, file: str, kind: str = "application/xhtml+xml", properties: str = "") -> str:
    more = f' properties="{properties}"' if properties else ""
    return f'<item id="{name}" href="{file}" media-type="{kind}"{more}/>'
