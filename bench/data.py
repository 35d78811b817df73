"""The archive on disk: issue files and databases, kept until what makes them changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.archive import write_archive
from bench.growth import grow
from bench.load import BenchError
from bench.plain.fill import fill
from bench.servers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = ROOT / "bench" / ".data"
_FACTS = "facts.json"
_MAKERS = (
    "bench/archive.py",
    "bench/vocabulary.py",
    "bench/growth.py",
    "bench/plain/fill.py",
    "bench/plain/tables.py",
    "schema/tables.py",
    "schema/migrations/versions/*.py",
    "seed/**/*.py",
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder with issue files in `files` and the databases.

    `seconds` is what the seeding took, or the copying of rows where it was not `seeded`.
    """

    folder: Path
    seconds: float
    seeded: bool = True

    @property
    def files(self) -> Path:
        """Where the issue files are."""
        return self.folder / "files"

    @property
    def newsstand(self) -> Path:
        """Newsstand's SQLite file."""
        return self.folder / "newsstand.db"

    @property
    def plain(self) -> Path:
        """The plain application's SQLite file."""
        return self.folder / "plain.db"


def prepare(issues: int, *, plain: bool = True) -> Archive:
    """Build the archive of so many issues, or take the one that is kept."""
    folder = _claim(f"{issues}-issues")
    if not (folder / _FACTS).exists():
        _say(f"writing {issues} issues")
        write_archive(folder / "files", issues)
        seconds = seed(folder / "files", f"sqlite:///{folder / 'newsstand.db'}")
        _finish(folder, seconds)
    archive = Archive(folder, _read_seconds(folder))
    if plain and not archive.plain.exists():
        _say("filling the plain application's database")
        fill(archive.plain.with_suffix(".part"), archive.newsstand).rename(archive.plain)
    return archive


def grow_archive(archive: Archive, issues: int, times: int) -> Archive:
    """Build an archive so many times as large as one of so many issues, or take the one kept."""
    folder = _claim(f"{issues * times}-issues")
    if not (folder / _FACTS).exists():
        _say(f"copying rows for {issues * times} issues")
        _finish(folder, grow(archive.newsstand, folder / "newsstand.db", times, issues))
    return Archive(folder, _read_seconds(folder), seeded=False)


def _claim(name: str) -> Path:
    """Make the folder of that name for today's makers; those of other makers go.

    A folder without facts was left half made: it is begun again.
    """
    folder = DATA / f"{name}-{_digest()}"
    for other in DATA.glob(f"{name}-*"):
        if other != folder or not (folder / _FACTS).exists():
            shutil.rmtree(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _finish(folder: Path, seconds: float) -> None:
    (folder / _FACTS).write_text(json.dumps({"seconds": seconds}), "utf-8")


def _read_seconds(folder: Path) -> float:
    seconds: float = json.loads((folder / _FACTS).read_text("utf-8"))["seconds"]
    return seconds


def _digest() -> str:
    found = hashlib.sha256()
    for path in _makers():
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _makers() -> Iterator[Path]:
    for pattern in _MAKERS:
        yield from sorted(ROOT.glob(pattern))


def seed(files: Path, database: str) -> float:
    """Seed by the command; gives the seconds that it took."""
    _say(f"seeding {files}")
    begun = time.perf_counter()
    command = [sys.executable, "-m", "newsstand", "seed", f"{files}", "--database", database]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BenchError(f"seeding failed: {result.stdout}{result.stderr}")
    return time.perf_counter() - begun


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
