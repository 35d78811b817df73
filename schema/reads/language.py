"""The best language of each article or issue, where several may stand in for the wanted one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

    from schema.wanted import Wanted


def in_language(table: Table, identity: str, wanted: Wanted) -> ColumnElement[bool]:
    """Keep one row of each `identity`: a fallback only where no better language is."""
    choices: list[ColumnElement[bool]] = [table.c.language == wanted.language]
    for rank, language in enumerate(wanted.fallback, start=1):
        other = table.alias()
        better = exists().where(
            other.c[identity] == table.c[identity], other.c.language.in_(wanted.languages[:rank])
        )
        choices.append(and_(table.c.language == language, ~better))
    return or_(*choices)
