"""The commands `seed`, `check` and `new`: what they print, and how they end.

Exit statuses: 0 done, 1 mistakes in the files or a database that cannot be used, 2 bad arguments.
"""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schema.database import DatabaseError, open_engine
from seed.begin import SAMPLE_SLUG
from seed.files import PUBLICATION_FILE
from seed.load import Order, Seeded, seed
from seed.mistakes import SeedError
from seed.progress import Bar
from seed.render import make_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from seed.touched import Touched

STARTER = Path(__file__).parent / "starter"
"""The folder that `new` copies."""


def run(
    database: str,
    order: Order,
    *,
    as_json: bool = False,
    checking: bool = False,
    tell: Callable[[Iterable[Touched]], None] | None = None,
) -> int:
    """Seed, and print what was done or all that is wrong; give the exit status.

    `tell` is told which lists of articles were changed, if any were.
    """
    try:
        with Bar(_count_files(order.paths)) as progress:
            engine = open_engine(database)
            try:
                done = seed(engine, replace(order, progress=progress))
            finally:
                engine.dispose()
    except SeedError as error:
        _print_mistakes(error, as_json=as_json)
        return 1
    except DatabaseError as error:
        if as_json:
            print(json.dumps({"ok": False, "mistakes": [], "error": str(error)}))
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(_summary(done)) if as_json else _describe(done, checking=checking))
    if not as_json:
        _print_warnings(done)
    if tell is not None and done.touched and not done.dry_run:
        tell(done.touched)
    return 0


def _print_warnings(done: Seeded) -> None:
    for warning in done.warnings:
        print(f"warning: {warning}", file=sys.stderr)


def check(paths: Sequence[str], *, as_json: bool = False) -> int:
    """Find mistakes, by seeding into a database that nobody sees."""
    with tempfile.TemporaryDirectory() as folder:
        order = Order(paths, dry_run=True)
        return run(f"sqlite:///{folder}/check.db", order, as_json=as_json, checking=True)


def new(folder: str) -> int:
    """Copy the starter publication under the folder's name; one that is there stays as it is."""
    try:
        shutil.copytree(STARTER, folder)
    except FileExistsError:
        print(f"{folder} is there already → name a new folder", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{folder} cannot be made: {error.strerror} → name another folder", file=sys.stderr)
        return 1
    definition = Path(folder) / PUBLICATION_FILE
    text = definition.read_text("utf-8")
    slug = _slug_of(folder)
    definition.write_text(text.replace("slug: my-weekly", f'slug: "{slug}"'), "utf-8")
    serve = f"newsstand serve --content {shlex.quote(folder)} --database sqlite:///{slug}.db"
    print(f"{folder} is a publication now; next: {serve}")
    return 0


def _slug_of(folder: str) -> str:
    """Make a slug of a folder's name: a database takes no two publications for one."""
    slug = make_slug(Path(folder).resolve().name) or "my-weekly"
    return f"my-{slug}" if slug == SAMPLE_SLUG else slug


def _count_files(paths: Sequence[str]) -> int:
    forms = (".md", ".yaml", ".yml", ".json", ".txt")
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    inside = sum(file.suffix in forms for folder in folders for file in folder.rglob("*"))
    return inside + len(paths) - len(folders)


def _print_mistakes(error: SeedError, *, as_json: bool) -> None:
    if as_json:
        mistakes = [mistake.as_json() for mistake in error.mistakes]
        print(json.dumps({"ok": False, "mistakes": mistakes}, ensure_ascii=False))
        return
    for mistake in error.mistakes:
        print(mistake, file=sys.stderr)
    number = len(error.mistakes)
    print(f"{number} mistake{'s' * (number > 1)}; nothing was written", file=sys.stderr)


def _summary(done: Seeded) -> dict[str, Any]:
    return {
        "ok": True,
        "revision": done.revision,
        "changed": done.changed,
        "dryRun": done.dry_run,
        "files": done.files,
        "changes": [
            {"action": action, "type": type_, "count": count}
            for (action, type_), count in sorted(done.changes.items())
        ],
        "warnings": [warning.as_json() for warning in done.warnings],
    }


def _describe(done: Seeded, *, checking: bool) -> str:
    if checking:
        return f"{done.files} files read; no mistakes"
    if not done.changed:
        return f"{done.files} files read; nothing changed: revision {done.revision}"
    verbs = {"UPSERT": "put", "DELETE": "deleted"}
    parts = [
        f"{verbs[action]} {count} {type_}"
        for (action, type_), count in sorted(done.changes.items())
    ]
    would = "would be " if done.dry_run else ""
    what = ", ".join(parts) or "withdrawn articles alone"
    return f"{done.files} files read; {what}: {would}revision {done.revision}"
