"""Every shared page, seeded alone into an empty database, has its facts through both doors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from saved_pages import EXPECTED, PAGES, REFUSED
from walk import fetch, graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

RECORDS = (
    [json.loads(line) for line in EXPECTED.read_text("utf-8").splitlines()]
    if EXPECTED.exists()
    else []
)
ARTICLES = [record for record in RECORDS if record["file"] not in REFUSED]
ALONE = """
query Alone($language: LanguageCode!) {
  articles(language: $language, first: 2) {
    nodes {
      language slug title lead trend publishedAt body(format: TEXT)
      issue { startsOn endsOn } section { slug name }
    }
  }
}
"""
pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason="the shared pages are not here")


def named(record: dict[str, Any]) -> str:
    return str(record["file"])


@pytest.mark.parametrize("expected", ARTICLES, ids=named)
def test_a_page_seeded_alone_has_every_fact_through_both_doors(
    expected: dict[str, Any], seed: Callable[..., Any], client: TestClient
) -> None:
    told = seed(PAGES / expected["file"])
    assert (told["ok"], told["revision"]) == (True, 1)
    for read in (read_graph, read_rest):
        article, paragraphs = read(client, expected["language"])
        labels = section_labels(client, article["section"])
        assert facts(article) == wanted(expected), read.__name__
        assert expected["section"] in labels, read.__name__
        assert len(paragraphs) == expected["paragraph_count"], read.__name__
        assert paragraphs[0].startswith(expected["lead_first_words"]), read.__name__
        assert paragraphs[-1].endswith(expected["last_words"]), read.__name__
    issues = fetch(client, f"/v1/issues?language={expected['language']}")["items"]
    assert [issue["startsOn"] for issue in issues] == [expected["starts_on"]] * len(issues)
    assert len(issues) == (expected["starts_on"] is not None)


@pytest.mark.parametrize("expected", [r for r in RECORDS if r["file"] in REFUSED], ids=named)
def test_a_page_that_is_no_article_is_refused_by_its_kind(
    expected: dict[str, Any], command: Callable[..., Any], database: str
) -> None:
    path = PAGES / expected["file"]
    result = command("seed", path, "--database", database)
    assert result.exit_code == 1
    (line, *_) = [line for line in result.output.splitlines() if "NOT_AN_ARTICLE" in line]
    assert line.startswith(f"{path}:")
    assert REFUSED[expected["file"]] in line


def test_all_sixteen_pages_are_tried() -> None:
    assert (len(RECORDS), len(ARTICLES)) == (16, 14)


def read_graph(client: TestClient, language: str) -> tuple[Any, list[str]]:
    """Read the one article by GraphQL, and its paragraphs, the lead first."""
    (article,) = graph(client, ALONE, language=language)["articles"]["nodes"]
    text = "\n\n".join(part for part in (article["lead"], article["body"]) if part)
    return article, text.split("\n\n")


def read_rest(client: TestClient, language: str) -> tuple[Any, list[str]]:
    """Read the same by REST: its facts as JSON, its paragraphs as a text file."""
    (card,) = fetch(client, f"/v1/articles?language={language}")["items"]
    path = f"/v1/articles/{language}/{card['slug']}"
    article = fetch(client, path)
    title, *paragraphs = client.get(f"{path}.txt").text.removesuffix("\n").split("\n\n")
    assert title == article["title"]
    assert paragraphs[0] == article["lead"]
    return article, paragraphs


def section_labels(client: TestClient, section: dict[str, str] | None) -> set[str | None]:
    """Name a section in every language: a page may print another language's label."""
    if section is None:
        return {None}
    (found,) = [
        entry
        for entry in fetch(client, "/v1/sections")["items"]
        if entry["slug"] == section["slug"]
    ]
    return {found["name"], *(entry["name"] for entry in found["translations"])}


def facts(article: dict[str, Any]) -> dict[str, Any]:
    """Take what an answer says of the head of the page."""
    issue = article["issue"] or {"startsOn": None, "endsOn": None}
    alike = {name: article[name] for name in ("language", "title", "trend", "publishedAt")}
    return {**alike, "startsOn": issue["startsOn"], "endsOn": issue["endsOn"]}


def wanted(expected: dict[str, Any]) -> dict[str, Any]:
    """Write what is expected of the head as the API serves it."""
    at, trend = expected["published_at"], expected["trend"]
    return {
        "language": expected["language"],
        "title": expected["title"],
        "trend": trend.upper() if trend else None,
        "publishedAt": instant(at) if at else None,
        "startsOn": expected["starts_on"],
        "endsOn": expected["ends_on"],
    }


def instant(printed: str) -> str:
    """Take a printed time as the weekly's own; give the instant as the API writes it."""
    local = datetime.fromisoformat(printed).replace(tzinfo=ZoneInfo("Europe/Minsk"))
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
