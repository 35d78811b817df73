"""Publications for the tests of feeds, and what is read out of an Atom document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from publications import make_issue, write_issue_folder, write_piece, write_publication

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
LANGUAGES = [
    {"code": "en", "name": "English"},
    {"code": "ar", "name": "العربية", "direction": "rtl"},
    {"code": "zh", "name": "中文"},
]
ODD_TITLES = {
    "markup": "Tom & Jerry < 5 > 3 <script>alert('1')</script> &amp; \"quoted\"",
    "cdata": "Ends a section: ]]> and <![CDATA[ begins one",
    "emoji": "👩‍👩‍👧‍👦 counts as one 🎉",
    "long": "A title without an end " * 40,
}


def write_odd(folder: Path) -> Path:
    """Write a publication of hard cases: languages, titles, pictures, links, missing facts."""
    names = {"en": "Odd & <Ends>", "ar": "غريب", "zh": "奇怪"}
    sections = [{"slug": "pier", "name": {**names}, "aliases": ["quay"]}]
    tags = [{"slug": "ice", "name": {**names}}]
    changed = {"sections": sections, "tags": tags, "languages": LANGUAGES, "trends": {}}
    write_publication(folder, **changed, name={**names}, description={**names})
    issue = folder / "2020-03-02"
    for day, (key, title) in enumerate(ODD_TITLES.items(), start=1):
        at = f"2020-03-{day:02}T10:00:00+03:00"
        write_piece(issue / f"{key}.en.md", title=title, published_at=at, tags=["ice"])
    body = (
        'See [this](/en/other "a > b"), [that](?page=2), [a part](#end), ![map](map.png) <b>no</b>'
    )
    image = {"src": "/i/pier.jpg?x=1&y=2", "alt": "A <pier>", "caption": "Pier", "credit": "Ann"}
    write_piece(
        issue / "links.en.md",
        body,
        title="Links",
        slug="links",
        lead="A & B <c>",
        image={**image, "width": 640, "height": 480},
        authors=["Ann & Co", "B. Quay"],
        published_at="2020-03-09T10:00:00+03:00",
        updated_at="2020-03-10T10:00:00+03:00",
        source_url="https://elsewhere.example/a?b&c",
    )
    write_piece(issue / "links.ar.md", "نص [رابط](/x)", title="روابط", slug="links-ar")
    write_piece(issue / "links.zh.md", "文字 &#xFFFE; &#1; ]]>", title="链接", slug="links-zh")
    write_piece(folder / "notice.en.md", "No day.", title="A notice of no day")
    ahead = "2999-01-01T00:00:00Z"
    write_piece(issue / "ahead.en.md", title="Ahead", published_at=ahead, updated_at=ahead)
    return folder


def write_archive(folder: Path, first: int, last: int) -> Path:
    """Write an issue of four pieces for each number; the tag `ice` is on the first of each."""
    for number in range(first, last + 1):
        day = f"{2000 + number // 12:04}-{number % 12 + 1:02}-01"
        issue = make_issue(day, number, *(f"n{number:03}-{place}" for place in "abcd"))
        issue["articles"][0]["tags"] = ["ice"]
        write_issue_folder(folder, issue)
    return folder


def read_atom(client: TestClient, address: str) -> ET.Element:
    """Get an Atom document."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def ids(feed: ET.Element) -> list[str]:
    """Give the ids of the entries, in their order."""
    return [str(entry.findtext(f"{ATOM}id")) for entry in feed.iter(f"{ATOM}entry")]


def titles(feed: ET.Element) -> list[str]:
    """Give the titles of the entries, in their order."""
    return [str(entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")]


def link(element: ET.Element, relation: str) -> str | None:
    """Give the address of a relation, as a path of the client's."""
    for each in element.findall(f"{ATOM}link"):
        if each.get("rel") == relation:
            return str(each.get("href")).removeprefix("http://127.0.0.1:8000")
    return None


def entry_of(feed: ET.Element, title: str) -> Any:
    """Find an entry by its title."""
    return next(e for e in feed.iter(f"{ATOM}entry") if e.findtext(f"{ATOM}title") == title)
