"""The news sitemap: what is not older than two days, whenever it is asked for."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from publications import make_issue, write_publication, write_yaml
from sitemap_files import (
    INSTANT,
    SITEMAP,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def recent(**ages: dt.timedelta) -> dict[str, Any]:
    """Make an issue whose articles were published so long ago, by key."""
    now = dt.datetime.now(dt.UTC)
    issue = make_issue("2026-02-02", 7, *ages)
    for article in issue["articles"]:
        published = now - ages[article["key"]]
        article["published_at"] = published.isoformat(timespec="seconds")
    return issue


def titles(client: TestClient) -> list[str]:
    document = read(client, "/sitemap-news.xml")
    return [str(title.text) for title in document.iter(f"{NEWS}title")]


def test_the_news_are_those_of_the_last_two_days(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    hours = {"old": 49, "rain": 47, "snow": 1, "later": -2}
    ages = {key: dt.timedelta(hours=number) for key, number in hours.items()}
    write_publication(tmp_path)
    write_yaml(tmp_path / "2026-02-02.yaml", recent(**ages))
    assert seed(tmp_path)["ok"]
    assert titles(client) == ["The snow", "О snow", "The rain", "О rain"]
    (first, second, *_) = read(client, "/sitemap-news.xml")
    assert first.findtext(f"{SITEMAP}loc") == "https://ferry.example/en/snow"
    entry = second.find(f"{NEWS}news")
    assert entry is not None
    assert [child.tag.removeprefix(NEWS) for child in entry] == [
        "publication",
        "publication_date",
        "title",
    ]
    assert [child.text for child in entry[0]] == ["Паромные вести", "ru"]
    assert INSTANT.fullmatch(str(entry.findtext(f"{NEWS}publication_date")))


def test_the_news_are_not_kept_past_the_moment_at_which_one_becomes_old(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    almost = dt.timedelta(days=2) - dt.timedelta(seconds=3)
    issue = recent(rain=almost, snow=dt.timedelta(hours=1), soon=dt.timedelta(seconds=-2))
    write_yaml(tmp_path / "2026-02-02.yaml", issue)
    assert seed(tmp_path)["ok"]
    answer = client.get("/sitemap-news.xml")
    assert "The rain" in answer.text
    assert "The soon" not in answer.text
    ages = {int(age) for age in re.findall(r"=(\d+)", answer.headers["Cache-Control"])}
    assert max(ages) <= 3
    assert "Last-Modified" not in answer.headers  # what changes with the clock has no such date
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    while "The rain" in titles(client) or "The soon" not in titles(client):
        assert dt.datetime.now(dt.UTC) < until
    headers = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/sitemap-news.xml", headers=headers).status_code == 200
