"""Weeks and days as the weekly prints them, in three languages."""
# ruff: noqa: DTZ001 - the weekly's own dashes and letters; its times are printed bare

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from seed.readers.page.words import ENGLISH_MONTHS, MONTH_STEMS

MONTH = r"([^\W\d_]+)\.?"
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?:\s*,?\s*(\d{4}))?"
DASH = r"\s*[-‐‑‒–—―−]+\s*"
SUFFIX = r"(?:\s*(?:г|года|год|году)\b\.?)?"
CLOCK = r"(?:\s*,?\s*(?:at\s+|-\s+)?(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]m)?)?"

MONTH_FIRST = re.compile(
    rf"{MONTH}\s*{DAY}{YEAR}{DASH}(?:{MONTH}\s*)?{DAY}{YEAR}{SUFFIX}",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"{DAY}(?:\s*{MONTH})?{YEAR}{DASH}{DAY}\s*{MONTH}{YEAR}{SUFFIX}",
    re.IGNORECASE,
)
MOMENTS = (
    (re.compile(rf"{MONTH}\s+{DAY}\s*,?\s+(\d{{4}}){SUFFIX}{CLOCK}", re.IGNORECASE), (2, 0, 1)),
    (re.compile(rf"{DAY}\s+{MONTH}\s*,?\s+(\d{{4}}){SUFFIX}{CLOCK}", re.IGNORECASE), (2, 1, 0)),
    (re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){CLOCK}", re.IGNORECASE), (2, 1, 0)),
    (
        re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){CLOCK.replace('at', 'T', 1)}", re.IGNORECASE),
        (0, 1, 2),
    ),
)
NOON = 12
LONGEST = 80  # characters of a line that is only a date
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Week:
    """A printed range of days; both are None where no year is printed or a day does not exist."""

    starts_on: date | None
    ends_on: date | None
    has_year: bool

    @property
    def is_usual(self) -> bool:
        """Tell whether it runs from a Monday to the Sunday after."""
        if self.starts_on is None or self.ends_on is None:
            return False
        return self.starts_on.weekday() == 0 and self.ends_on - self.starts_on == WEEK


@dataclass(frozen=True, slots=True)
class Moment:
    """A printed day, perhaps with its time; `at` is None where there is no such day or hour."""

    at: datetime | None


def month_number(word: str) -> int | None:
    """Give 1 to 12 for a month's name in any language, case and shortening, else None."""
    name = word.casefold().rstrip(".")
    if name in ENGLISH_MONTHS:
        return ENGLISH_MONTHS[name]
    name = name.replace("i", "і")
    return next((number for form, number in MONTH_STEMS if re.fullmatch(form, name)), None)


def read_week(text: str) -> Week | None:
    """Read a line that is nothing but a range of days, `July 2 – July 8, 2018`, else None."""
    if len(text) > LONGEST:
        return None
    if found := MONTH_FIRST.fullmatch(text):
        month, day, year, last_month, last_day, last_year = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year, last_day, last_month, last_year = found.groups()
    else:
        return None
    months = month_number(month or last_month), month_number(last_month or month)
    if months[0] is None or months[1] is None:
        return None
    if last_year is None:
        return Week(None, None, has_year=False)
    first_year = int(year) if year else int(last_year) - (months[0] > months[1])
    return Week(
        _day(first_year, months[0], int(day)),
        _day(int(last_year), months[1], int(last_day)),
        has_year=True,
    )


def read_moment(text: str) -> Moment | None:
    """Read a line that is nothing but a day and time, `October 31, 2016 11:26`, else None."""
    for form, (year, month, day) in MOMENTS:
        found = form.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            continue
        words = found.groups()
        number = int(words[month]) if words[month].isdigit() else month_number(words[month])
        if number is not None:
            at = _day(int(words[year]), number, int(words[day]))
            return _at_time(at, *words[3:6])
    return None


def _at_time(day: date | None, hour: str | None, minute: str | None, half: str | None) -> Moment:
    if hour is None or minute is None:
        return Moment(datetime(day.year, day.month, day.day) if day else None)
    hours = int(hour)
    if half is not None:
        hours = hours % NOON + (NOON if half.casefold() == "pm" else 0)
    try:
        at = datetime(day.year, day.month, day.day, hours, int(minute)) if day else None
    except ValueError:
        at = None
    return Moment(at)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
