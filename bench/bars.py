"""What was promised, held against what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.contest import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.contest import Entry

    Entries = dict[tuple[str, str], Entry]
    """Those who took part, by workload and kind."""

_GRAPH = ("W1", "W2", "W3", "W4", "W6")
_HIT = dict.fromkeys(("W1", "W2", "W3", "W4", "W5", "W6"), 0.85)
_WARM = {"W1": 0.45, "W2": 0.45, "W3": 0.30, "W6": 0.30}
_COLD = {"W1": 20, "W2": 20, "W3": 12, "W4": 12, "W6": 12}
_POSTGRESQL = dict.fromkeys(_GRAPH, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise: a measure, its bound, and what came out."""

    what: str
    workload: str
    bound: float
    found: float
    at_most: bool = False

    @property
    def held(self) -> bool:
        """Tell whether it is kept."""
        return self.found <= self.bound if self.at_most else self.found >= self.bound


def find_bars(entries: Entries) -> list[Bar]:
    """Compare those who took part; what did not take part has no bar."""
    return [
        *_bars("hit, requests/s of bare ASGI's", entries, _HIT, ("hit", "bare", "rate")),
        *_bars(
            "warm miss, requests/s of bare ASGI's", entries, _WARM, ("warm", "bare-new", "rate")
        ),
        *_bars("cold miss, CPU of plain ÷ CPU", entries, _COLD, ("plain", "cold", "cpu")),
        *_bars(
            "PostgreSQL warm miss, requests/s of plain's on SQLite",
            entries,
            _POSTGRESQL,
            ("postgresql", "plain", "rate"),
        ),
        *_bars("304, requests/s of the hit's", entries, {"W5": 1.0}, ("304", "hit", "rate")),
    ]


def _bars(
    what: str, entries: Entries, bounds: Mapping[str, float], of: tuple[str, str, str]
) -> Iterator[Bar]:
    one, other, measure = of
    for workload, bound in bounds.items():
        mine, yours = entries.get((workload, one)), entries.get((workload, other))
        if mine and yours:
            yield Bar(what, workload, bound, compare(mine, yours, measure))
