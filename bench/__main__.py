"""`make bench`: the workloads on all servers, and the bars. Prints Markdown."""

from __future__ import annotations

import argparse
import sys

from bench.archive import ISSUES, PER_ISSUE
from bench.arguments import read_arguments
from bench.bars import find_bars
from bench.contest import Length
from bench.course import run_course
from bench.data import prepare
from bench.load import BenchError, check_wrk
from bench.statements import count_statements
from bench.streams import make_request
from bench.tables import write_bars, write_machine, write_results
from bench.workloads import WORKLOADS

_WHOLE = Length(rounds=9, seconds=1)
_QUICK = Length(rounds=1, seconds=1)
_MOST, _MOST_QUICK = ISSUES * PER_ISSUE, 500


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about two minutes")
    quick = parser.parse_args().quick
    try:
        _run(_QUICK if quick else _WHOLE, _MOST_QUICK if quick else _MOST)
    except BenchError as error:
        sys.exit(f"{error}")


def _run(length: Length, most: int) -> None:
    check_wrk()
    archive = prepare(ISSUES)
    arguments = read_arguments(archive.newsstand, most)
    requests = {
        workload.name: make_request(workload, arguments[workload.arguments][0])
        for workload in WORKLOADS
    }
    statements = count_statements(archive, requests)
    entries = run_course(archive, arguments, length)
    bars = find_bars(entries)
    print(f"{ISSUES * PER_ISSUE:,} translations. {write_machine()}\n")
    print(write_results(entries, statements))
    print(f"\n{write_bars(bars)}\n")
    print(f"{sum(bar.held for bar in bars)} of {len(bars)} bars are kept.")


if __name__ == "__main__":
    main()
