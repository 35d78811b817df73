"""A larger archive from a smaller one: its rows again, under other keys, from earlier years."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

_TABLES = ("issue", "article", "article_body", "article_tag", "article_author", "alias")
_INSTANT = "strftime('%Y-%m-%dT%H:%M:%SZ', {}, :shift)"
_DAY = "date({}, :shift)"
_OTHER = "{} || '-' || :copy"
_CHANGED = {
    "key": _OTHER,
    "article_key": _OTHER,
    "slug": _OTHER,
    "issue.slug": _DAY,
    "issue_slug": _DAY,
    "starts_on": _DAY,
    "ends_on": _DAY,
    "published_at": _INSTANT,
    "updated_at": _INSTANT,
    "sort_key": f"{_INSTANT.format('substr(sort_key, 1, 20)')} || substr({{}}, 21)",
    "number": "{} + (:times - 1 - :copy) * :issues",
}
"""How a copy's columns follow from the original's; the others stay."""


def grow(source: Path, file: Path, times: int, issues: int) -> float:
    """Make `file` with the content of `source`, which has so many issues, so many times.

    Written straight into Newsstand's tables, without seeding. Gives the seconds that it took.
    """
    begun = time.perf_counter()
    part = Path(shutil.copy(source, file.with_suffix(".part")))
    with closing(sqlite3.connect(part)) as connection:
        connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000"
        )
        connection.execute("ATTACH ? AS old", (f"{source}",))
        # Copies reach further back: theirs are the first numbers.
        connection.execute("UPDATE issue SET number = number + ?", ((times - 1) * issues,))
        for copy in range(1, times):
            shift = f"-{copy * issues * 7} days"
            given: dict[str, int | str] = {
                "copy": copy,
                "times": times,
                "issues": issues,
                "shift": shift,
            }
            _copy(connection, given)
        _count(connection, times)
        connection.commit()
        connection.execute("PRAGMA journal_mode=WAL")
    part.rename(file)
    return time.perf_counter() - begun


def _copy(connection: sqlite3.Connection, given: dict[str, int | str]) -> None:
    for table in _TABLES:
        names = _columns(connection, table)
        values = ", ".join(_changed(table, name).format(name) for name in names)
        statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM old.{table}"
        connection.execute(statement, given)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]


def _changed(table: str, name: str) -> str:
    return _CHANGED.get(f"{table}.{name}") or _CHANGED.get(name, "{}")


def _count(connection: sqlite3.Connection, times: int) -> None:
    """Raise what a revision tells of lists without pages: issues stay small, trends grow."""
    if "sizes" in _columns(connection, "revision"):
        connection.execute(
            "UPDATE revision SET sizes = json_set(sizes, '$.trends', "
            "json_extract(sizes, '$.trends') * ?)",
            (times,),
        )
