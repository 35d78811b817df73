"""Every issue as a book, by the rules of EPUB 3.3: epubcheck finds no error and no warning."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from adverse import SLUG, write_adverse
from books import check_books, need_java, open_book, save_books
from publications import write_piece
from saved_pages import EXPECTED, PAGES, REFUSED, ROOT
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = Path(__file__).parent / "content"


@pytest.fixture(scope="module")
def said(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Let epubcheck look at all books at once: most of its time is Java's start."""
    need_java()
    folder = tmp_path_factory.mktemp("epubcheck")
    books = folder / "books"
    contents = {
        "sample": (SAMPLE, ""),
        "content": (CONTENT, "&fallback=ru,be,en"),
        "hardest": (_write_hardest(folder / "hardest"), "&fallback=en"),
    }
    if EXPECTED.exists():
        contents["pages"] = (_copy_pages(folder / "pages"), "")
    for name, (content, fallback) in contents.items():
        url = new_database("sqlite")
        done = CliRunner().invoke(command_line, ["seed", str(content), "--database", url])
        assert done.exit_code == 0, done.output
        with TestClient(build(Settings(database=url))) as client:
            save_books(client, books, name)
            save_books(client, books, f"{name}-fallback", fallback)
    _spoil(books / f"hardest-{SLUG}-en.epub", books / "spoilt.epub")
    return check_books(books)


def _write_hardest(folder: Path) -> Path:
    """Write what is hard to make a book of, and an issue of which nothing is left."""
    write_adverse(folder)
    withdrawn = folder / "2031-04-04" / "gone.en.md"
    write_piece(withdrawn, withdrawn_at="2031-04-05T00:00:00Z", section="boats")
    return folder


def _copy_pages(folder: Path) -> Path:
    """Copy the saved pages that are articles, with the definition of their weekly."""
    shutil.copytree(ROOT / "seed" / "weekly", folder)
    for line in EXPECTED.read_text("utf-8").splitlines():
        name = json.loads(line)["file"]
        if name not in REFUSED:
            shutil.copy(PAGES / name, folder)
    return folder


def _spoil(book: Path, spoilt: Path) -> None:
    """Write a book in which two elements have one id."""
    with zipfile.ZipFile(spoilt, "w") as wrong:
        for name, content in open_book(book.read_bytes()).items():
            wrong.writestr(name, content.replace('"headline"', '"b-level-three"'))


@pytest.mark.parametrize(("name", "number"), [("sample", 24), ("content", 7), ("hardest", 4)])
def test_every_issue_is_a_valid_book_in_every_language(
    said: list[str], name: str, number: int
) -> None:
    about = [line for line in said if line.startswith(f"{name}-2")]
    assert [line for line in about if not line.endswith(" is valid")] == []
    assert len(about) == number
    standing_in = [line for line in said if line.startswith(f"{name}-fallback-")]
    assert [line for line in standing_in if not line.endswith(" is valid")] == []
    assert len(standing_in) >= number


@pytest.mark.skipif(not EXPECTED.exists(), reason="the shared pages are not here")
def test_every_saved_week_is_a_valid_book(said: list[str]) -> None:
    about = [line for line in said if line.startswith("pages-")]
    assert [line for line in about if not line.endswith(" is valid")] == []
    assert len(about) > 5


def test_what_is_wrong_with_a_book_would_be_found(said: list[str]) -> None:
    about = [line for line in said if line.startswith("spoilt")]
    assert any('Duplicate ID "b-level-three"' in line for line in about)
    assert about[-1] == "spoilt.epub is not valid"
