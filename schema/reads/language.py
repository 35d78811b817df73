"""The best language of each article or issue, where several may stand in for the wanted one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, or_

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

    from schema.wanted import Wanted


def in_language(table: Table, identity: str, fallbacks: int) -> ColumnElement[bool]:
    """Keep one row of each `identity`: a fallback only where no better language is.

    The languages are the parameters `language_0` (the wanted one), `language_1` and so on.
    """
    languages: list[ColumnElement[str]] = [
        bindparam(f"language_{rank}") for rank in range(fallbacks + 1)
    ]
    choices: list[ColumnElement[bool]] = [table.c.language == languages[0]]
    for rank in range(1, fallbacks + 1):
        other = table.alias()
        better = exists().where(
            other.c[identity] == table.c[identity], other.c.language.in_(languages[:rank])
        )
        choices.append(and_(table.c.language == languages[rank], ~better))
    return or_(*choices)


@lru_cache(256)
def language_values(wanted: Wanted) -> dict[str, str]:
    """Give the parameters of `in_language`; they are to be left as they are."""
    return {f"language_{rank}": code for rank, code in enumerate(wanted.languages)}
