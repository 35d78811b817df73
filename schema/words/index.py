"""The index of words: filled for what is new, and made anew where the analysis has changed.

An entry is an article that is shown, with its place in the order of lists. The words themselves
stand in `search_index`, which is FTS5 on SQLite and a tsvector on PostgreSQL. FTS5 keeps no texts
here, and forgets only what it is told again: so articles are taken out before they change, and an
entry's digest tells whether what is told is what was put in.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, select, text

from schema.tables import TABLES
from schema.words.analysis import ANALYSIS
from schema.words.texts import pieces_of
from schema.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection, Select

    from schema.words.texts import Id
    from schema.words.tokens import Piece

_ARTICLE, _ENTRY = TABLES["article"], TABLES["search_entry"]
_CHUNK = 300  # articles; SQLite takes 999 parameters a statement on old builds


class _Sql(NamedTuple):
    """How an engine's index is written to."""

    put: str
    forget: str
    clear: str


_SQL = {
    "sqlite": _Sql(
        "INSERT INTO search_index (rowid, words) VALUES (:id, :words)",
        "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :id, :words)",
        "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    ),
    "postgresql": _Sql(
        "INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))",
        "DELETE FROM search_index WHERE id = :id",
        "DELETE FROM search_index",
    ),
}


def is_outdated(connection: Connection) -> bool:
    """Tell whether there are entries of another analysis than today's."""
    other = select(_ENTRY.c.id).where(_ENTRY.c.analysis != ANALYSIS).limit(1)
    return connection.execute(other).first() is not None


def forget(connection: Connection, ids: Collection[Id]) -> None:
    """Take articles out of the index, before they change or go."""
    if is_outdated(connection):
        clear(connection)
    for chunk in _chunks(sorted(ids)):
        rows = list(_entries(connection, chunk))
        if any(row["digest"] != row["found"] for row in rows):
            clear(connection)  # the texts were changed by somebody else: FTS5 would be spoilt
            return
        if rows:
            connection.execute(text(_SQL[connection.dialect.name].forget), rows)
            gone = delete(_ENTRY).where(_ENTRY.c.id == bindparam("gone"))
            connection.execute(gone, [{"gone": row["id"]} for row in rows])


def _entries(connection: Connection, ids: list[Id]) -> Iterator[dict[str, Any]]:
    """Give the entries of some articles, with their words as they are now."""
    own = _ENTRY.c.article_key.in_({key for key, _ in ids})
    found = {
        (row.article_key, row.language): row
        for row in connection.execute(select(_ENTRY).where(own))
    }
    standing = [id_ for id_ in ids if id_ in found]
    for id_, piece, _ in pieces_of(connection, standing):
        words = _write(connection, piece)
        entry = found[id_]
        yield {"id": entry.id, "words": words, "digest": entry.digest, "found": _digest(words)}


def clear(connection: Connection) -> None:
    """Take everything out of the index."""
    connection.execute(text(_SQL[connection.dialect.name].clear))
    connection.execute(delete(_ENTRY))


def index_missing(connection: Connection) -> int:
    """Index what is shown and is not in the index; gives how many articles that were."""
    if is_outdated(connection):
        clear(connection)
    ids = [(key, language) for key, language in connection.execute(_missing())]
    newest = connection.execute(select(func.max(_ENTRY.c.id))).scalar() or 0
    for chunk in _chunks(ids):
        _add(connection, chunk, newest + 1)
        newest += len(chunk)
    return len(ids)


def _missing() -> Select[Any]:
    own = and_(_ENTRY.c.article_key == _ARTICLE.c.key, _ENTRY.c.language == _ARTICLE.c.language)
    ids = select(_ARTICLE.c.key, _ARTICLE.c.language).outerjoin(_ENTRY, own)
    shown = ids.where(_ARTICLE.c.withdrawn_at.is_(None), _ENTRY.c.id.is_(None))
    return shown.order_by(_ARTICLE.c.sort_key, _ARTICLE.c.key, _ARTICLE.c.language)


def _add(connection: Connection, ids: list[Id], first: int) -> None:
    entries: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for number, ((key, language), piece, sort_key) in enumerate(
        pieces_of(connection, ids), start=first
    ):
        written = _write(connection, piece)
        entry = {"id": number, "article_key": key, "language": language, "sort_key": sort_key}
        entries.append({**entry, "analysis": ANALYSIS, "digest": _digest(written)})
        words.append({"id": number, "words": written})
    connection.execute(insert(_ENTRY), entries)
    connection.execute(text(_SQL[connection.dialect.name].put), words)


def _write(connection: Connection, piece: Piece) -> str:
    tokens = tokens_of(piece)
    is_sqlite = connection.dialect.name == "sqlite"
    return tokens.for_sqlite() if is_sqlite else tokens.for_postgresql()


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


def _chunks(ids: list[Id]) -> Iterator[list[Id]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
