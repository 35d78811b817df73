"""What is no longer there: `removals` in the graph, deleted entries in Atom (RFC 6721)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from feed_contents import DELETED, ids, read_atom
from publications import write_piece, write_publication

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from starlette.testclient import TestClient

COMMENT = "{http://purl.org/atompub/tombstones/1.0}comment"
WHEN = "2020-03-05T12:00:00+03:00"


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """Write two articles that stay and two that go."""
    folder = write_publication(tmp_path / "ferry")
    for key in ("stays", "other", "taken", "lost"):
        front: dict[str, Any] = {"tags": ["ice"], "published_at": "2020-03-02T09:00:00Z"}
        write_piece(folder / "2020-03-02" / f"{key}.en.md", **front)
    return folder


def withdraw(folder: Path, key: str, at: str = WHEN) -> None:
    front: dict[str, Any] = {
        "tags": ["ice"],
        "published_at": "2020-03-02T09:00:00Z",
        "withdrawn_at": at,
    }
    write_piece(folder / "2020-03-02" / f"{key}.en.md", **front)


def remove(folder: Path, key: str) -> None:
    (folder / "2020-03-02" / f"{key}.en.md").unlink()


def deleted(feed: Element) -> list[tuple[str, str, str]]:
    return [
        (str(each.get("ref")), str(each.get("when")), str(each.findtext(COMMENT)))
        for each in feed.iter(DELETED)
    ]


def removals(client: TestClient, arguments: str = 'language: "en"') -> list[dict[str, Any]]:
    query = f"{{ removals({arguments}) {{ id key slug language reason removedAt }} }}"
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer
    found: list[dict[str, Any]] = answer["data"]["removals"]
    return found


def test_what_was_taken_back_is_a_deleted_entry(seed: Any, client: TestClient, ferry: Path) -> None:
    seed(ferry)
    items = client.get("/feeds/en.json").json()["items"]
    id_of = {item["title"]: item["id"] for item in items}
    withdraw(ferry, "taken")
    remove(ferry, "lost")
    seed(ferry, "--allow-mass-delete")
    seeded = client.get("/readyz").json()["seededAt"]
    for path in ("en", "en/sections/pier", "en/tags/ice"):
        feed = read_atom(client, f"/feeds/{path}.atom")
        assert set(ids(feed)) == {id_of["Of stays"], id_of["Of other"]}
        assert set(deleted(feed)) == {
            (id_of["Of taken"], "2020-03-05T09:00:00Z", "The editors withdrew this article."),
            (id_of["Of lost"], seeded, "This article is no longer published."),
        }
    # Both were in another section; which tags the lost one had is no longer known.
    assert deleted(read_atom(client, "/feeds/en/sections/boats.atom")) == []
    wind = deleted(read_atom(client, "/feeds/en/tags/wind.atom"))
    assert [ref for ref, _, _ in wind] == [id_of["Of lost"]]
    assert deleted(read_atom(client, "/feeds/ru.atom")) == []
    assert "Of taken" not in client.get("/feeds/en.rss").text


def test_the_graph_tells_of_removals_the_latest_first(
    seed: Any, client: TestClient, ferry: Path
) -> None:
    seed(ferry)
    withdraw(ferry, "taken")
    seed(ferry)
    remove(ferry, "lost")
    seed(ferry, "--allow-mass-delete")
    found = removals(client)
    assert [(each["key"], each["reason"]) for each in found] == [
        ("lost", "REMOVED"),
        ("taken", "WITHDRAWN"),
    ]
    assert found[1]["slug"] == "of-taken"
    assert found[1]["removedAt"] == "2020-03-05T09:00:00Z"
    assert removals(client, 'language: "en", first: 1') == found[:1]
    assert removals(client, 'language: "en", section: "boats"') == []
    assert removals(client, 'language: "en", tag: "wind"') == found[:1]
    assert removals(client, 'language: "en", section: "pier", tag: "ice"') == found
    assert removals(client, 'language: "ru"') == []


def test_what_was_in_no_section_is_told_to_all(seed: Any, client: TestClient, ferry: Path) -> None:
    front: dict[str, Any] = {"section": None, "published_at": "2020-03-02T09:00:00Z"}
    write_piece(ferry / "2020-03-02" / "free.en.md", **front)
    seed(ferry)
    remove(ferry, "free")
    seed(ferry, "--allow-mass-delete")
    for section in ("pier", "boats"):
        found = removals(client, f'language: "en", section: "{section}"')
        assert [each["key"] for each in found] == ["free"]


def test_what_comes_back_is_no_longer_deleted(seed: Any, client: TestClient, ferry: Path) -> None:
    seed(ferry)
    withdraw(ferry, "taken")
    lost = (ferry / "2020-03-02" / "lost.en.md").read_bytes()
    remove(ferry, "lost")
    seed(ferry, "--allow-mass-delete")
    before = read_atom(client, "/feeds/en.atom")
    gone = {ref for ref, _, _ in deleted(before)}
    assert len(gone) == 2
    (ferry / "2020-03-02" / "lost.en.md").write_bytes(lost)
    write_piece(ferry / "2020-03-02" / "taken.en.md", published_at="2020-03-02T09:00:00Z")
    seed(ferry)
    after = read_atom(client, "/feeds/en.atom")
    assert deleted(after) == []
    assert gone < set(ids(after))
    remove(ferry, "lost")
    seed(ferry, "--allow-mass-delete")
    assert len(deleted(read_atom(client, "/feeds/en.atom"))) == 1


def test_what_was_never_shown_is_not_deleted(seed: Any, client: TestClient, ferry: Path) -> None:
    withdraw(ferry, "taken")
    seed(ferry)
    assert removals(client) == []


def test_a_withdrawal_ahead_counts_from_the_seeding(
    seed: Any, client: TestClient, ferry: Path
) -> None:
    seed(ferry)
    withdraw(ferry, "taken", "2999-01-01T00:00:00Z")
    seed(ferry)
    seeded = client.get("/readyz").json()["seededAt"]
    assert [each["removedAt"] for each in removals(client)] == [seeded]


@pytest.mark.parametrize(
    "arguments", ['section: "none"', "first: -1", "first: 101", 'language: "fr"']
)
def test_wrong_arguments_of_removals_are_refused(refuse: Any, arguments: str) -> None:
    error = refuse(f"{{ removals({arguments}) {{ key }} }}")
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert error["extensions"]["argument"] == arguments.partition(":")[0]


def test_an_unknown_tag_has_no_removals_of_its_own(ask: Any) -> None:
    assert ask('{ removals(tag: "none") { key } }') == {"removals": []}
