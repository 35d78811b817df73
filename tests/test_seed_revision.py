"""The revision: one more for a seeding that changes anything, and ids that never change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_issue_folder, write_piece, write_publication, write_yaml
from starlette.testclient import TestClient
from walk import answers, ids, revision

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

Edit = dict[str, tuple[str, str, str]]
EDITS: Edit = {
    "a title": ("2030-01-07/gull-count.en.md", "Nobody has", "Somebody has"),
    "a body": ("2030-01-07/gull-count.en.md", "were not counted", "were counted"),
    "tags": ("2030-01-07/gull-count.en.md", "[gulls]", "[gulls, fog]"),
    "the order of tags": ("2030-01-14.yaml", "[cranes, fog]", "[fog, cranes]"),
    "authors": ("2030-01-14.yaml", "[B. Quay]", "[A. Quay]"),
    "an alias": ("2030-01-07/gull-count.en.md", "[gulls-old]", "[gulls-older]"),
    "an issue's title": ("2030-01-07/issue.yaml", "The first tide", "A first tide"),
    "an issue's number": ("2030-01-14.yaml", "number: 2", "number: 22"),
    "a section's name": ("publication.yaml", "The town", "Town"),
    "a tag's name": ("publication.yaml", "en: Unused", "en: Idle"),
    "a language's fallback": ("publication.yaml", "fallback: [ru, en]", "fallback: [en]"),
    "a trend's label": ("publication.yaml", "It got worse", "Worse"),
    "the licence": ("publication.yaml", "CC-BY-4.0", "CC0-1.0"),
}


def edit(folder: Path, name: str) -> None:
    """Make one of the edits."""
    file, old, new = EDITS[name]
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_seeding_the_same_again_leaves_the_revision(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    first, again = seed(folder), seed(folder)
    assert (first["revision"], first["changed"]) == (1, True)
    assert (again["revision"], again["changed"], again["changes"]) == (1, False, [])
    assert seed(folder / "2030-01-07", folder / "2030-01-14.yaml")["changed"] is False
    assert seed(folder / "2030-01-07" / "new-crane.be.md")["changed"] is False
    assert seed(folder / "publication.yaml")["changed"] is False
    assert revision(client) == 1


@pytest.mark.parametrize("name", EDITS)
def test_any_change_advances_the_revision_by_one(
    folder: Path, command: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    options = ("--database", f"sqlite:///{tmp_path}/news.db")
    command("seed", folder, *options)
    edit(folder, name)
    changed, again = command("seed", folder, *options), command("seed", folder, *options)
    assert changed.stdout.endswith(": revision 2\n")
    assert again.stdout.endswith("nothing changed: revision 2\n")


def test_a_dry_run_tells_what_a_seeding_tells_and_writes_nothing(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    seed(folder)
    before = answers(client)
    edit(folder, "a title")
    (folder / "2030-01-21" / "tide-table.en.md").unlink()
    write_piece(folder / "2030-01-28" / "new.en.md", section="town")
    dry = seed(folder, "--dry-run")
    assert (dry["dryRun"], revision(client)) == (True, 1)
    assert answers(client) == before
    assert {**dry, "dryRun": False} == seed(folder)


def test_ids_are_the_same_on_both_engines_and_after_editing(
    folder: Path, new_database: Callable[[str], str], command: Callable[..., Any]
) -> None:
    found = []
    for engine in ("sqlite", "postgresql"):
        url = new_database(engine)
        for name in (None, "a title", "a section's name", "an issue's number"):
            edited = Path(shutil.copytree(folder, folder.parent / f"{engine}-{name}"))
            if name:
                edit(edited, name)
            assert command("seed", edited, "--database", url).exit_code == 0
            with client_of(url) as client:
                found.append(ids(client))
    assert len(found[0]) > 20
    assert all(these == found[0] for these in found)


def client_of(url: str) -> TestClient:
    """Open a client of a database."""
    return TestClient(build(Settings(database=url)))


def test_the_order_of_the_files_changes_nothing(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient, command: Callable[..., Any]
) -> None:
    folder = write_publication(tmp_path / "ferry")
    paths = [
        write_issue_folder(folder, make_issue("2031-05-05", 1, "alder", "birch")),
        write_yaml(folder / "2.yaml", make_issue("2031-05-12", 2, "cedar")),
        write_piece(folder / "notice.en.md", title="Notice"),
    ]
    seed(folder)
    url = f"sqlite:///{tmp_path}/other.db"
    for path in (folder / "publication.yaml", *reversed(paths)):
        assert command("seed", path, "--database", url).exit_code == 0
    assert seed(folder / "publication.yaml", *reversed(paths))["changed"] is False
    with client_of(url) as other:
        assert answers(other) == answers(client)
