"""Cache-Control: how long an answer may be kept, and never past what is due to be published."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings

_AGES = re.compile(r"max-age=([0-9]{1,9})(?:, *s-maxage=([0-9]{1,9}))?")
_STALE_WHILE_REVALIDATE = 60  # seconds, as are all ages here
_STALE_IF_ERROR = 86_400


@dataclass(frozen=True, slots=True)
class Freshness:
    """A Cache-Control, and the time (seconds since 1970) until which it is the right one."""

    header: str
    until: float


def freshness(settings: Settings, ahead: Iterable[float], now: float) -> Freshness:
    """Say how long an answer of now may be kept: by browsers, by shared caches, past its time.

    `ahead` are the instants, ascending, that lie or lay ahead: no age reaches past the next one.
    """
    due = next((instant for instant in ahead if instant > now), math.inf)
    ages = read_ages(settings.cache_control)
    longest = max(ages) + _STALE_IF_ERROR
    if due - longest > now:
        return Freshness(_write(ages, longest), due - longest)
    # Ages of whole seconds, right until the second is over.
    until = min(math.floor(now) + 1, due)
    return Freshness(_write(ages, max(0, math.floor(due - until))), until)


def read_ages(text: str) -> tuple[int, int]:
    """Read the setting: how long browsers may keep an answer, and shared caches. Raises ValueError.

    The first is for both where there is no second, as in the header itself (RFC 9111 §5.2.2.10).
    """
    found = _AGES.fullmatch(text)
    if found is None:
        raise ValueError("it is max-age=60, s-maxage=300, in seconds, or max-age alone")
    return int(found[1]), int(found[2] or found[1])


def _write(ages: tuple[int, int], left: int) -> str:
    browsers, shared = (min(age, left) for age in ages)
    rest = left - max(browsers, shared)
    return (
        f"public, max-age={browsers}, s-maxage={shared}, "
        f"stale-while-revalidate={min(_STALE_WHILE_REVALIDATE, rest)}, "
        f"stale-if-error={min(_STALE_IF_ERROR, rest)}"
    )


def read_instant(instant: str) -> float:
    """Read an ISO 8601 instant with its offset as seconds since 1970."""
    return datetime.fromisoformat(instant).timestamp()
