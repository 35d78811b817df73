"""Files that are not what they seem: bytes, characters, nesting, paths. Each is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tell = Callable[..., list[tuple[Any, ...]]]

ISSUE = make_issue("2031-05-05", 1, "alder")


def nested(depth: int) -> str:
    """Make an issue in JSON in which one value is nested so deep."""
    text = json.dumps({**ISSUE, "articles": "HERE"})
    return text.replace('"HERE"', "[" * depth + "]" * depth)


def front(matter: str) -> bytes:
    """Make an article file with these lines of front matter."""
    return f"---\ntitle: Лодка\nsection: pier\n{matter}\n---\n\nText.\n".encode()


SYNTAX: dict[str, tuple[str, bytes, int, int]] = {
    "an unclosed bracket": ("1.yaml", b"slug: [a\nnumber: 1\n", 2, 7),
    "a tab for indentation": ("1.yaml", b"slug:\n\tnumber: 1\n", 2, 1),
    "two documents": ("1.yaml", b"slug: a\n---\nslug: b\n", 2, 1),
    "an anchor": ("1.yaml", b"slug: a\ntitle: &t {en: T}\n", 2, 8),
    "a key that is a list": ("1.yaml", b"slug: a\n? [b]\n: c\n", 2, 3),
    "a key that stands twice": ("1.yaml", b"slug: a\nnumber: 1\nslug: b\n", 3, 1),
    "deep YAML": ("1.yaml", b"a: " + b"[" * 100_000, 1, 43),
    "a NUL in YAML": ("1.yaml", "slug: a\ntitle: Лодк\0\n".encode(), 2, 12),
    "a control character in YAML": ("1.yaml", b"slug: a\ntitle: b\x07\n", 2, 9),
    "YAML in Latin 1": ("1.yaml", b"slug: a\ntitle: caf\xe9\n", 2, 11),
    "an empty JSON file": ("1.json", b"", 1, 1),
    "a trailing comma in JSON": ("1.json", b'{"slug": "a",\n}', 2, 1),
    "a key twice in JSON": ("1.json", b'{"slug": "a",\n "slug": "b"}', 2, 2),
    "two values in JSON": ("1.json", b"{}\n{}", 2, 1),
    "a bare line end in JSON": ("1.json", b'{"slug": "a\n"}', 1, 12),
    "half a UTF-8 letter": ("a.en.md", front("lead: x")[:12], 2, 8),
    "a NUL in front matter": ("a.en.md", front("lead: Лод\0ка"), 4, 10),
    "an empty article": ("a.en.md", b"", 1, 1),
    "an article of white space": ("a.en.md", b"\n \n", 1, 1),
    "front matter that does not end": ("a.en.md", b"---\ntitle: T\n", 1, 1),
    "front matter without keys": ("a.en.md", b"---\ntitle\n---\n", 2, 1),
    "empty front matter": ("a.en.md", b"---\n---\nText.\n", 1, 1),
}
VALUES: dict[str, tuple[str, bytes, int, int]] = {
    "an empty YAML file": ("1.yaml", b"", 1, 1),
    "a YAML file of one word": ("1.yaml", b"\nhello\n", 2, 1),
    "a JSON file of one list": ("1.json", b"\n []", 2, 2),
    "deep JSON": ("1.json", nested(400).encode(), 1, nested(400).index("[[") + 2),
    "a NUL in JSON": ("1.json", json.dumps({**ISSUE, "slug": "a\0"}).encode(), 1, 10),
    "half a surrogate pair": (
        "1.json",
        json.dumps({**ISSUE, "title": {"en": "\ud800"}}).encode(),
        1,
        json.dumps({**ISSUE, "title": {"en": "\ud800"}}).index('"\\ud800') + 1,
    ),
    "a number behind a letter of two surrogates": (
        "1.json",
        json.dumps({"title": {"en": "\U0001f6f6"}, "number": -1}, indent=1).encode(),
        5,
        12,
    ),
    "a control character in a body": ("a.en.md", front("lead: x") + b"\x07", 6, 1),
    "a date-time without an offset": ("a.en.md", front("published_at: 2031-05-05 10:00"), 4, 15),
    "a date for a date-time": ("a.en.md", front("updated_at: 2031-05-05"), 4, 13),
    "a date-time before all time": (
        "a.en.md",
        front("updated_at: 0001-01-01T00:00:00+14:00"),
        4,
        13,
    ),
    "a number too large": ("a.en.md", front("position: 99999999999999999999"), 4, 11),
    "a title too long": ("a.en.md", front(f"lead: {'x' * 2001}"), 4, 7),
}


@pytest.fixture
def tell(tmp_path: Path, command: Callable[..., Any]) -> Tell:
    """Write a file into a publication and check that; gives (code, file, line, column) of each."""
    folder = write_publication(tmp_path / "ferry")

    def run(name: str, content: bytes) -> list[tuple[Any, ...]]:
        (folder / name).write_bytes(content)
        output = json.loads(command("check", folder, "--json").stdout)
        return [
            (
                entry["code"],
                entry["file"].removeprefix(f"{folder}/"),
                entry["line"],
                entry["column"],
            )
            for entry in output["mistakes"]
        ]

    return run


@pytest.mark.parametrize("name", SYNTAX)
def test_a_file_that_cannot_be_read_is_told_where_it_breaks(tell: Tell, name: str) -> None:
    file, content, line, column = SYNTAX[name]
    assert tell(file, content) == [("BAD_SYNTAX", file, line, column)]


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_cannot_be_used_is_told_where_it_stands(tell: Tell, name: str) -> None:
    file, content, line, column = VALUES[name]
    assert ("BAD_VALUE", file, line, column) in tell(file, content)


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_nesting_without_end_does_not_exhaust_the_reader(tell: Tell, depth: int) -> None:
    (code, *_), *_ = tell("1.json", nested(depth).encode())
    assert code.startswith("BAD_")


def test_a_page_without_text_is_no_article(tell: Tell) -> None:
    assert tell("page.txt", b"\n\n") == [("NOT_AN_ARTICLE", "page.txt", 1, 1)]


def test_a_path_that_is_not_there_is_told_beside_the_mistakes_of_others(
    folder: Path, seed: Callable[..., Any]
) -> None:
    told = seed(folder, folder / "none.yaml", folder / "2030", folder / "2030-01-07" / "a.md")
    assert [(entry["code"], entry["line"]) for entry in told["mistakes"]] == [
        ("UNKNOWN_FILE", 1)
    ] * 3


def test_a_file_that_cannot_be_opened_is_told(folder: Path, seed: Callable[..., Any]) -> None:
    # Reading another program's memory at 0 fails for everybody, root too.
    (folder / "2030-01-07" / "memory.en.md").symlink_to("/proc/self/mem")
    (folder / "memory.yaml").symlink_to("/proc/self/mem")
    told = seed(folder)["mistakes"]
    assert {entry["code"] for entry in told} == {"UNKNOWN_FILE"}
    assert len(told) == 2


def test_a_file_of_no_form_is_told_when_it_is_named_and_left_when_it_lies_about(
    folder: Path, seed: Callable[..., Any]
) -> None:
    (folder / "crane.jpg").write_bytes(b"\xff\xd8")
    (folder / "2030-01-07" / "crane.jpg").write_bytes(b"\xff\xd8")
    (folder / "README.md").write_text("How we work.")
    (folder / ".draft.en.md").write_text("Not yet.")
    assert seed(folder)["ok"]
    (mistake,) = seed(folder / "crane.jpg")["mistakes"]
    assert mistake["code"] == "UNKNOWN_FILE"


@pytest.mark.parametrize("name", ["notice.md", "Notice.en.md", "a b.en.md", "notice.EN.md"])
def test_a_file_with_a_name_that_is_no_key_and_language_is_told(
    folder: Path, seed: Callable[..., Any], name: str
) -> None:
    path = write_piece(folder / name, section="town")
    (mistake,) = seed(folder)["mistakes"]
    assert (mistake["file"], mistake["line"]) == (str(path), 1)


def test_issue_yaml_is_seeded_with_its_folder(folder: Path, seed: Callable[..., Any]) -> None:
    seed(folder)
    (mistake,) = seed(folder / "2030-01-07" / "issue.yaml")["mistakes"]
    assert (mistake["code"], mistake["remedy"]) == ("UNKNOWN_FILE", "seed the issue's folder")


def test_a_folder_that_holds_no_issue_file_is_told(
    folder: Path, tmp_path: Path, seed: Callable[..., Any]
) -> None:
    seed(folder)
    (tmp_path / "empty").mkdir()
    (mistake,) = seed(tmp_path / "empty")["mistakes"]
    assert mistake["code"] == "UNKNOWN_FILE"
