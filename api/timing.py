"""Server-Timing (W3C), for whoever asks for it: `Prefer: server-timing` (RFC 7240)."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Message

PREFER = b"prefer"

TIMING = "newsstand.timing"
"""Where the scope has what an answer's document took: milliseconds or words, by name."""

_PREFERENCE = b"server-timing"


def asks_for_timing(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether the client prefers to be told what took how long."""
    given = re.split(b"[,;]", headers.get(PREFER, b"").lower())
    return _PREFERENCE in [preference.strip() for preference in given]


def words_of(timing: Mapping[str, float | str]) -> dict[str, float | str]:
    """Leave the durations out: what was kept took none of them this time."""
    return {name: value for name, value in timing.items() if isinstance(value, str)}


def with_timing(
    start: Message, outcome: str, began: float, timing: Mapping[str, float | str]
) -> Message:
    """Add the header to an answer. `began` is of time.perf_counter; durations are milliseconds."""
    total = (time.perf_counter() - began) * 1000
    parts = [f"cache;desc={outcome}", *map(_write, timing.items()), _write(("total", total))]
    headers = [
        *start["headers"],
        (b"server-timing", ", ".join(parts).encode()),
        (b"preference-applied", _PREFERENCE),
        (b"timing-allow-origin", b"*"),
    ]
    return {**start, "headers": headers}


def _write(metric: tuple[str, float | str]) -> str:
    name, value = metric
    return f'{name};desc="{value}"' if isinstance(value, str) else f"{name};dur={value:.3f}"
