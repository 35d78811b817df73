"""The archive: how much there is of each year and month."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication, write_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

YEARS = "year issues articles months { month issues articles }"


def write(folder: Path) -> Path:
    """Write three issues of two years, one of them in Russian only, and two pieces of no issue."""
    write_publication(folder, timezone="Pacific/Kiritimati")  # UTC+14
    for day, languages in {"2029-12-31": "en", "2030-01-07": "en ru", "2030-03-04": "ru"}.items():
        facts = {"starts_on": day, "ends_on": day, "published_at": f"{day}T09:00:00Z"}
        write_yaml(folder / day / "issue.yaml", facts)
        for language, name in product(languages.split(), ("one", "two")):
            write_piece(folder / day / f"{name}-{day}.{language}.md")
    write_piece(folder / "notice.en.md", published_at="2029-12-31T09:59:59Z")
    write_piece(folder / "later.en.md", published_at="2029-12-31T10:00:00Z")
    write_piece(folder / "never.en.md")
    return folder


def test_years_and_months_are_counted_newest_first(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write(tmp_path / "news"))["ok"]
    january = {"month": 1, "issues": 1, "articles": 3}
    december = {"month": 12, "issues": 1, "articles": 3}
    assert client.get("/v1/archive?language=en").json()["items"] == [
        {"year": 2030, "issues": 1, "articles": 3, "months": [january]},
        {"year": 2029, "issues": 1, "articles": 3, "months": [december]},
    ]
    march = {"month": 3, "issues": 1, "articles": 2}
    assert client.get("/v1/archive?language=en&fallback=ru").json()["items"] == [
        {"year": 2030, "issues": 2, "articles": 5, "months": [march, january]},
        {"year": 2029, "issues": 1, "articles": 3, "months": [december]},
    ]


@pytest.mark.parametrize("language", ["en", "be", "ru"])
@pytest.mark.parametrize("fallback", ["[]", '["ru", "en"]'])
def test_it_adds_up_to_all_issues_and_articles(
    ask: Callable[..., Any], language: str, fallback: str
) -> None:
    asked = f'(language: "{language}", fallback: {fallback})'
    found = ask(f"{{ archive{asked} {{ {YEARS} }} a: articles{asked} {{ totalCount }} "
                f"i: issues{asked} {{ totalCount }} }}")  # fmt: skip
    for name, total in (("articles", found["a"]), ("issues", found["i"])):
        assert sum(year[name] for year in found["archive"]) == total["totalCount"]
        for year in found["archive"]:
            assert sum(month[name] for month in year["months"]) == year[name]


def test_it_changes_with_any_issue_or_article(http: TestClient) -> None:
    answer = http.get("/v1/archive?language=be&fallback=ru")
    assert {"Article", "Issue"} <= set(answer.headers["Surrogate-Key"].split())
    assert answer.json()["page"] == {"next": None, "previous": None, "total": 1}
    assert http.get("/v1/archive?language=xx").status_code == 400
