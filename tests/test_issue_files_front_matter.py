"""An article file: every key of its front matter, what it shares with its siblings, its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication, write_yaml
from walk import answers, fetch, graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

IMAGE = {
    "src": "/boat.jpg",
    "alt": "A boat",
    "caption": "At the pier",
    "credit": "N. N.",
    "width": 10,
    "height": 20,
}
FRONT: dict[str, Any] = {
    "title": "The boat",
    "section": "boats",
    "lead": "It floats.",
    "trend": "worsened",
    "tags": ["wind", "ice"],
    "slug": "a-boat",
    "published_at": "2031-05-06T10:00:00+03:00",
    "updated_at": "2031-05-07T10:00:00+03:00",
    "position": 4,
    "authors": ["A. Oar"],
    "image": IMAGE,
    "aliases": ["the-boat"],
    "source_url": "https://elsewhere.example/boat",
}
SERVED = """{
  article(by: {path: {language: "en", slug: "the-boat"}}) {
    title section { slug } lead trend tags { slug } slug publishedAt updatedAt position authors
    image { src alt caption credit width height } sourceUrl issue { slug startsOn endsOn }
  }
}"""


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Name a folder for an issue, in a publication."""
    return write_publication(tmp_path / "ferry") / "2031-05-05"


def test_every_key_of_the_front_matter_is_understood(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_piece(issue / "boat.en.md", **FRONT)
    seed(issue.parent)
    assert graph(client, SERVED)["article"] == {
        **{key: FRONT[key] for key in ("title", "lead", "slug", "position", "authors", "image")},
        "section": {"slug": "boats"},
        "trend": "WORSENED",
        "tags": [{"slug": "wind"}, {"slug": "ice"}],
        "publishedAt": "2031-05-06T07:00:00Z",
        "updatedAt": "2031-05-07T07:00:00Z",
        "sourceUrl": "https://elsewhere.example/boat",
        "issue": {"slug": "2031-05-05", "startsOn": "2031-05-05", "endsOn": "2031-05-11"},
    }


def test_what_belongs_to_the_article_stands_in_any_one_of_its_files(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    shared: dict[str, Any] = {
        "section": "boats",
        "trend": "improved",
        "tags": ["ice"],
        "position": 3,
    }
    write_piece(issue / "boat.en.md", title="The boat", section="boats")
    write_piece(issue / "boat.ru.md", title="Лодка", **shared)
    seed(issue.parent)
    article = fetch(client, "/v1/articles/en/the-boat")
    assert (article["trend"], article["position"]) == ("IMPROVED", 3)
    assert [tag["slug"] for tag in article["tags"]] == ["ice"]


def test_without_a_slug_the_title_gives_it_and_cyrillic_is_transcribed(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_piece(issue / "boat.ru.md", title="Лодка, и ещё одна")
    seed(issue.parent)
    assert fetch(client, "/v1/issues/latest?language=ru")["articles"][0]["slug"].startswith("lodka")


@pytest.mark.parametrize(
    ("cadence", "last"),
    [("daily", "2031-05-05"), ("weekly", "2031-05-11"), ("biweekly", "2031-05-18")],
)
def test_without_issue_yaml_the_folder_and_the_cadence_tell_the_days(
    issue: Path, seed: Callable[..., Any], client: TestClient, cadence: str, last: str
) -> None:
    write_publication(issue.parent, cadence=cadence)
    write_piece(issue / "boat.en.md")
    seed(issue.parent)
    latest = fetch(client, "/v1/issues/latest")
    assert (latest["startsOn"], latest["endsOn"]) == ("2031-05-05", last)


def test_an_issue_of_no_day_needs_its_days_said(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    special = issue.with_name("special")
    write_piece(special / "boat.en.md")
    mistakes = seed(issue.parent)["mistakes"]
    assert {(entry["file"], entry["code"]) for entry in mistakes} == {
        (f"{special}/issue.yaml", "MISSING")
    }
    assert [entry["remedy"] for entry in mistakes] == ["add ends_on", "add starts_on"]
    write_yaml(special / "issue.yaml", {"starts_on": "2031-05-05", "ends_on": "2031-05-06"})
    assert seed(issue.parent)["ok"]
    assert fetch(client, "/v1/issues/special")["endsOn"] == "2031-05-06"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    path = write_piece(issue / "boat.en.md", body="One\ntwo.\n\n- three", **FRONT)
    seed(issue.parent)
    before = answers(client)
    for file in (path, issue.parent / "publication.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert seed(issue.parent)["changed"] is False
    assert answers(client) == before


def test_a_rule_in_the_body_does_not_end_the_article(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_piece(issue / "boat.en.md", body="One.\n\n---\n\nTwo.", slug="boat")
    seed(issue.parent)
    assert fetch(client, "/v1/articles/en/boat")["body"] == "<p>One.</p>\n<hr>\n<p>Two.</p>"


def test_letters_are_composed_so_that_equal_words_are_equal(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_piece(issue / "boat.ru.md", title="Май, январь", slug="boat")
    seed(issue.parent)
    write_piece(issue / "boat.ru.md", title="Маи\u0306, январь", slug="boat")
    assert seed(issue.parent)["changed"] is False
    assert fetch(client, "/v1/articles/ru/boat")["title"] == "Май, январь"
