"""Mistakes in issue files: all at once, each at its place, and nothing written."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from publications import (
    make_issue,
    write_issue_folder,
    write_json,
    write_piece,
    write_publication,
    write_yaml,
)
from walk import answers, fetch

from seed.mistakes import CODES, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.testclient import TestClient

FOLDER = Path(__file__).parent / "mistakes"
GOLDEN = Path(__file__).parent / "golden" / "mistakes.txt"
SEED = Path(__file__).parents[1] / "seed"
NO_CODES = {"UPSERT", "DELETE", "REMOVED", "WITHDRAWN", "UTC", "NFC", "NULL"}
FIELDS = {"file", "line", "column", "code", "message", "remedy"}


def test_all_mistakes_of_all_files_are_told_at_once_at_their_places(
    command: Callable[..., Any], database: str, folder: Path, seed: Callable[..., Any]
) -> None:
    seed(folder)
    result = command("seed", FOLDER, "--database", database)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.replace(f"{FOLDER}/", "") == GOLDEN.read_text(encoding="utf-8")
    assert seed(folder)["changed"] is False


def test_nothing_is_written_if_there_is_one_mistake(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    seed(folder)
    before = answers(client)
    (folder / "2030-01-07" / "gull-count.en.md").write_text("---\ntitle: Gulls\n---\nBody.\n")
    path = folder / "2030-01-14.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Fog for", "Mist for"))
    (mistake,) = seed(folder)["mistakes"]
    assert (mistake["code"], mistake["remedy"]) == ("MISSING", "add section")
    assert answers(client) == before


def test_as_json_a_mistake_has_its_place_in_fields(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    options = ("--database", f"sqlite:///{tmp_path}/news.db")
    result = command("seed", FOLDER, *options, "--json")
    output = json.loads(result.stdout)
    assert (result.exit_code, result.stderr, output["ok"]) == (1, "", False)
    assert all(set(mistake) == FIELDS for mistake in output["mistakes"])
    lines = [
        "{file}:{line}:{column}: {code} {message} → {remedy}".format(**mistake)
        for mistake in output["mistakes"]
    ]
    assert command("seed", FOLDER, *options).stderr.splitlines()[:-1] == lines


def test_check_finds_the_same_mistakes_without_a_database(command: Callable[..., Any]) -> None:
    result = command("check", FOLDER)
    assert result.exit_code == 1
    assert result.stderr.replace(f"{FOLDER}/", "") == GOLDEN.read_text(encoding="utf-8")


SLIPS = {
    "title: Ferries: what now": "put the text in quotes if it has a colon",
    "title: @ferry": "put the text in quotes if it begins with @",
    'title: "Ferry" is back': "put the text in quotes as a whole",
    'title: "Ferry': "close the quotes",
    "title: *ferry*": "put the text in quotes",
    "title: - ferry": "put the text in quotes",
    "title: Ferry\n\tlead: Lead": "indent by spaces, not by tabs",
}


@pytest.mark.parametrize("line", SLIPS)
def test_slips_of_yaml_in_a_headline_are_told_with_what_mends_them(
    folder: Path, command: Callable[..., Any], line: str
) -> None:
    article = folder / "2030-01-07" / "slip.en.md"
    article.write_text(f"---\n{line}\nsection: pier\n---\nBody.\n")
    (mistake,) = json.loads(command("check", folder, "--json").stdout)["mistakes"]
    assert mistake["code"] == "BAD_SYNTAX"
    assert mistake["remedy"].startswith(SLIPS[line])


def test_front_matter_without_an_end_is_told_as_such(
    folder: Path, command: Callable[..., Any]
) -> None:
    article = folder / "2030-01-07" / "slip.en.md"
    article.write_text("---\ntitle: Gulls\nsection: pier\n\nBody.\n")
    (mistake,) = json.loads(command("check", folder, "--json").stdout)["mistakes"]
    assert mistake["message"] == "the front matter has no end"
    assert mistake["remedy"] == "add a line --- between front matter and body"


def test_every_code_is_given_by_some_mistake(seed: Callable[..., Any], tmp_path: Path) -> None:
    found = {mistake["code"] for mistake in seed(FOLDER)["mistakes"]}
    folder = write_publication(tmp_path / "ferry")
    alone = write_yaml(tmp_path / "1.yaml", make_issue("2031-05-05", 1, "alder"))
    found |= {mistake["code"] for mistake in seed(alone)["mistakes"]}
    issue = alone.rename(folder / "1.yaml")
    seed(folder)
    issue.unlink()
    found |= {mistake["code"] for mistake in seed(folder)["mistakes"]}
    assert found == set(CODES)


@pytest.mark.parametrize("form", ["md", "yaml", "json"])
@pytest.mark.parametrize("character", ["\x01", "\x08", "\x0b", "\x0c", "\x1f", "\x7f"])
def test_a_control_character_in_a_body_is_a_mistake(
    tmp_path: Path, command: Callable[..., Any], form: str, character: str
) -> None:
    folder = write_publication(tmp_path / "ferry")
    body = f"A wo{character}rd."
    if form == "md":
        write_piece(folder / "2031-05-05" / "alder.en.md", body=body)
    else:
        write = write_yaml if form == "yaml" else write_json
        write(folder / f"2031-05-05.{form}", make_issue("2031-05-05", 1, "alder", body=body))
    result = command("check", folder)
    assert result.exit_code == 1
    assert f"the character U+{ord(character):04X} cannot stand in a text" in result.stderr


@pytest.mark.parametrize(("gone", "refused"), [(2, False), (3, True)])
def test_more_than_a_fifth_of_the_articles_disappears_only_when_that_is_allowed(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path, gone: int, *, refused: bool
) -> None:
    folder = write_publication(tmp_path / "ferry")
    keys = [f"alder-{number}" for number in range(10)]
    write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, *keys))
    seed(folder)
    issue = write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, *keys[gone:]))
    for path in (folder, issue):
        told = seed(path, "--dry-run")
        codes = [mistake["code"] for mistake in told.get("mistakes", [])]
        assert codes == ["MASS_DELETE"] * refused
    assert seed(folder, "--allow-mass-delete")["ok"]
    assert len(fetch(client, "/v1/articles")["items"]) == 10 - gone


def test_an_article_cannot_leave_an_issue_that_is_not_seeded_with_it(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_publication(tmp_path / "ferry")
    first = write_issue_folder(folder, make_issue("2031-05-05", 1, "alder", "birch"))
    seed(folder)
    first_without = write_yaml(tmp_path / "1.yaml", make_issue("2031-05-05", 1, "birch"))
    second = write_yaml(tmp_path / "2.yaml", make_issue("2031-05-12", 2, "alder"))
    (mistake, *_) = seed(second)["mistakes"]
    assert (mistake["code"], mistake["line"]) == ("KEY_TAKEN", 7)
    assert seed(first_without, second)["ok"]
    assert fetch(client, "/v1/articles/en/alder")["issue"]["slug"] == "2031-05-12"
    assert first.exists()


def test_a_slug_of_an_article_that_stays_is_not_taken_from_it(
    seed: Callable[..., Any], tmp_path: Path
) -> None:
    folder = write_publication(tmp_path / "ferry")
    write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, "alder"))
    seed(folder)
    issue = make_issue("2031-05-12", 2, "birch")
    issue["articles"][0]["translations"]["en"]["slug"] = "alder"
    (mistake,) = seed(write_yaml(tmp_path / "2.yaml", issue))["mistakes"]
    assert (mistake["code"], mistake["line"], mistake["column"]) == ("SLUG_TAKEN", 12, 13)


@pytest.mark.parametrize("whole_first", [True, False])
def test_an_article_file_named_beside_its_folder_is_told_at_its_own_place(
    seed: Callable[..., Any], tmp_path: Path, *, whole_first: bool
) -> None:
    folder = write_publication(tmp_path / "ferry")
    issue = write_issue_folder(folder, make_issue("2031-05-05", 1, "alder", "birch"))
    seed(folder)
    piece = issue / "birch.ru.md"
    paths = [issue, piece] if whole_first else [piece, issue]
    (mistake,) = seed(*paths)["mistakes"]
    assert (mistake["code"], mistake["file"]) == ("KEY_TAKEN", str(piece))
    assert mistake["remedy"] == "name one of them only"


def words_like_codes() -> Iterator[str]:
    """Give every word in capitals that the code of seeding says, but for the lists themselves."""
    for path in SEED.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.name != "mistakes.py" and isinstance(node, ast.Constant):
                word = str(node.value)
                if word.isupper() and word.isascii() and word.replace("_", "").isalpha():
                    yield word


def test_every_code_that_is_told_stands_in_one_of_the_lists() -> None:
    said = {word for word in words_like_codes() if len(word) > 2}
    assert said - NO_CODES == set(CODES) | set(WARNINGS)
    assert not set(CODES) & set(WARNINGS)


def test_as_many_unknown_names_as_known_ones_are_told_in_time(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    known = [f"tag-number-{number}" for number in range(3_000)]
    tags = [{"slug": slug, "name": {"en": slug, "ru": slug}} for slug in known]
    write_publication(tmp_path, tags=tags)
    wrong = [f"tagnumber-{number}" for number in range(1_000)]
    write_piece(tmp_path / "piece.en.md", tags=[*wrong, "unlike-all-others"])
    begun = time.monotonic()
    result = command("check", tmp_path)
    assert time.monotonic() - begun < 20
    assert "no tag 'tagnumber-7' → did you mean 'tag-number-7'?" in result.stderr
    assert len(result.stderr) < 400_000
