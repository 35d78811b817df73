"""The log of changes: of each node its last entry, behind a place, oldest first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select, tuple_

from schema.reads.among import among
from schema.reads.lookup import MOST_SHAPES
from schema.statement import Statement, as_array
from schema.tables import TABLES

if TYPE_CHECKING:
    from sqlalchemy import Select

    from schema.reader import Reader, Row

_CHANGE, _REVISION = TABLES["change"], TABLES["revision"]


class Scope(NamedTuple):
    """Whose changes are told: of some languages, of some types of nodes; None: of all."""

    languages: tuple[str, ...] | None
    types: tuple[str, ...] | None


class Place(NamedTuple):
    """A place in the log: behind this entry. `bare` is the revision at which the client began.

    It had nothing then, so what was deleted up to there is none of its concern.
    """

    revision: int = 0
    position: int = -1
    bare: int = 0


def read_changes(reader: Reader, scope: Scope, behind: Place, size: int) -> list[Row]:
    """Read at most `size` entries: the last one of each node, if it lies behind the place."""
    given = {
        "languages": None if scope.languages is None else as_array(scope.languages),
        "types": None if scope.types is None else as_array(scope.types),
    }
    values = {name: value for name, value in given.items() if value is not None}
    return _changes(frozenset(values)).rows(reader, **values, **behind._asdict(), size=size)


@lru_cache(MOST_SHAPES)
def _changes(given: frozenset[str]) -> Statement:
    return Statement(lambda engine: _select(engine, given))


def _select(engine: str, given: frozenset[str]) -> Select[Any]:
    later = _CHANGE.alias()
    superseded = (
        select(later.c.revision)
        .where(
            later.c.type == _CHANGE.c.type,
            later.c.key == _CHANGE.c.key,
            later.c.language == _CHANGE.c.language,
            _place(later) > _place(_CHANGE),
        )
        .exists()
    )
    behind = tuple_(bindparam("revision"), bindparam("position"))
    found = (
        select(_CHANGE)
        .where(_place(_CHANGE) > behind, _CHANGE.c.language.is_not(None), ~superseded)
        .where((_CHANGE.c.action == "UPSERT") | (_CHANGE.c.revision > bindparam("bare")))
    )
    if "languages" in given:
        found = found.where(among(engine, [_CHANGE.c.language], "languages"))
    if "types" in given:
        found = found.where(among(engine, [_CHANGE.c.type], "types"))
    return found.order_by(_CHANGE.c.revision, _CHANGE.c.position).limit(bindparam("size"))


def _place(table: Any) -> Any:
    return tuple_(table.c.revision, table.c.position)


def read_mark(reader: Reader, number: int) -> str | None:
    """Read the mark of a revision; None where there is no such revision."""
    rows = _MARK.rows(reader, number=number)
    return rows[0]["mark"] if rows else None


_MARK = Statement(
    lambda _: select(_REVISION.c.mark).where(_REVISION.c.number == bindparam("number"))
)
