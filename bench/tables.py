"""The results as Markdown."""

from __future__ import annotations

import os
import platform
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from bench.workloads import MIXED, WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.bars import Bar, Entries

KINDS = {
    "bare": "bare ASGI",
    "hit": "Newsstand, hit",
    "304": "Newsstand, 304",
    "bare-new": "bare ASGI, the misses' bytes",
    "warm": "Newsstand, warm miss",
    "cold": "Newsstand, cold miss",
    "postgresql": "Newsstand on PostgreSQL, warm miss",
    "mixed": "Newsstand",
    "mixed-postgresql": "Newsstand on PostgreSQL",
    "plain": "plain strawberry + SQLModel",
}
"""What each kind of run is called, in the order of the tables."""


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; its first column is text, the others are numbers."""
    marks = ["---", *("---:" for _ in heads[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks, *rows))


def write_results(entries: Entries, statements: dict[tuple[str, str], int]) -> str:
    """Write a table for each workload."""
    parts = []
    for workload in (*WORKLOADS, MIXED):
        rows = [
            _row(entries, statements, (workload.name, kind))
            for kind in KINDS
            if (workload.name, kind) in entries
        ]
        parts.append(f"**{workload.name}**: {workload.what}.")
        heads = ("", "requests/s", "p50 ms", "p99 ms", "CPU µs", "bytes", "SQL", "hits")
        parts.append(write_table(heads, rows))
    return "\n\n".join(parts)


def _row(
    entries: Entries, statements: dict[tuple[str, str], int], key: tuple[str, str]
) -> Sequence[str]:
    entry = entries[key]
    hits = entry.hit_share()
    return (
        KINDS[entry.kind],
        f"{entry.median('rate'):,.0f}",
        f"{entry.median('p50') / 1000:.2f}",
        f"{entry.median('p99') / 1000:.2f}",
        f"{entry.median('cpu'):,.0f}",
        f"{entry.median('size'):,.0f}",
        f"{statements[key]}" if key in statements else "–",
        "–" if hits is None else f"{hits:.0%}",
    )


def write_bars(bars: Iterable[Bar]) -> str:
    """Write the promises and what came out."""
    rows = [
        (
            bar.what,
            bar.workload,
            f"{'at most' if bar.at_most else 'at least'} {bar.bound:g}",
            f"{bar.found:.2f}",
            "yes" if bar.held else "**no**",
        )
        for bar in bars
    ]
    return write_table(("Bar", "of", "wanted", "found", "kept"), rows)


def write_machine() -> str:
    """Write what the numbers were measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    built = sysconfig.get_config_var("CONFIG_ARGS") or ""
    # Distributions optimize by their own rules, and do not say so here.
    optimized = ", built with PGO" if "--enable-optimizations" in built else ""
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"{os.cpu_count()} cores of {model}; {platform.system()} {kernel}; "
        f"Python {platform.python_version()}{optimized}."
    )
