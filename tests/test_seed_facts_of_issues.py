"""What an issue's facts do: stay where nobody states them, reach the articles where they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import (
    PUBLICATION,
    make_issue,
    write_issue_folder,
    write_piece,
    write_publication,
    write_yaml,
)
from walk import fetch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

FACTS = ("slug", "number", "title", "startsOn", "endsOn", "publishedAt")
ISSUE = {
    **make_issue("2031-05-05", 1, "alder", "birch"),
    "ends_on": "2031-05-14",
    "title": {"en": "May", "ru": "Май"},
}


@pytest.fixture
def ferry(tmp_path: Path, seed: Callable[..., Any]) -> Path:
    """Seed a publication with one whole-issue file; gives its folder."""
    folder = write_publication(tmp_path / "ferry")
    write_yaml(folder / "may.yaml", ISSUE)
    assert seed(folder)["ok"]
    return folder


def read_issue(client: TestClient, language: str = "en") -> dict[str, Any]:
    """Read the one issue in a language."""
    issue: dict[str, Any] = fetch(client, f"/v1/issues/2031-05-05?language={language}")
    return issue


def facts(client: TestClient, language: str = "en") -> dict[str, Any]:
    """Read what is said of the issue itself."""
    issue = read_issue(client, language)
    return {name: issue[name] for name in FACTS}


def published(client: TestClient) -> dict[str, str]:
    """Read when each English article was published, in the order of the list of articles."""
    items = fetch(client, "/v1/articles")["items"]
    return {item["key"]: item["publishedAt"] for item in items}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_article_file_without_issue_yaml_leaves_the_facts_of_its_issue(
    ferry: Path, seed: Callable[..., Any], client: TestClient, language: str
) -> None:
    before = facts(client, language)
    path = write_piece(ferry / "2031-05-05" / "alder.en.md", title="Alders", slug="alder")
    told = seed(path)
    assert told["changes"] == [{"action": "UPSERT", "type": "Article", "count": 1}]
    assert facts(client, language) == before
    assert set(published(client).values()) == {"2031-05-05T09:00:00Z"}


def test_an_article_file_alone_finds_the_days_that_no_folder_s_name_tells(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path / "ferry", cadence="quarterly")
    write_yaml(folder / "spring.yaml", {**ISSUE, "slug": "spring"})
    seed(folder)
    path = write_piece(folder / "spring" / "alder.en.md", title="Alders", slug="alder")
    assert seed(path)["ok"]
    assert fetch(client, "/v1/issues/spring")["endsOn"] == "2031-05-14"


def test_an_article_file_with_issue_yaml_brings_the_facts_of_its_issue(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_yaml(ferry / "2031-05-05" / "issue.yaml", {"number": 3, "title": {"en": "June"}})
    assert seed(write_piece(ferry / "2031-05-05" / "alder.en.md", slug="alder"))["ok"]
    issue = facts(client)
    assert (issue["number"], issue["title"], issue["endsOn"]) == (3, "June", "2031-05-11")


def test_articles_that_were_published_with_their_issue_follow_it(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    issue = make_issue("2031-05-05", 1, "alder", "birch", "cedar")
    issue["articles"][2]["published_at"] = "2031-05-07T12:00:00Z"
    inside = write_issue_folder(write_publication(tmp_path / "ferry"), issue)
    seed(inside.parent)
    write_yaml(inside / "issue.yaml", {"number": 1, "published_at": "2031-05-08T12:00:00Z"})
    path = write_piece(inside / "alder.en.md", title="The alder", slug="alder")
    assert seed(path)["ok"]
    assert list(published(client).items()) == [
        ("birch", "2031-05-08T12:00:00Z"),
        ("alder", "2031-05-08T12:00:00Z"),
        ("cedar", "2031-05-07T12:00:00Z"),
    ]
    assert seed(inside)["changed"] is False


def test_an_issue_stands_in_the_languages_of_the_articles_that_it_shows(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path / "ferry")
    older, newer = make_issue("2031-05-05", 1, "alder"), make_issue("2031-05-12", 2, "birch")
    newer["title"] = {"en": "New", "ru": "Новый"}
    del newer["articles"][0]["translations"]["ru"]
    for issue in (older, newer):
        write_issue_folder(folder, issue)
    seed(folder)
    latest = fetch(client, "/v1/issues/latest?language=ru")
    assert (latest["slug"], len(latest["articles"])) == ("2031-05-05", 1)
    path = write_piece(folder / "2031-05-12" / "birch.ru.md", title="Берёза")
    assert seed(path)["ok"]
    latest = fetch(client, "/v1/issues/latest?language=ru")
    assert (latest["slug"], latest["title"]) == ("2031-05-12", "Новый")
    assert fetch(client, "/v1/issues/latest")["title"] == "New"


def test_the_definition_alone_cannot_drop_a_language_that_only_an_issue_has(
    tmp_path: Path, seed: Callable[..., Any]
) -> None:
    folder = write_publication(tmp_path / "ferry")
    issue = make_issue("2031-05-05", 1, "alder")
    issue["articles"][0]["withdrawn_at"] = "2031-06-01T00:00:00Z"
    del issue["articles"][0]["translations"]["en"]
    write_yaml(folder / "1.yaml", issue)
    seed(folder)
    write_publication(folder, **in_russian_alone(PUBLICATION))
    (mistake,) = seed(folder / "publication.yaml")["mistakes"]
    assert mistake["code"] == "UNKNOWN_NAME"
    assert mistake["message"] == "issues in the database have the language 'en'"


def in_russian_alone(publication: dict[str, Any]) -> dict[str, Any]:
    """Leave the English out of a definition."""
    named = {
        kind: [{**entry, "name": {"ru": entry["name"]["ru"]}} for entry in publication[kind]]
        for kind in ("sections", "tags")
    }
    whole = {key: {"ru": publication[key]["ru"]} for key in ("name", "description", "trends")}
    return {
        **named,
        **whole,
        "default_language": "ru",
        "languages": publication["languages"][1:],
    }


def test_an_article_file_alone_takes_its_trend_away(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path / "ferry")
    path = write_piece(folder / "2031-05-05" / "alder.en.md", slug="alder", trend="worsened")
    seed(folder)
    write_piece(path, slug="alder")
    assert seed(path)["ok"]
    assert fetch(client, "/v1/articles/en/alder")["trend"] is None


def test_a_year_before_1000_has_four_digits(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path / "ferry")
    path = write_piece(folder / "old.en.md", slug="old", published_at="0862-01-02T03:04:05.6Z")
    write_piece(folder / "new.en.md", slug="new", published_at="2031-01-02T03:04:05Z")
    assert seed(folder)["ok"]
    assert path.exists()
    assert published(client) == {"new": "2031-01-02T03:04:05Z", "old": "0862-01-02T03:04:05Z"}
    assert list(published(client)) == ["new", "old"]


@pytest.mark.parametrize("form", ["file", "folder"])
def test_articles_without_a_position_stand_as_in_their_file_or_by_their_sections(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient, form: str
) -> None:
    folder = write_publication(tmp_path / "ferry")
    issue = make_issue("2031-05-05", 1, "elder", "birch", "alder", "cedar")
    for article, section in zip(issue["articles"], ("boats", None, "pier", "pier"), strict=True):
        article["section"] = section
    if form == "file":
        write_yaml(folder / "1.yaml", issue)
        expected = [("elder", 1), ("birch", 2), ("alder", 3), ("cedar", 4)]
    else:
        write_issue_folder(folder, issue)
        expected = [("alder", 1), ("cedar", 1), ("elder", 2), ("birch", 3)]
    seed(folder)
    articles = read_issue(client)["articles"]
    assert [(article["key"], article["position"]) for article in articles] == expected


def test_the_order_in_which_article_files_come_does_not_matter(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path / "ferry")
    inside = folder / "2031-05-05"
    boat = write_piece(inside / "alder.en.md", section="boats")
    seed(folder)
    pier = write_piece(inside / "birch.en.md", section="pier")
    seed(pier)
    assert [a["key"] for a in read_issue(client)["articles"]] == ["birch", "alder"]
    assert seed(boat, pier)["changed"] is False
    assert seed(folder)["changed"] is False
