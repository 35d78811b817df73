"""The log of changes, read from its table: no answer shows it yet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from publications import PUBLICATION, write_piece, write_publication, write_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Log = Callable[[int], list[tuple[str, ...]]]

_SELECT = """
SELECT action, type, key, COALESCE(language, '-'), COALESCE(slug, '-'), COALESCE(reason, '-')
FROM change WHERE revision = {} ORDER BY position
"""
UP, DOWN = "UPSERT", "DELETE"


@pytest.fixture
def log(database: str) -> Log:
    """Read the entries of a revision."""

    def read(revision: int) -> list[tuple[str, ...]]:
        statement = _SELECT.format(revision)
        if database.startswith("sqlite"):
            with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
                return connection.execute(statement).fetchall()
        with closing(psycopg.connect(database)) as connection:
            return connection.execute(statement.encode()).fetchall()

    return read


@pytest.fixture
def issue(tmp_path: Path, seed: Callable[..., Any]) -> Path:
    """Seed a publication with one issue of two articles; gives the issue's folder."""
    folder = write_publication(tmp_path / "ferry") / "2031-05-05"
    write_yaml(folder / "issue.yaml", {"number": 1, "title": {"en": "May", "ru": "Май"}})
    write_piece(folder / "alder.en.md", slug="alder")
    write_piece(folder / "birch.en.md", slug="birch")
    assert seed(folder.parent)["ok"]
    return folder


def test_the_first_seeding_logs_every_node_in_every_language(issue: Path, log: Log) -> None:
    entries = log(1)
    assert {entry[0] for entry in entries} == {UP}
    assert issue.exists()
    assert sorted(entry[1:4] for entry in entries) == sorted(
        [
            *[("Publication", "ferry-news", code) for code in ("en", "ru")],
            *[("Section", slug, code) for slug in ("pier", "boats") for code in ("en", "ru")],
            *[("Tag", slug, code) for slug in ("ice", "wind") for code in ("en", "ru")],
            ("Issue", "2031-05-05", "en"),
            *[("Article", key, "en") for key in ("alder", "birch")],
        ]
    )


@pytest.mark.parametrize(
    "change", [{"title": "Alders"}, {"tags": ["ice"]}, {"authors": ["N. N."]}, {"aliases": ["elm"]}]
)
def test_a_changed_article_is_one_entry(
    issue: Path, seed: Callable[..., Any], log: Log, change: dict[str, Any]
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", **change)
    seed(issue.parent)
    assert log(2) == [(UP, "Article", "alder", "en", "alder", "-")]


def test_a_changed_body_is_one_entry(issue: Path, seed: Callable[..., Any], log: Log) -> None:
    write_piece(issue / "alder.en.md", body="Other.", slug="alder")
    seed(issue / "alder.en.md")
    assert log(2) == [(UP, "Article", "alder", "en", "alder", "-")]


def test_a_deleted_article_is_logged_as_removed(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    (issue / "birch.en.md").unlink()
    seed(issue.parent, "--allow-mass-delete")
    assert log(2) == [(DOWN, "Article", "birch", "en", "birch", "REMOVED")]


def test_a_withdrawn_article_is_logged_as_withdrawn_and_put_again_when_it_returns(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", withdrawn_at="2031-06-01T10:00:00Z")
    seed(issue.parent)
    write_piece(issue / "alder.en.md", slug="alder")
    seed(issue.parent)
    assert log(2) == [(DOWN, "Article", "alder", "en", "alder", "WITHDRAWN")]
    assert log(3) == [(UP, "Article", "alder", "en", "alder", "-")]


def test_what_was_withdrawn_when_it_came_was_never_there_to_be_deleted(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    write_piece(issue / "elm.en.md", slug="elm", withdrawn_at="2031-06-01T10:00:00Z")
    seed(issue.parent)
    assert (DOWN, "Article", "elm", "en", "elm", "WITHDRAWN") not in log(2)


def test_a_renamed_section_is_logged_in_the_language_of_the_name(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    pier, boats = PUBLICATION["sections"]
    renamed = {**boats, "name": {**boats["name"], "ru": "Корабли"}}
    write_publication(issue.parent, sections=[pier, renamed])
    seed(issue.parent)
    assert log(2) == [(UP, "Section", "boats", "ru", "boats", "-")]


def test_a_deleted_issue_and_tag_are_logged_in_every_language_that_they_had(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    write_publication(issue.parent, tags=PUBLICATION["tags"][:1])
    write_piece(issue.with_name("2031-05-12") / "cedar.en.md", slug="cedar")
    for path in issue.iterdir():
        path.unlink()
    seed(issue.parent, "--allow-mass-delete")
    assert {entry for entry in log(2) if entry[0] == DOWN} == {
        *[(DOWN, "Tag", "wind", code, "wind", "REMOVED") for code in ("en", "ru")],
        (DOWN, "Issue", "2031-05-05", "en", "2031-05-05", "REMOVED"),
        *[(DOWN, "Article", key, "en", key, "REMOVED") for key in ("alder", "birch")],
    }


def test_a_new_address_of_the_site_changes_every_article_and_issue(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    write_publication(issue.parent, site_url="https://moved.example")
    write_piece(issue / "alder.en.md", slug="alder", title="New")
    seed(issue.parent)
    assert sorted(entry[:4] for entry in log(2)) == sorted(
        [
            *[(UP, "Publication", "ferry-news", code) for code in ("en", "ru")],
            *[(UP, "Article", key, "en") for key in ("alder", "birch")],
            (UP, "Issue", "2031-05-05", "en"),
        ]
    )


@pytest.mark.parametrize("fact", [{"contact": "office@ferry.example"}, {"license": "CC0-1.0"}])
def test_what_no_article_shows_changes_the_publication_alone(
    issue: Path, seed: Callable[..., Any], log: Log, fact: dict[str, str]
) -> None:
    write_publication(issue.parent, **fact)
    seed(issue.parent)
    assert [entry[:4] for entry in log(2)] == [
        (UP, "Publication", "ferry-news", code) for code in ("en", "ru")
    ]


def test_other_words_for_a_trend_change_the_articles_that_have_it(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", trend="improved")
    seed(issue.parent)
    words = {**PUBLICATION["trends"]["en"], "improved": "Much better"}
    write_publication(issue.parent, trends={**PUBLICATION["trends"], "en": words})
    seed(issue.parent / "publication.yaml")
    articles = [entry for entry in log(3) if entry[1] == "Article"]
    assert articles == [(UP, "Article", "alder", "en", "alder", "-")]


def test_a_language_that_is_named_otherwise_changes_the_publication_in_every_language(
    issue: Path, seed: Callable[..., Any], log: Log
) -> None:
    english, russian = PUBLICATION["languages"]
    write_publication(issue.parent, languages=[{**english, "name": "Plain English"}, russian])
    seed(issue.parent)
    assert [entry[:4] for entry in log(2)] == [
        (UP, "Publication", "ferry-news", code) for code in ("en", "ru")
    ]
