"""What requests are about: the languages, articles, tags and days that an archive really has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Arguments = dict[str, str]

_EVERY = {
    "languages": "SELECT code AS language FROM language ORDER BY position",
    "articles": "SELECT language, slug FROM article ORDER BY sort_key DESC, language",
    "tags": "SELECT l.code AS language, t.slug AS tag FROM tag t, language l ORDER BY 2, 1",
    "days": "SELECT language, starts_on AS day FROM issue ORDER BY starts_on DESC, language",
}


def read_arguments(database: Path, most: int) -> dict[str, list[Arguments]]:
    """Read each list of arguments from an SQLite file of Newsstand, the newest first.

    Of a list that is longer than `most` so many are drawn at random, the same ones every time.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {name: _read(connection, statement, most) for name, statement in _EVERY.items()}


def _read(connection: sqlite3.Connection, statement: str, most: int) -> list[Arguments]:
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in _draw(cursor.fetchall(), most)]


def _draw(rows: list[tuple[str, ...]], most: int) -> list[tuple[str, ...]]:
    if len(rows) <= most:
        return rows
    return [rows[place] for place in sorted(Random(0).sample(range(len(rows)), most))]
