"""`make bench-search`: how long a search takes, on both engines. Prints Markdown."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.archive import ISSUES, PER_ISSUE, RARE
from bench.contest import show
from bench.course import PROBE
from bench.data import prepare
from bench.load import BenchError
from bench.postgresql import run_postgresql
from bench.servers import start_newsstand
from bench.streams import COUNT, Request, make_request
from bench.tables import write_machine, write_table
from bench.vocabulary import WORDS
from bench.workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.servers import Server

_REQUESTS = 300
_ROUNDS = 3
_FIRST = 20
_MILLI = 1_000
_NEWEST = WORKLOADS[2]
"""What a search is compared with: the newest articles, as the ordinary list has them."""

QUERIES = {
    "a rare word": [(code, word) for code, word in RARE.items()],
    "a common word": [(code, words[9]) for code, words in WORDS.items()],
    "two common words": [(code, f"{words[9]} {words[17]}") for code, words in WORDS.items()],
    "a phrase of common words": [
        (code, f'"{words[9]} {words[17]}"') for code, words in WORDS.items()
    ],
    "a beginning": [(code, f"{words[9][:3]}") for code, words in WORDS.items()],
    "a word that is not wanted": [
        (code, f"{words[9]} -{RARE[code]}") for code, words in WORDS.items()
    ],
}
"""What is typed, in each language."""


def main() -> None:
    """Run it."""
    try:
        print(_run())
    except BenchError as error:
        sys.exit(f"{error}")


def _run() -> str:
    archive = prepare(ISSUES, plain=False)
    with ExitStack() as stack:
        urls = {"SQLite": f"sqlite:///{archive.newsstand}"}
        url = stack.enter_context(run_postgresql(archive.files))
        urls |= {"PostgreSQL": url} if url else {}
        servers = {
            engine: stack.enter_context(start_newsstand(engine, url, {}, PROBE))
            for engine, url in urls.items()
        }
        rows = list(_measure(servers))
    heads = ("query", "engine", "found", "median ms", "p99 ms", "of the newest articles' median")
    return f"{ISSUES * PER_ISSUE:,} translations. {write_machine()}\n\n{write_table(heads, rows)}"


def _measure(servers: dict[str, Server]) -> Iterator[Sequence[str]]:
    """Ask for everything in turn, round after round; each request is new."""
    asked = {"the newest articles": [_newest(code) for code in RARE]}
    asked |= {what: [_search(*each) for each in given] for what, given in QUERIES.items()}
    times: dict[tuple[str, str], list[float]] = {}
    for number in range(_ROUNDS):
        for what, requests in asked.items():
            show(f"{what}, round {number + 1} of {_ROUNDS}")
            for engine, server in servers.items():
                times.setdefault((what, engine), []).extend(_time(server, requests, number))
    show("")
    for (what, engine), seconds in times.items():
        if what in QUERIES:
            base = median(times["the newest articles", engine])
            yield _row(what, engine, servers[engine], seconds, base)


def _newest(language: str) -> Request:
    return make_request(_NEWEST, {"language": language})


def _search(language: str, query: str) -> Request:
    given = {"q": query, "language": language, "first": _FIRST}
    return Request("GET", f"/v1/search?{urlencode(given)}&{COUNT}")


def _time(server: Server, requests: list[Request], number: int) -> list[float]:
    """Send requests in turn, one after another; gives the seconds of each."""
    new = (_new(requests[i % len(requests)], number * _REQUESTS + i) for i in range(_REQUESTS + 1))
    answers, found = server.ask(new), []
    next(answers).check(server.name)  # the connection is made, and what is kept is known
    for _ in range(_REQUESTS):
        begun = time.perf_counter()
        reply = next(answers)
        found.append(time.perf_counter() - begun)
        reply.check(server.name)
    return found


def _new(request: Request, number: int) -> Request:
    """Make a request that was not sent before and asks for the same."""
    path = request.path.replace(f"&{COUNT}", "&" * (number + 1))
    return Request(request.method, path, request.body.replace(COUNT, f"{number:0{len(COUNT)}}"))


def _row(
    what: str, engine: str, server: Server, seconds: list[float], base: float
) -> Sequence[str]:
    total = sum(_total(server, language, query) for language, query in QUERIES[what])
    middle, last = median(seconds), quantiles(seconds, n=100)[-1]
    times = (f"{middle * _MILLI:.2f}", f"{last * _MILLI:.2f}", f"{middle / base:.1f}")
    return (what, engine, f"{total // len(QUERIES[what]):,}", *times)


def _total(server: Server, language: str, query: str) -> int:
    request = Request("GET", _search(language, query).path.removesuffix(f"&{COUNT}"))
    total: int = json.loads(next(server.ask([request])).body)["page"]["total"]
    return total


if __name__ == "__main__":
    main()
