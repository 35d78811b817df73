"""A disk that is full: said in a sentence, and what stood stands."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from killing import write_large

from api.export import crawl

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

FULL = Path("/dev/full")
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@on_one_engine
def test_a_seeding_without_room_says_so_and_leaves_the_old_revision(
    seed: Callable[..., Any], folder: Path, client: TestClient, database: str, tmp_path: Path
) -> None:
    seed(folder)
    before = client.get("/v1/articles").content
    large = write_large(tmp_path / "large", "new")
    most = Path(database.removeprefix("sqlite:///")).stat().st_size + 100_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    run = [sys.executable, "-m", "newsstand", "seed", str(large), "--allow-mass-delete"]
    given: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60}
    done = subprocess.run([*run, "--database", database], preexec_fn=limit, check=False, **given)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "the database cannot be written" in done.stderr
    assert "nothing was changed → look whether the disk is full" in done.stderr
    assert client.get("/v1/articles").content == before
    assert seed(large, "--allow-mass-delete")["changed"]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@on_one_engine
def test_an_export_without_room_for_temporary_files_says_so(
    seed: Callable[..., Any],
    folder: Path,
    command: Callable[..., Any],
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed(folder)
    monkeypatch.setattr(crawl, "TemporaryFile", lambda: FULL.open("w+b"))
    result = command("export", tmp_path / "out", "--database", database)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert "No space left on device" in result.stderr
