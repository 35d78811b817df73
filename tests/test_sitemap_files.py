"""Over 1,000 addresses there is an index, of files that stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import IN_ONE_LANGUAGE, make_issue, write_publication, write_yaml
from sitemap_files import (
    everything,
    files,
    listed,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient


def large(year: int, *keys: str) -> dict[str, Any]:
    """Make an issue of a year whose articles are in one language."""
    issue = make_issue(f"{year}-01-01", year, *keys)
    for article in issue["articles"]:
        del article["translations"]["ru"]
    return issue


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Write 1,205 articles: 1,100 of 2025, 105 of 2026."""
    write_publication(tmp_path, **IN_ONE_LANGUAGE)
    earlier = large(2025, *(f"a{number}" for number in range(1100)))
    write_yaml(tmp_path / "2025-01-01.yaml", earlier)
    write_yaml(tmp_path / "2026-01-01.yaml", large(2026, *(f"b{n}" for n in range(105))))
    return tmp_path


def test_over_a_thousand_addresses_there_is_an_index_whose_old_files_stay_as_they_are(
    archive: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    assert seed(archive)["ok"]
    names = list(files(client))
    assert names == [
        "/sitemap-names.en.1.xml",
        "/sitemap-issues.en.2025.1.xml",
        "/sitemap-issues.en.2026.1.xml",
        "/sitemap-articles.en.2025.1.xml",
        "/sitemap-articles.en.2025.2.xml",
        "/sitemap-articles.en.2026.1.xml",
    ]
    before = {name: client.get(name) for name in names}
    assert [len(read(client, name)) for name in names] == [2, 1, 1, 1000, 100, 105]
    assert len(everything(client)) == 1209
    assert seed(write_yaml(archive / "2027-01-01.yaml", large(2027, "c1", "c2")))["revision"] == 2
    after = list(files(client))
    assert set(after) - set(names) == {
        f"/sitemap-{kind}.en.2027.1.xml" for kind in ("issues", "articles")
    }
    for name in names[1:]:
        headers = {"If-None-Match": before[name].headers["ETag"]}
        assert client.get(name, headers=headers).status_code == 304
        assert client.get(name).content == before[name].content
    withdrawn = large(2026, *(f"b{n}" for n in range(105)))
    withdrawn["articles"][3]["withdrawn_at"] = "2026-03-03T00:00:00Z"
    assert seed(write_yaml(archive / "2026-01-01.yaml", withdrawn))["revision"] == 3
    assert len(read(client, names[5])) == 104
    assert [client.get(name).content for name in names[3:5]] == [
        before[name].content for name in names[3:5]
    ]


@pytest.mark.parametrize(
    "name",
    [
        "articles.en.1999.1",
        "articles.EN.2030.1",
        "articles.xx.2030.1",
        "articles.en.2030.0",
        "articles.en.2030.2",
        "articles.en.2030-01.1",
        "articles.en.1",
        "issues.en.2030-01.1",
        "issues.en.undated.1",
        "names.en.2030.1",
        "tags.en.999999",
        "front.en.1",
        "1",
    ],
)
def test_a_file_that_the_index_cannot_name_is_not_there(http: TestClient, name: str) -> None:
    answer = http.get(f"/sitemap-{name}.xml")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_articles_of_no_known_instant_have_a_file(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    loose = dict.fromkeys(("slug", "number", "starts_on", "ends_on"))
    articles = make_issue("2026-02-02", 7, "notice", "terms")["articles"]
    write_yaml(tmp_path / "loose.yaml", {**loose, "articles": articles})
    assert seed(tmp_path)["ok"]
    asked = "{ addressParts { kind language period number size } }"
    parts = client.get("/graphql", params={"query": asked}).json()["data"]["addressParts"]
    assert [tuple(part.values()) for part in parts if part["kind"] == "ARTICLES"] == [
        ("ARTICLES", "en", None, 1, 2),
        ("ARTICLES", "ru", None, 1, 2),
    ]
    found = listed(read(client, "/sitemap-articles.ru.undated.1.xml"))
    assert [modified for modified, _ in found.values()] == [None, None]
