"""The index of words follows the content: each seeding, each upgrade, each change of analysis."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from publications import PUBLICATION, write_piece, write_yaml
from searching import write_articles
from sqlalchemy import text
from starlette.testclient import TestClient
from test_upgrades import make_earlier

from api.app import build
from api.settings import Settings
from schema.database import open_engine
from schema.words import index

if TYPE_CHECKING:
    from pathlib import Path

Find = Callable[[str], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def find(client: TestClient) -> Find:
    """Search in the test's own database; gives slugs."""

    def run(query: str) -> list[str]:
        answer = client.get("/v1/search", params={"q": query, "language": "en"}).json()
        return sorted(item["article"]["slug"] for item in answer["items"])

    return run


def piece(folder: Path, name: str, **given: Any) -> None:
    write_piece(folder / "2031-01-06" / f"{name}.en.md", **{"slug": name, **given})


def test_a_seeding_changes_what_is_found(
    seed: Callable[..., Any], folder: Path, find: Find
) -> None:
    seed(folder)
    assert find("herons again") == ["newer"]
    piece(folder, "newer", title="Storks instead")
    piece(folder, "in-body", title="Nothing", body="No bird at all.")
    (folder / "2031-01-06" / "in-lead.en.md").unlink()
    assert seed(folder)["changed"]
    assert find("heron") == ["begins", "in-tag", "in-title"]
    assert find("stork") == ["newer"]
    piece(folder, "in-title", title="The heron", withdrawn_at="2031-01-15T09:00:00Z")
    seed(folder)
    assert find("heron") == ["begins", "in-tag"]
    piece(folder, "in-title", title="The heron")
    seed(folder)
    assert find("heron") == ["begins", "in-tag", "in-title"]


def test_a_tag_with_another_name_is_found_by_that_one(
    seed: Callable[..., Any], folder: Path, find: Find
) -> None:
    seed(folder)
    tags = [*PUBLICATION["tags"], {"slug": "heron", "name": {"en": "Egrets", "ru": "Цапли"}}]
    seed(write_yaml(folder / "publication.yaml", {**PUBLICATION, "tags": tags}))
    assert find("egret") == ["in-tag"]
    assert "in-tag" not in find("heron")


def test_many_seedings_leave_what_one_would_have_made(
    seed: Callable[..., Any], folder: Path, find: Find, database: str
) -> None:
    for number in range(4):
        piece(folder, "newer", title=f"Storks {number}")
        piece(folder, f"more-{number}", title=f"More herons {number}")
        seed(folder)
        seed(folder / "2031-01-06" / "newer.en.md")
    assert find("storks 3") == ["newer"]
    assert find("storks 2") == []
    assert entries(database) == len(ids_of_shown(database))
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
            connection.commit()
            connection.execute("VACUUM")
    assert find("storks 3") == ["newer"]


def test_another_analysis_makes_the_index_anew_at_the_next_seeding(
    seed: Callable[..., Any],
    folder: Path,
    find: Find,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    revision = seed(folder)["revision"]
    assert not seed(folder)["changed"]
    monkeypatch.setattr(index, "ANALYSIS", "another one")
    assert seed(folder)["revision"] == revision + 1
    assert not seed(folder)["changed"]
    assert find("herons again") == ["newer"]
    assert entries(database) == len(ids_of_shown(database))


def test_texts_that_were_changed_by_others_do_not_spoil_the_index(
    seed: Callable[..., Any], folder: Path, find: Find, database: str
) -> None:
    seed(folder)
    run(database, "UPDATE article SET title = 'Nobody knows' WHERE slug = 'newer'")
    piece(folder, "newer", title="Storks instead")
    seed(folder)
    assert find("stork") == ["newer"]
    assert find("herons again") == []
    assert find("heron") == ["begins", "in-body", "in-lead", "in-tag", "in-title"]


def test_a_database_of_the_schema_before_is_searched_right_after_its_upgrade(
    command: Callable[..., Any], new_database: Callable[[str], str], engine: str, folder: Path
) -> None:
    fresh, earlier = new_database(engine), new_database(engine)
    assert command("seed", folder, "--database", fresh).exit_code == 0
    make_earlier(earlier, "0002", like=fresh)
    assert '"changed": false' in command("seed", folder, "--database", earlier, "--json").stdout
    asked = "/v1/search?q=heron&language=en"
    bodies = []
    for url in (fresh, earlier):
        with TestClient(build(Settings(database=url))) as client:
            bodies.append(client.get(asked).json())
    assert bodies[0] == bodies[1]
    assert len(bodies[0]["items"]) == 6


def test_pages_stay_right_while_others_seed(
    seed: Callable[..., Any], folder: Path, client: TestClient
) -> None:
    seed(folder)
    seen: list[str] = []
    url = "/v1/search?q=heron&language=en&first=1"
    for number in range(20):
        body = client.get(url).json()
        seen += [item["article"]["slug"] for item in body["items"]]
        if not body["page"]["next"]:
            break
        url = body["page"]["next"]
        piece(folder, f"more-{number}", title="A heron more", published_at="2031-02-01T09:00:00Z")
        seed(folder / "2031-01-06" / f"more-{number}.en.md")
    assert seen == ["newer", "in-title", "in-lead", "begins", "in-tag", "in-body"]


def test_a_text_beyond_all_limits_is_found_by_its_beginning_on_both_engines(
    seed: Callable[..., Any], folder: Path, find: Find
) -> None:
    words = " ".join(f"{number:x}{'ё' * 60}" for number in range(30_000))
    piece(folder, "huge", title="A huge one", body=f"{'the the ' * 700}\n\nearly\n\n{words} late")
    assert seed(folder)["ok"]
    assert find("early") == ["huge"]
    assert find("late") == []
    assert find('"the early"') == []
    assert find("the early") == ["huge"]


def run(url: str, statement: str) -> Any:
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return result.fetchall() if result.returns_rows else None
    finally:
        engine.dispose()


def entries(url: str) -> int:
    return int(run(url, "SELECT count(*) FROM search_entry")[0][0])


def ids_of_shown(url: str) -> list[Any]:
    return list(run(url, "SELECT key, language FROM article WHERE withdrawn_at IS NULL"))
