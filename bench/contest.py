"""One run: short slices of load, round after round, in turn between all that are compared."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from bench.load import CONNECTIONS, Slice, run_slice
from bench.outcomes import read_hits

if TYPE_CHECKING:
    from pathlib import Path

    from bench.servers import Server


@dataclass(slots=True)
class Entry:
    """One who takes part: a server under one stream. `begin` is the stream's next request.

    `hits` are the requests answered from the response cache, where the server counts them.
    """

    kind: str
    server: Server
    stream: Path
    begin: int = 0
    headers: tuple[str, ...] = ()
    slices: list[Slice] = field(default_factory=list)
    hits: float | None = None

    def hit_share(self) -> float | None:
        """Give the share of all requests that was answered from the response cache."""
        if self.hits is None:
            return None
        return min(self.hits / sum(each.requests for each in self.slices), 1)

    def median(self, name: str) -> float:
        """Give the median of a measure over the rounds."""
        return float(median(getattr(each, name) for each in self.slices))


@dataclass(frozen=True, slots=True)
class Length:
    """How long a run is."""

    rounds: int
    seconds: int


def run_rounds(entries: list[Entry], length: Length) -> None:
    """Load each in turn, round after round."""
    for number in range(length.rounds):
        for entry in entries:
            show(f"{entry.stream.stem}, {entry.kind}, round {number + 1} of {length.rounds}")
            _run_slice(entry, length.seconds)
    show("")


def _run_slice(entry: Entry, seconds: int) -> None:
    before = read_hits(entry.server)
    found = run_slice(entry.server, entry.stream, entry.begin, seconds, entry.headers)
    after = read_hits(entry.server)
    # Those on the way when the slice ended were sent, but not counted.
    entry.begin += found.requests + 2 * CONNECTIONS
    entry.slices.append(found)
    if before is not None and after is not None:
        entry.hits = (entry.hits or 0) + after - before


def show(what: str) -> None:
    """Show what is being done, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


def compare(one: Entry, other: Entry, name: str) -> float:
    """Give the median over the rounds of one's measure divided by the other's."""
    pairs = zip(one.slices, other.slices, strict=True)
    return float(median(getattr(mine, name) / getattr(yours, name) for mine, yours in pairs))
