"""The graph's own scalars."""

from __future__ import annotations

import datetime as dt
import re
from typing import NewType

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from schema.graph.refusals import Refused

DateTime = NewType("DateTime", str)
Date = NewType("Date", str)
Moment = NewType("Moment", str)
LanguageCode = NewType("LanguageCode", str)

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""How a language code may look (BCP 47, without its rarer forms)."""

_LONGEST_SHOWN = 40
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


def _read_language(value: object) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        message = f"{_shown(value)} is not a BCP 47 language code, such as en or be"
        raise Refused("BAD_INPUT", message)
    return value


def _read_day(value: object) -> str:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        message = f"{_shown(value)} is not a day, such as 2026-10-26"
        raise Refused("BAD_INPUT", message)
    try:
        dt.date.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is not a day of the calendar"
        raise Refused("BAD_INPUT", message) from error
    return value


def _read_moment(value: object) -> str:
    """Read a day as it stands; a date-time becomes UTC, whole seconds."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _read_day(value)
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        message = f"{_shown(value)} is neither a day nor a date-time with its offset (RFC 3339)"
        raise Refused("BAD_INPUT", message)
    try:
        instant = dt.datetime.fromisoformat(value.upper())
        instant.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        message = f"{value!r} is not a date-time of the calendar"
        raise Refused("BAD_INPUT", message) from error
    return write_instant(instant)


def write_instant(value: dt.datetime) -> str:
    """Write an instant as the tables keep it: UTC, whole seconds, four digits of year."""
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_RFC3339 = "https://www.rfc-editor.org/rfc/rfc3339"
SCALARS: dict[object, ScalarDefinition] = {
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant, always in UTC and whole seconds: `2026-11-02T06:00:00Z` (RFC "
        "3339).",
        specified_by_url=_RFC3339,
        serialize=str,
        parse_value=_read_moment,
    ),
    Date: strawberry.scalar(
        name="Date",
        description="A day of the calendar, without a time: `2026-10-26` (RFC 3339, full-date).",
        specified_by_url=_RFC3339,
        serialize=str,
        parse_value=_read_day,
    ),
    Moment: strawberry.scalar(
        name="Moment",
        description="In arguments only: a day, `2026-10-26`, which is the whole day in the "
        "publication's time zone, or an instant with its offset, `2026-10-26T09:00:00+03:00` or "
        "`2026-10-26T06:00:00Z` (RFC 3339).",
        specified_by_url=_RFC3339,
        serialize=str,
        parse_value=_read_moment,
    ),
    LanguageCode: strawberry.scalar(
        name="LanguageCode",
        description="A language of the publication by its BCP 47 code: `en`, `be`, `ru`. Given "
        "back as the publication writes it; in arguments `EN` is `en`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc5646",
        serialize=str,
        parse_value=_read_language,
    ),
}

CONFIG = StrawberryConfig(scalar_map=SCALARS)
