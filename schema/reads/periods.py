"""The years and months in which instants are, in a time zone, without a time zone in SQL.

Instants are UTC text. Only those near the end of a period can be in another one elsewhere on the
earth: SQL gives these whole, and of all others the period's name.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, case, func, literal_column

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement

YEAR, MONTH = len("2030"), len("2030-01")
"""How many letters of a day name its year, and its month."""

_NEAR_AN_END = {
    YEAR: (6, 5, ("12-31", "01-01")),
    MONTH: (9, 2, ("01", "28", "29", "30", "31")),
}
"""By period: where in an instant it stands whether its end is near, and what stands there then."""


def write_period(instant: ColumnElement[Any], period: int) -> ColumnElement[str]:
    """Give the period of an instant; near a period's end the instant itself."""
    first, length, ends = _NEAR_AN_END[period]
    # Literals: PostgreSQL would take the same expression with other parameters for another one.
    where = (literal_column(f"{number}", Integer) for number in (first, length, 1, period))
    start, size, beginning, whole = where
    is_near = func.substr(instant, start, size).in_([literal_column(f"'{end}'") for end in ends])
    return case((is_near, instant), else_=func.substr(instant, beginning, whole))


def read_period(found: str, period: int, zone: ZoneInfo) -> str:
    """Give the period in a time zone of what `write_period` gave."""
    if len(found) == period:
        return found
    try:
        return dt.datetime.fromisoformat(found).astimezone(zone).isoformat()[:period]
    except OverflowError:  # the calendar begins or ends within this day
        return found[:period]
