"""`newsstand export`: only what changed is written, and whatever goes wrong leaves it mendable."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import signal
from typing import TYPE_CHECKING, Any

import pytest
from exporting import files, start, wait_for_files
from publications import make_issue, write_issue_folder, write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Command

INDEX = ".newsstand/index.json"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What is about the folder is the same whatever the database."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Write a small publication of two issues."""
    folder = write_publication(tmp_path / "content")
    write_issue_folder(folder, make_issue("2031-05-05", 1, "ferry", "gulls"))
    write_issue_folder(folder, make_issue("2031-05-12", 2, "ice"))
    return folder


@pytest.fixture
def export(command: Command, database: str, tmp_path: Path) -> Callable[..., Any]:
    """Export to `tmp_path/out`; gives what --json prints."""

    def run(*, code: int = 0) -> Any:
        result = command("export", tmp_path / "out", "--database", database, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return run


def counts(done: Any) -> tuple[int, int, int]:
    return done["new"], done["changed"], done["deleted"]


def test_only_what_changed_is_written(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    first = export()
    assert (first["ok"], first["revision"], first["changed"]) == (True, 1, 0)
    before = files(tmp_path / "out")
    assert len(before) == first["new"]
    again = export()
    assert (counts(again), again["unchanged"]) == ((0, 0, 0), first["new"])
    assert files(tmp_path / "out") == before
    (content / "2031-05-12" / "ice.ru.md").unlink()
    write_piece(content / "2031-05-12" / "ice.en.md", "Other words.", title="The ice", slug="ice")
    seed(content, "--allow-mass-delete")
    assert counts(export())[2] > 0
    after = files(tmp_path / "out")
    gone = {"v1/articles/ru/ice-ru.json", "v1/issues/2031-05-12/@language=ru.json"}
    assert gone <= set(before) - set(after)
    assert b"Other words" in after["v1/articles/en/ice.json"][0]
    for name in ("v1/articles/en/ferry.json", "v1/languages.json", "favicon.ico"):
        assert after[name] == before[name]
    for name in set(before) & set(after):
        assert (before[name][1] == after[name][1]) == (before[name][0] == after[name][0]), name
    assert not (tmp_path / "out/v1/bundles/2031-05-12/ru").exists()


@on_one_engine
def test_what_somebody_changed_is_mended(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    export()
    out = tmp_path / "out"
    before = files(out)
    (out / "v1/languages.json").write_bytes(b"{}")
    (out / "v1/articles/en/ferry.json").unlink()
    (out / "CNAME").write_text("news.example")
    (out / INDEX).write_bytes(b"no index")
    done = export()
    assert done["unchanged"] == len(before) - 2
    after = files(out)
    assert after.pop("CNAME")[0] == b"news.example"
    assert {name: text for name, (text, _) in after.items()} == {
        name: text for name, (text, _) in before.items()
    }


@on_one_engine
def test_links_in_the_folder_lead_nowhere(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    export()
    out, outside = tmp_path / "out", tmp_path / "outside"
    outside.mkdir()
    victim = outside / "victim.json"
    victim.write_text("mine")
    (out / "v1/languages.json").unlink()
    (out / "v1/languages.json").symlink_to(victim)
    export()
    assert not (out / "v1/languages.json").is_symlink()
    (out / "v1/articles").rename(tmp_path / "moved")
    (out / "v1/articles").symlink_to(outside)
    assert "is in the way" in export(code=1)["error"]
    (out / "v1/articles").unlink()
    (out / ".newsstand/lock").unlink()
    (out / ".newsstand/lock").symlink_to(victim)
    assert export(code=1)["ok"] is False
    assert (victim.read_text(), len([*outside.iterdir()])) == ("mine", 1)


@on_one_engine
def test_an_index_cannot_name_files_of_others(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    export()
    victims = [tmp_path / "victim", tmp_path / "out/.newsstand/victim"]
    for victim in victims:
        victim.write_text("mine")
    path = tmp_path / "out" / INDEX
    index = json.loads(path.read_bytes())
    for name in ("../victim", str(victims[0]), ".newsstand/victim", "v1/../../victim", ""):
        index["files"][name] = ["0", 4, 0]
    path.write_text(json.dumps(index))
    (tmp_path / "out/.newsstand/journal").write_text("../victim\n/\n.newsstand/victim\n\n")
    assert export()["deleted"] == 0
    assert [victim.read_text() for victim in victims] == ["mine", "mine"]


@on_one_engine
def test_a_folder_that_is_no_export_is_left_alone(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    assert "neither empty nor an export of ours" in export(code=1)["error"]
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]


@on_one_engine
def test_what_cannot_be_written_is_said(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    (tmp_path / "out").write_text("a file")
    assert "cannot write" in export(code=1)["error"]
    (tmp_path / "out").unlink()
    export()
    (tmp_path / "out/v1/languages.json").unlink()
    (tmp_path / "out/v1/languages.json").mkdir()
    assert "it is a folder" in export(code=1)["error"]


@on_one_engine
def test_two_exports_do_not_write_at_once(
    content: Path, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    export()
    with (tmp_path / "out/.newsstand/lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another export is writing" in export(code=1)["error"]
    export()


def test_nothing_is_exported_before_the_first_seeding(export: Callable[..., Any]) -> None:
    assert "not be seeded yet" in export(code=1)["error"]


@on_one_engine
def test_a_full_disk_leaves_whole_files_and_the_next_run_goes_on(
    content: Path, database: str, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    size = 60_000  # bytes: the OpenAPI description is longer, and nothing of SQLite's

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    out = tmp_path / "out"
    process = start(database, out, preexec_fn=limit)
    _, complaint = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in complaint) == (1, False)
    assert "cannot write" in complaint
    assert [*(out / ".newsstand/new").iterdir()] == []
    begun = files(out)
    done = export()
    whole = files(out)
    assert {name: whole[name] for name in begun} == begun
    assert done["new"] + done["unchanged"] + done["changed"] == len(whole)


@on_one_engine
def test_a_killed_export_is_mended_by_the_next_one(
    content: Path, database: str, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    out = tmp_path / "out"
    process = start(database, out)
    wait_for_files(out)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    begun = set(files(out))
    assert begun
    assert not (out / INDEX).exists()
    write_piece(content / "2031-05-05" / "gulls.en.md", "Renamed.", title="Gulls", slug="birds")
    (out / ".newsstand/new/1").write_text("half a f")
    seed(content)
    export()
    index = json.loads((out / INDEX).read_bytes())
    assert set(files(out)) == set(index["files"])
    assert not (out / "v1/articles/en/gulls.json").exists()
    assert index["moves"]["/v1/articles/en/gulls"].endswith("/v1/articles/en/birds")
    assert [*(out / ".newsstand/new").iterdir()] == []


def test_what_is_seeded_meanwhile_lets_it_begin_again(
    content: Path, database: str, seed: Command, export: Callable[..., Any], tmp_path: Path
) -> None:
    seed(content)
    out = tmp_path / "out"
    process = start(database, out)
    wait_for_files(out)
    process.send_signal(signal.SIGSTOP)
    (content / "2031-05-12" / "ice.ru.md").unlink()
    write_piece(content / "2031-05-05" / "gulls.en.md", "Renamed.", title="Gulls", slug="birds")
    seed(content, "--allow-mass-delete")
    process.send_signal(signal.SIGCONT)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, "revision 2" in said) == (0, True)
    assert set(files(out)) == set(json.loads((out / INDEX).read_bytes())["files"])
    before = files(out)
    assert counts(export()) == (0, 0, 0)
    assert files(out) == before
    assert not (out / "v1/articles/ru/ice-ru.json").exists()
