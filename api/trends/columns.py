"""The axis of time: which column each issue stands in, in how many rows of columns, and its dates.

A column is as many days wide as there are between two issues, so an issue that was left out is a
gap. What is longer than a row is broken where the calendar is: a weekly at the turn of each year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS = 53
"""The most columns of a row: a year of weeks."""

_WEEK, _MONTH, _YEAR = 7, 30.4, 12  # days, days, months
_MONTHS = (1, 2, 3, 4, 6, 12, 24, 48, 120)
_FEW = 3
_SHORTER = 0.8  # a month without its day, to a whole date

Key = tuple[str, str]
"""An issue: its first day, and its slug, since several may begin on the same day."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis, at the left edge of a column; `middle`: below the middle of it."""

    column: int
    text: str
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """One row of columns. `columns` has the place of each issue, `step` is a column's days."""

    origin: date
    step: int
    columns: dict[Key, int]

    @property
    def length(self) -> int:
        """Give the number of columns."""
        return max(self.columns.values(), default=0) + 1

    def ticks(self, pitch: float, widest: float) -> list[Tick]:
        """Choose dates that have room: columns are `pitch` wide, a whole date is `widest`."""
        if pitch >= widest:
            return [Tick(place, day, middle=True) for (day, _), place in self.columns.items()]
        for months in _MONTHS:
            if months * _MONTH / self.step * pitch >= widest * _SHORTER:
                found = list(self._months(months))
                break
        if len(found) >= _FEW:
            return found
        return [
            Tick(column, str(self.origin + timedelta(column * self.step)))
            for column in range(0, self.length, math.ceil(widest / pitch))
        ]

    def _months(self, months: int) -> Iterator[Tick]:
        """Give the first columns of every so many months, counted from January."""
        last = self.origin + timedelta((self.length - 1) * self.step)
        first = math.ceil((_number(self.origin) + (self.origin.day > 1)) / months)
        for number in range(first * months, _number(last) + 1, months):
            day = _day(number)
            column = math.ceil((day - self.origin).days / self.step)
            if column < self.length:
                yield Tick(column, str(day.year) if months % _YEAR == 0 else f"{day:%Y-%m}")


def lay_out(issues: Sequence[Key]) -> list[Span]:
    """Give every issue its column: spans in the order of time; without issues, one without any."""
    if not issues:
        return [Span(date.min, _WEEK, {})]
    days = sorted({date.fromisoformat(day) for day, _ in issues})
    step = _step(days)
    if (days[-1] - days[0]).days // step < MOST_COLUMNS:
        return [_place(issues, days[0], step)]
    months = max(each for each in _MONTHS if each == 1 or each * _MONTH < MOST_COLUMNS * step)

    def part(issue: Key) -> int:
        return _number(date.fromisoformat(issue[0])) // months

    return [
        _place(list(found), _day(number * months), step)
        for number, found in groupby(sorted(issues), part)
    ]


def _step(days: list[date]) -> int:
    """Give the days between two issues; one in ten may follow earlier."""
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    return gaps[len(gaps) // 10] if gaps else _WEEK


def _place(issues: Sequence[Key], origin: date, step: int) -> Span:
    columns: dict[Key, int] = {}
    free = 0
    for issue in sorted(issues):
        free = max(free, (date.fromisoformat(issue[0]) - origin).days // step)
        columns[issue] = free
        free += 1
    return Span(origin, step, columns)


def _number(day: date) -> int:
    """Count the months from the year 0."""
    return day.year * _YEAR + day.month - 1


def _day(number: int) -> date:
    return date(number // _YEAR, number % _YEAR + 1, 1)
