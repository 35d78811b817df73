"""OAI-PMH over seedings: what changed is harvested again, what is gone stays told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from newsroom import write_newsroom
from publications import make_issue, write_json, write_piece
from test_oai import WHOLE, harvester
from watching import wait_for_revision

from api.newsroom.oai import lists

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from starlette.testclient import TestClient


def test_a_harvester_that_comes_again_gets_what_changed_and_what_is_gone(
    folder: Path, seed: Callable[..., Any], client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 4)
    content = write_newsroom(folder / "news")
    assert seed(content)["ok"]
    scythe = harvester(client)
    archive = {each.header.identifier: each for each in scythe.list_records()}
    time.sleep(1.1)  # instants are of whole seconds
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    (content / "notice.en.md").unlink()
    write_piece(content / "ahead.en.md", withdrawn_at="2020-04-01T09:00:00Z")
    write_json(content / "2020-03-09.json", make_issue("2020-03-09", 8, "keel", "oar"))
    assert seed(content)["ok"]
    changed = {each.header.identifier: each for each in scythe.list_records(from_=since)}
    gone = {name for name, each in changed.items() if each.deleted}
    assert gone == {
        f"oai:ferry.example:{name}" for name in ("notice/en", "ahead/en", "mast/en", "mast/ru")
    }
    assert {f"oai:ferry.example:oar/{code}" for code in ("en", "ru")} <= changed.keys() - gone
    again = {each.header.identifier: each for each in scythe.list_records()}
    archive |= changed
    assert {name: each.deleted for name, each in archive.items()} == {
        name: each.deleted for name, each in again.items()
    }
    assert {name: each.raw for name, each in archive.items()} == {
        name: each.raw for name, each in again.items()
    }


def test_what_is_gone_stays_in_its_sets(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    content = write_newsroom(folder / "news")
    assert seed(content)["ok"]
    write_json(content / "2020-03-09.json", make_issue("2020-03-09", 8, "keel"))
    assert seed(content)["ok"]
    scythe = harvester(client)
    for chosen in ("section:pier", "language:ru", "section"):
        gone = [each for each in scythe.list_identifiers(set_=chosen) if each.deleted]
        assert "oai:ferry.example:mast/ru" in {each.identifier for each in gone}
    boats = [each for each in scythe.list_identifiers(set_="section:boats") if each.deleted]
    assert boats == []


def test_a_new_name_of_a_section_or_tag_changes_the_records_that_have_it(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    content = write_newsroom(folder / "news")
    assert seed(content)["ok"]
    time.sleep(1.1)
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    path = content / "publication.yaml"
    path.write_text(path.read_text("utf-8").replace("en: Ice", "en: Floes"), "utf-8")
    assert seed(content)["ok"]
    found = list(harvester(client).list_records(from_=since))
    assert [each.header.identifier for each in found] == [WHOLE]
    assert "Floes" in found[0].get_metadata()["subject"]


def test_a_token_lives_over_a_seeding(
    folder: Path, seed: Callable[..., Any], client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 4)
    content = write_newsroom(folder / "news")
    assert seed(content)["ok"]
    found = []
    for record in harvester(client).list_identifiers():
        found.append(record.identifier)
        if len(found) == 3:
            time.sleep(1.1)
            write_piece(content / "ahead.en.md", body="Other words.")
            assert seed(content)["ok"]
            wait_for_revision(client)
    assert len(set(found)) == 14
    assert found[-1] == "oai:ferry.example:ahead/en"
