"""An issue as a book, over HTTP: what is sent, what is in it, and what is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from adverse import SLUG, write_adverse
from books import open_book
from publications import make_issue, write_issue_folder, write_piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

GOLDEN = Path(__file__).parent / "golden" / "book.txt"
BOOK = "/v1/issues/2030-01-07.epub"
CRANE = "EPUB/articles/en-the-new-crane-lifts-its-first-ship.xhtml"
FIRST = "EPUB/articles/en-first.xhtml"


@pytest.fixture
def adverse(seed: Callable[..., Any], client: TestClient, tmp_path: Path) -> TestClient:
    """Serve what is hard to make a book of."""
    seed(write_adverse(tmp_path / "content"))
    return client


def test_a_book_is_a_file_to_keep(http: TestClient) -> None:
    answer = http.get(f"{BOOK}?language=en", headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/epub+zip"
    name = 'attachment; filename="harbour-gazette-2030-01-07-en.epub"'
    assert answer.headers["Content-Disposition"] == name
    assert answer.headers["Content-Language"] == "en"
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers
    kept = {"If-None-Match": answer.headers["ETag"]}
    assert http.get(f"{BOOK}?language=en", headers=kept).status_code == 304


def test_a_reader_knows_a_book_by_its_first_bytes(http: TestClient) -> None:
    content = http.get(BOOK).content
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_a_book_has_these_files(http: TestClient) -> None:
    files = open_book(http.get(f"{BOOK}?language=en").content)
    listed = "".join(f"{len(content.encode()):6} {name}\n" for name, content in files.items())
    if os.environ.get("NEWSSTAND_TESTS_ACCEPT"):
        GOLDEN.write_text(listed, "utf-8")
    assert listed == GOLDEN.read_text("utf-8")
    for name, content in files.items():
        assert not name.endswith(("ml", "opf", "ncx", "svg")) or ET.fromstring(content) is not None


def test_the_language_is_negotiated_as_that_of_the_issue_is(http: TestClient) -> None:
    answer = http.get(BOOK, headers={"Accept-Language": "ru"})
    assert answer.headers["Content-Language"] == "ru"
    assert answer.headers["Vary"] == "Accept-Language"


def test_the_latest_issue_is_a_book_too(http: TestClient) -> None:
    slug = http.get("/v1/issues/latest?language=be").json()["slug"]
    latest = http.get("/v1/issues/latest.epub?language=be")
    assert latest.content == http.get(f"/v1/issues/{slug}.epub?language=be").content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/issues/1999-01-01.epub", 404),
        ("/v1/issues/2030-01-21.epub?language=be", 404),
        (f"{BOOK}x", 404),
        (f"{BOOK}.epub", 404),
        ("/v1/issues/.epub", 404),
        (f"{BOOK}?language=xx", 400),
        (f"{BOOK}?first=1&fallback=", 400),
    ],
)
def test_what_is_no_book_is_a_problem(http: TestClient, address: str, status: int) -> None:
    answer = http.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_the_same_content_gives_the_same_bytes(
    seed: Callable[..., Any], client: TestClient, folder: Path
) -> None:
    before = seed(folder)["revision"]
    first = client.get(f"{BOOK}?language=en")
    write_issue_folder(folder, make_issue("2031-01-01", 9, "other"))
    (folder / "2031-01-01" / "other.en.md").write_text("---\ntitle: T\nsection: town\n---\n\nB\n")
    (folder / "2031-01-01" / "other.ru.md").unlink()
    assert seed(folder)["revision"] > before
    again = client.get(f"{BOOK}?language=en")
    assert again.headers["X-Content-Revision"] != first.headers["X-Content-Revision"]
    assert again.content == first.content


def test_a_book_is_as_new_as_its_last_correction(
    seed: Callable[..., Any], client: TestClient, folder: Path
) -> None:
    seed(folder)
    before = open_book(client.get(f"{BOOK}?language=en").content)["EPUB/package.opf"]
    assert '"dcterms:modified">2030-01-15T07:00:00Z<' in before
    path = folder / "2030-01-07" / "gull-count.en.md"
    path.write_text(path.read_text("utf-8").replace("2030-01-15T10", "2030-02-02T10"), "utf-8")
    seed(folder)
    after = open_book(client.get(f"{BOOK}?language=en").content)["EPUB/package.opf"]
    assert after == before.replace("2030-01-15T07:00:00Z", "2030-02-02T07:00:00Z")


def test_a_withdrawn_article_is_in_no_book(http: TestClient) -> None:
    files = open_book(http.get(f"{BOOK}?language=en").content)
    assert CRANE in files
    assert "whale" not in "".join([*files, *files.values()])


def test_an_article_that_stands_in_says_its_own_language(http: TestClient) -> None:
    answer = http.get(f"{BOOK}?language=ru&fallback=en")
    files = open_book(answer.content)
    assert answer.headers["Content-Language"] == "ru, en"
    assert ' lang="en" xml:lang="en" dir="ltr">' in files["EPUB/articles/en-gulls.xhtml"]
    assert '<p class="kicker" lang="ru" xml:lang="ru"' in files["EPUB/articles/en-gulls.xhtml"]
    assert '<a href="articles/en-gulls.xhtml" lang="en"' in files["EPUB/nav.xhtml"]
    assert "<dc:language>en</dc:language>" in files["EPUB/package.opf"]


def test_links_stay_in_the_book_where_they_can(adverse: TestClient) -> None:
    page = open_book(adverse.get(f"/v1/issues/{SLUG}.epub?language=en").content)[FIRST]
    for there, words in [
        ("#b-level-three", "up"),
        ("#headline", "no such part"),
        ("en-second.xhtml#b-level-one", "sibling"),
        ("en-second.xhtml", "relative"),
        ("en-second.xhtml", "ours"),
        ("https://ferry.example/x/y.pdf", "file"),
        ("mailto:a@ferry.example", "mail"),
    ]:
        assert f'href="{there}">{words}</a>' in page
    for words in ("bad port", "bad host", "numbers", "code", "space"):
        assert f"<a>{words}</a>" in page


def test_pictures_are_linked_to_and_not_fetched(adverse: TestClient) -> None:
    page = open_book(adverse.get(f"/v1/issues/{SLUG}.epub?language=en").content)[FIRST]
    assert "<img" not in page
    assert '.jpg">without words.jpg</a>' in page
    assert (
        '<a href="https://ferry.example/a%7Cb.png">&lt;Caption&gt;</a><br/><small>R&amp;D' in page
    )
    assert '<span class="picture">In a link</span></a>' in page


def test_headings_begin_below_the_headline(adverse: TestClient) -> None:
    files = open_book(adverse.get(f"/v1/issues/{SLUG}.epub?language=en").content)
    page = files["EPUB/articles/en-third.xhtml"]
    assert [page.count(f"<h{level}") for level in range(1, 7)] == [1, 1, 0, 0, 0, 1]
    assert '<h1 id="headline">' in page


def test_a_book_from_right_to_left_says_so(adverse: TestClient) -> None:
    files = open_book(adverse.get(f"/v1/issues/{SLUG}.epub?language=ar").content)
    assert '<spine toc="ncx" page-progression-direction="rtl">' in files["EPUB/package.opf"]
    assert 'dir="rtl">' in files["EPUB/nav.xhtml"]
    assert 'direction="rtl"' in files["EPUB/cover.svg"]


def test_an_issue_of_which_nothing_is_left_is_a_book_with_a_cover(
    seed: Callable[..., Any], client: TestClient, folder: Path
) -> None:
    path = folder / "2031-04-04" / "gone.en.md"
    write_piece(path, section="town", withdrawn_at="2031-04-05T00:00:00Z")
    seed(folder)
    files = open_book(client.get("/v1/issues/2031-04-04.epub?language=en").content)
    assert '<li><a href="cover.xhtml">' in files["EPUB/nav.xhtml"]
    assert [name for name in files if "articles" in name] == []
