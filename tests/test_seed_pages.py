"""Saved pages of the weekly, seeded: their facts through both doors, twins, seeding again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from walk import answers, fetch, graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

PAGES = Path(__file__).parent / "pages"
ENGLISH, RUSSIAN, NO_WEEK = (PAGES / name for name in ("week.en.txt", "week.ru.txt", "no-week.txt"))
REAL = Path(__file__).parents[2] / "shared" / "pages" / "000_5562bc33c302da86.txt"
LATEST = """{
  latestIssue {
    slug startsOn endsOn
    articles {
      title language trend lead body(format: TEXT) section { slug name }
      image { credit } translations { language title }
    }
  }
}"""
TAIL = ("subscribe", "newsletter", "November", "View all", "Read more", "BE/RU")


def latest(client: TestClient) -> Any:
    """Ask for the latest issue; it has one English article."""
    issue = graph(client, LATEST)["latestIssue"]
    (article,) = issue.pop("articles")
    return issue, article


@pytest.mark.skipif(not REAL.exists(), reason="the real page is not part of the project")
def test_the_real_page_alone_gives_its_facts_through_both_doors(
    seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(REAL)["ok"]
    issue, article = latest(client)
    assert issue == {"slug": "2018-07-02", "startsOn": "2018-07-02", "endsOn": "2018-07-08"}
    title = "Minsk seeks to balance out Russia and the West with China"
    assert (article["title"], article["language"], article["trend"]) == (title, "en", "UNCHANGED")
    assert article["section"] == {"slug": "security-issues", "name": "Security issues"}
    assert article["lead"].startswith("The Belarusian authorities aim to create the impression")
    paragraphs = article["body"].split("\n\n")
    # The page has the lead and four paragraphs in all.
    assert len([article["lead"], *paragraphs]) == 4
    assert not [word for word in TAIL if word in article["body"]]
    assert title not in article["body"] + article["lead"]
    (card,) = fetch(client, "/v1/issues/2018-07-02")["articles"]
    rest = fetch(client, f"/v1/articles/en/{card['slug']}")
    for name in ("title", "language", "trend", "lead"):
        assert rest[name] == article[name]
    assert rest["body"].count("<p>") == len(paragraphs)
    assert rest["section"]["name"] == "Security issues"


def test_a_page_alone_gives_its_facts_through_both_doors(
    seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(ENGLISH)["warnings"] == []
    issue, article = latest(client)
    assert issue == {"slug": "2031-05-05", "startsOn": "2031-05-05", "endsOn": "2031-05-11"}
    assert article["title"] == "The ferry sails although the wind is against it"
    assert (article["trend"], article["section"]["slug"]) == ("WORSENED", "security-issues")
    assert article["lead"].startswith("The authorities of both shores")
    assert [text[:2] for text in article["body"].split("\n\n")] == ["On", "He"]
    assert not [word for word in TAIL if word in article["body"]]
    (card,) = fetch(client, "/v1/issues/latest")["articles"]
    assert {name: card[name] for name in ("title", "lead", "trend")} == {
        name: article[name] for name in ("title", "lead", "trend")
    }


def test_a_page_without_a_week_is_an_article_without_an_issue_and_a_warning(
    seed: Callable[..., Any], client: TestClient
) -> None:
    told = seed(NO_WEEK)
    assert {warning["code"] for warning in told["warnings"]} == {"NO_WEEK", "NO_SECTION"}
    assert {warning["file"] for warning in told["warnings"]} == {str(NO_WEEK)}
    assert fetch(client, "/v1/issues")["items"] == []
    (card,) = fetch(client, "/v1/articles")["items"]
    assert (card["issue"], card["section"], card["trend"]) == (None, None, None)
    assert card["publishedAt"] == "2017-07-17T06:31:00Z"


@pytest.mark.parametrize("order", [(ENGLISH, RUSSIAN), (RUSSIAN, ENGLISH)])
def test_twins_become_translations_together_or_one_after_the_other(
    seed: Callable[..., Any],
    client: TestClient,
    tmp_path: Path,
    command: Callable[..., Any],
    order: tuple[Path, Path],
) -> None:
    for path in order:
        assert seed(path)["ok"]
    issue, article = latest(client)
    assert article["translations"] == [
        {"language": "ru", "title": "Паром идёт, хотя ветер против него"}
    ]
    assert seed(ENGLISH, RUSSIAN)["changed"] is False
    other = command("seed", *order, "--database", f"sqlite:///{tmp_path}/both.db")
    assert "put 2 Article" in other.stdout
    assert issue["slug"] == "2031-05-05"


def test_the_same_page_again_changes_nothing(seed: Callable[..., Any], client: TestClient) -> None:
    seed(PAGES)
    before = answers(client)
    for paths in ((PAGES,), (RUSSIAN,), (NO_WEEK, ENGLISH)):
        assert (seed(*paths)["changed"], seed(*paths)["revision"]) == (False, 1)
    assert answers(client) == before


def test_an_address_gives_the_slug_and_a_section_that_the_page_does_not_print(
    seed: Callable[..., Any], client: TestClient
) -> None:
    address = "https://weekly.example/en/ruling-elite/a-boat-is-mended/?page=1"
    told = seed(NO_WEEK, "--address", address)
    assert [warning["code"] for warning in told["warnings"]] == ["NO_WEEK"]
    article = fetch(client, "/v1/articles/en/a-boat-is-mended")
    assert article["section"]["slug"] == "ruling-elite"
    assert article["sourceUrl"] == address


def test_a_page_that_is_no_article_is_refused_with_its_line(
    seed: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("All trends\n\nA headline\nMay 5 – May 11\n\nAnother\nMay 12 – May 18\n")
    (mistake,) = seed(path)["mistakes"]
    assert (mistake["code"], mistake["file"]) == ("NOT_AN_ARTICLE", str(path))
    assert "section list" in mistake["message"]


def test_a_second_article_of_a_week_and_section_is_kept_apart_with_a_warning(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    seed(ENGLISH)
    other = tmp_path / "other.txt"
    text = ENGLISH.read_text(encoding="utf-8")
    other.write_text(text.replace("The ferry sails although", "No ferry sails because"))
    told = seed(other)
    assert [warning["code"] for warning in told["warnings"]] == ["SECOND_ARTICLE"]
    articles = fetch(client, "/v1/issues/latest")["articles"]
    assert len({article["key"] for article in articles}) == 2
