"""Saved pages beside what stands: the same page again, its week, its issue, another publication."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_yaml
from walk import fetch

from seed.begin import SAMPLE
from seed.read import WEEKLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

PAGES = Path(__file__).parent / "pages"
ENGLISH, RUSSIAN = PAGES / "week.en.txt", PAGES / "week.ru.txt"


def test_a_page_seeded_again_with_its_address_stays_the_article_that_it_is(
    seed: Callable[..., Any], client: TestClient
) -> None:
    seed(ENGLISH, RUSSIAN)
    (before,) = fetch(client, "/v1/issues/latest")["articles"]
    told = seed(ENGLISH, "--address", "/security-issues/against-the-wind")
    assert (told["warnings"], told["changed"]) == ([], True)
    (after,) = fetch(client, "/v1/issues/latest")["articles"]
    assert (after["key"], after["slug"]) == (before["key"], "against-the-wind")
    moved = client.get(f"/v1/articles/en/{before['slug']}", follow_redirects=False)
    assert moved.headers["location"].endswith("/v1/articles/en/against-the-wind")
    assert fetch(client, "/v1/articles/en/against-the-wind")["sourceUrl"] is None


def test_a_page_whose_slug_is_an_earlier_one_stays_the_article_that_it_is(
    seed: Callable[..., Any], client: TestClient
) -> None:
    for slug in ("against-the-wind", "with-the-wind"):
        seed(ENGLISH, "--address", f"/security-issues/{slug}")
    for options in ((), ("--address", "/security-issues/against-the-wind")):
        assert seed(ENGLISH, *options)["warnings"] == []
        assert len(fetch(client, "/v1/issues/latest")["articles"]) == 1


def edited(page: Path, folder: Path, *changes: tuple[str, str]) -> Path:
    """Write a page with some words changed into a folder."""
    text = page.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / f"edited-{page.name}"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_that_prints_no_trend_leaves_the_one_that_stands(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    seed(ENGLISH)
    page = edited(ENGLISH, tmp_path, ("The situation got worse\n", ""))
    assert seed(page)["ok"]
    assert fetch(client, "/v1/issues/latest")["articles"][0]["trend"] == "WORSENED"


@pytest.mark.parametrize("together", [True, False])
def test_pages_of_one_week_stand_in_the_order_of_sections_whenever_they_come(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path, *, together: bool
) -> None:
    other = edited(
        ENGLISH, tmp_path, ("Security issues", "The ruling elite"), ("The ferry", "A ferry")
    )
    if together:
        seed(ENGLISH, other)
    else:
        seed(ENGLISH)
        seed(other)
    articles = fetch(client, "/v1/issues/latest")["articles"]
    assert [(a["section"]["slug"], a["position"]) for a in articles] == [
        ("ruling-elite", 1),
        ("security-issues", 3),
    ]


@pytest.mark.parametrize("together", [True, False])
def test_pages_that_name_different_last_days_of_a_week_are_warned_about(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path, *, together: bool
) -> None:
    other = edited(RUSSIAN, tmp_path, ("11", "12"))
    if together:
        told = seed(ENGLISH, other)
    else:
        seed(ENGLISH)
        told = seed(other)
    warnings = {w["code"]: (w["file"], w["line"]) for w in told["warnings"]}
    assert set(warnings) == {"WEEKS_DIFFER", "WEEK_NOT_MONDAY"}
    assert warnings["WEEKS_DIFFER"] == warnings["WEEK_NOT_MONDAY"]
    assert fetch(client, "/v1/issues/latest")["endsOn"] == "2031-05-11"


def test_a_page_leaves_the_facts_of_an_issue_that_stands(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    seed(ENGLISH)
    issue = make_issue("2031-05-05", 7)
    issue |= {"title": {"en": "May", "ru": "Май"}, "ends_on": "2031-05-11"}
    article = make_issue("2031-05-05", 7, "alder")["articles"][0]
    issue["articles"] = [{**article, "section": "security-issues"}]
    seed(write_yaml(tmp_path / "7.yaml", issue), "--allow-mass-delete")
    before = fetch(client, "/v1/issues/latest")
    seed(ENGLISH)
    after = fetch(client, "/v1/issues/latest")
    for name in ("number", "title", "startsOn", "endsOn", "publishedAt"):
        assert after[name] == before[name]
    assert len(after["articles"]) == 2


def test_pages_alone_take_the_place_of_the_sample(
    seed: Callable[..., Any], client: TestClient
) -> None:
    seed(SAMPLE)
    assert seed(ENGLISH)["ok"]
    assert fetch(client, "/v1/publication")["slug"] == "situation-in-belarus"
    assert [entry["slug"] for entry in fetch(client, "/v1/issues")["items"]] == ["2031-05-05"]
    assert len(fetch(client, "/v1/articles")["items"]) == 1
    seed(RUSSIAN)
    (russian,) = fetch(client, "/v1/issues/latest?language=ru")["articles"]
    (english,) = fetch(client, "/v1/issues/latest")["articles"]
    assert russian["key"] == english["key"]


def test_a_folder_of_pages_with_its_definition_takes_away_the_translation_that_it_lacks(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(WEEKLY, tmp_path / "weekly"))
    shutil.copy(ENGLISH, folder)
    shutil.copy(RUSSIAN, folder)
    seed(folder)
    (folder / RUSSIAN.name).unlink()
    assert seed(folder, "--allow-mass-delete")["ok"]
    assert fetch(client, "/v1/articles?language=ru")["items"] == []
    assert len(fetch(client, "/v1/articles")["items"]) == 1
