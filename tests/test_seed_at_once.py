"""Two seedings at once do not mix, and readers see one revision or the next, never a mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from killing import finish, start, write_large
from starlette.testclient import TestClient
from walk import digest, graph, revision

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLES = """{
  revision { number }
  issues(first: 40) { nodes { articles { title body(format: TEXT) } } }
}"""
WORDS = ("old", "new", "newer")


@pytest.fixture
def versions(tmp_path: Path) -> dict[str, Path]:
    """Publications that differ in every article."""
    return {word: write_large(tmp_path / word, word, issues=20) for word in WORDS}


def test_two_seedings_at_once_come_one_after_the_other(
    new_database: Callable[[str], str], engine: str, versions: dict[str, Path]
) -> None:
    database, digests = new_database(engine), {}
    with TestClient(build(Settings(database=database))) as client:
        for word in WORDS:
            finish(start(versions[word], database))
            digests[digest(client)] = word
        assert len(digests) == 3
        for _ in range(3):
            before = revision(client)
            first, second = start(versions["old"], database), start(versions["new"], database)
            finish(first)
            finish(second)
            assert digests[digest(client)] in ("old", "new")
            assert revision(client) == before + 2
            finish(start(versions["newer"], database))
            assert digests[digest(client)] == "newer"


def test_two_first_seedings_at_once_both_find_their_tables(
    new_database: Callable[[str], str], engine: str, versions: dict[str, Path]
) -> None:
    database = new_database(engine)
    started = [start(versions[word], database) for word in ("old", "new")]
    for process in started:
        finish(process)
    with TestClient(build(Settings(database=database))) as client:
        assert revision(client) == 2


def test_a_reader_never_sees_a_mixture_while_seedings_run(
    new_database: Callable[[str], str], engine: str, versions: dict[str, Path]
) -> None:
    database = new_database(engine)
    finish(start(versions["old"], database))
    seen: dict[int, set[str]] = {}
    with TestClient(build(Settings(database=database))) as client:
        for word in ("new", "old", "new"):
            process = start(versions[word], database)
            while process.poll() is None:
                look(client, seen)
            finish(process)
            look(client, seen)
    assert seen == {1: {"old"}, 2: {"new"}, 3: {"old"}, 4: {"new"}}


def look(client: TestClient, seen: dict[int, set[str]]) -> None:
    """Read everything in one answer: one word stands in all of it; note it by its revision."""
    answer = graph(client, TITLES)
    articles = [piece for issue in answer["issues"]["nodes"] for piece in issue["articles"]]
    assert len(articles) == 40
    words = {article["title"].rpartition(" ")[2] for article in articles}
    words |= {article["body"].partition(" lies at the ")[2].split()[0] for article in articles}
    seen.setdefault(answer["revision"]["number"], set()).update(words)
