"""`make bench-scale`: the same load on archives of three sizes. Prints Markdown."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench.archive import ISSUES, PER_ISSUE
from bench.arguments import read_arguments
from bench.bars import Bar
from bench.contest import Entry, Length, compare, run_rounds
from bench.course import PROBE, WITHOUT_CACHES
from bench.data import Archive, grow_archive, prepare
from bench.load import BenchError, check_wrk
from bench.servers import start_newsstand
from bench.streams import Request, make_request, write_stream
from bench.tables import write_bars, write_machine, write_table
from bench.workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.servers import Server

_LENGTH = Length(rounds=3, seconds=1)
_MOST = 1_000
_FEW = 50
_MEGA = 1_000_000
_TIMES = 10
_WORKLOADS = WORKLOADS[:6]
_KINDS = {"warm": "warm miss", "cold": "cold miss"}
_MEMORY = {"Rss": "resident", "Pss": "its share of it", "Anonymous": "its own"}
_MOST_GROWTH = dict.fromkeys(("W1", "W2", "W3", "W4"), 1.3)
_MOST_MEMORY = 400

Found = dict[tuple[int, str, str], Entry]
"""Who took part, by translations, workload and kind."""


def main() -> None:
    """Run it."""
    try:
        _run()
    except BenchError as error:
        sys.exit(f"{error}")


def _run() -> None:
    check_wrk()
    archives = _prepare()
    with ExitStack() as stack:
        servers = {size: _start(stack, archive) for size, archive in archives.items()}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = _measure(archives, servers, folder)
        memory = {size: servers[size]["warm"].memory() for size in archives}
        starts = {size: servers[size]["warm"].start_seconds for size in archives}
    rows = [
        *_rows_of_archives(archives),
        ("start to the first answer, s", *(f"{each:.2f}" for each in starts.values())),
        *_rows_of_memory(memory),
        *_rows_of_cpu(found, list(archives)),
    ]
    print(f"{write_machine()}\n")
    print(write_table(("translations", *(f"{size:,}" for size in archives)), rows))
    print(f"\n{write_bars(_find_bars(found, memory))}")


def _prepare() -> dict[int, Archive]:
    """Build the archives, by how many translations they have; the largest without seeding."""
    small = prepare(ISSUES, plain=False)
    middle = prepare(ISSUES * _TIMES, plain=False)
    large = grow_archive(middle, ISSUES * _TIMES, _TIMES)
    return {
        ISSUES * PER_ISSUE * _TIMES**power: archive
        for power, archive in enumerate((small, middle, large))
    }


def _start(stack: ExitStack, archive: Archive) -> dict[str, Server]:
    url = f"sqlite:///{archive.newsstand}"
    settings: dict[str, dict[str, str]] = {"warm": {}, "cold": WITHOUT_CACHES}
    return {
        kind: stack.enter_context(start_newsstand(kind, url, given, PROBE))
        for kind, given in settings.items()
    }


def _measure(
    archives: dict[int, Archive], servers: dict[int, dict[str, Server]], folder: Path
) -> Found:
    """Measure each workload on all archives in turn."""
    arguments = {size: read_arguments(each.newsstand, _MOST) for size, each in archives.items()}
    found: Found = {}
    for workload in _WORKLOADS:
        entries: Found = {}
        for size in archives:
            given = arguments[size][workload.arguments]
            requests = [make_request(workload, each) for each in given]
            stream = write_stream(folder / f"{workload.name}-{size}.txt", requests)
            entries |= {
                (size, workload.name, kind): _enter(kind, server, stream, requests)
                for kind, server in servers[size].items()
            }
        run_rounds(list(entries.values()), _LENGTH)
        found |= entries
    return found


def _enter(kind: str, server: Server, stream: Path, requests: list[Request]) -> Entry:
    """Warm a server up for a stream, and begin it after what warmed up."""
    server.send_each(requests if kind == "warm" else requests[:_FEW])
    return Entry(kind, server, stream, len(requests))


def _rows_of_archives(archives: dict[int, Archive]) -> list[Sequence[str]]:
    each = archives.values()
    seconds = [f"{one.seconds:,.1f}{'' if one.seeded else ' (rows copied)'}" for one in each]
    sizes = [f"{one.newsstand.stat().st_size / _MEGA:,.0f}" for one in each]
    return [("seeding, s", *seconds), ("database, MB", *sizes)]


def _rows_of_memory(memory: dict[int, dict[str, float]]) -> list[Sequence[str]]:
    return [
        (f"memory, {what}, MB", *(f"{each[name]:.0f}" for each in memory.values()))
        for name, what in _MEMORY.items()
    ]


def _rows_of_cpu(found: Found, sizes: list[int]) -> list[Sequence[str]]:
    return [
        (
            f"{workload.name}, {words}, CPU µs",
            *(f"{found[size, workload.name, kind].median('cpu'):,.0f}" for size in sizes),
        )
        for kind, words in _KINDS.items()
        for workload in _WORKLOADS
    ]


def _find_bars(found: Found, memory: dict[int, dict[str, float]]) -> list[Bar]:
    small, large = min(memory), max(memory)
    what = f"warm miss, CPU at {large:,} of that at {small:,}"
    bars = [
        Bar(
            what,
            name,
            bound,
            compare(found[large, name, "warm"], found[small, name, "warm"], "cpu"),
            at_most=True,
        )
        for name, bound in _MOST_GROWTH.items()
    ]
    resident = memory[large]["Rss"]
    what = f"memory of one worker at {large:,}, MB"
    return [*bars, Bar(what, "W1–W6", _MOST_MEMORY, resident, at_most=True)]


if __name__ == "__main__":
    main()
