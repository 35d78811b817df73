"""The command `export`: what it prints, and how it ends.

Exit statuses: 0 done, 1 a folder or a database that cannot be used, 2 bad arguments.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.errors import Problem
from api.export.crawl import AnswerError
from api.export.folder import FolderError
from api.export.holdings import ContentChangedError
from api.export.writing import export
from schema.database import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.export.writing import Exported, Tell
    from api.settings import Settings

_EVERY = 5.0  # seconds between lines where there is no terminal
_CHANGES = "the content changes faster than it can be exported → export when no seeding runs"


def run(settings: Settings, folder: Path, *, as_json: bool = False) -> int:
    """Export, and print what was done or what is wrong; give the exit status."""
    try:
        with _telling() as tell:
            done = export(settings, folder, tell)
    except (FolderError, AnswerError, DatabaseError) as error:
        return _fail(str(error), as_json=as_json)
    except Problem as problem:
        return _fail(problem.detail, as_json=as_json)
    except ContentChangedError:
        return _fail(_CHANGES, as_json=as_json)
    print(json.dumps(_summary(done)) if as_json else _describe(done, folder))
    return 0


def _fail(message: str, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"ok": False, "error": message}))
    print(message, file=sys.stderr)
    return 1


@contextmanager
def _telling() -> Iterator[Tell]:
    """Show a bar on a terminal; elsewhere a line every five seconds."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("export"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("export")
        yield lambda done, known: progress.update(task, completed=done, total=known)


def _lines() -> Tell:
    told = time.monotonic()

    def tell(done: int, known: int) -> None:
        nonlocal told
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            print(f"exported {done} of {known} addresses", file=sys.stderr)

    return tell


def _summary(done: Exported) -> dict[str, object]:
    counts = {name: done.counts.get(name, 0) for name in ("new", "changed", "unchanged", "deleted")}
    return {"ok": True, "revision": done.revision, **counts, "moves": done.moves, "size": done.size}


def _describe(done: Exported, folder: Path) -> str:
    counts = [f"{number} {name}" for name, number in sorted(done.counts.items()) if number]
    size = f"{done.size / 1_000_000:.1f} MB"
    return f"{folder} has revision {done.revision}: {size}, files: {', '.join(counts)}"
