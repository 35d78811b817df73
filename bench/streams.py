"""Requests as they are sent, and streams of them: files for the load generator.

A line of a file is a request: method, path and body, with tabs between them. Two marks may stand in
it, which are replaced each time it is sent: COUNT by eight digits, which are never the same, and
PASS by as many `&` as the stream has come to its end. Both mean nothing to the API, so a request
is new without asking for anything else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.workloads import WORKLOADS, Workload

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from bench.arguments import Arguments

COUNT = "########"
PASS = "~"  # noqa: S105 - of a stream
_MIXED = 20_000
_GET_SHARE = 0.3
_NEW_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `body` is empty for a GET."""

    method: str
    path: str
    body: str = ""

    def settled(self) -> Request:
        """Give it without marks: the same each time."""
        path, body = self.path.replace(PASS, ""), self.body.replace(COUNT, "0" * len(COUNT))
        return Request(self.method, path.removesuffix("?"), body)


def make_request(workload: Workload, arguments: Arguments) -> Request:
    """Make a request that is new each time it is sent."""
    if workload.path:
        return Request("GET", f"{workload.path.format(**arguments)}?{PASS}")
    extensions = {"count": COUNT}
    given = {"query": workload.document, "variables": arguments, "extensions": extensions}
    return Request("POST", "/graphql", json.dumps(given))


def make_mixed(
    arguments: dict[str, list[Arguments]], names: Collection[str], count: int = _MIXED
) -> list[Request]:
    """Make the mixed load of the workloads named: some arguments are asked for far more often.

    A tenth of the requests is new each time, however long the load lasts.
    """
    random = Random(1)
    chosen = [workload for workload in WORKLOADS if workload.name in names]
    weights = [workload.weight for workload in chosen]
    drawn = random.choices(chosen, weights, k=count)
    return [_mixed(random, workload, arguments[workload.arguments]) for workload in drawn]


def _mixed(random: Random, workload: Workload, arguments: list[Arguments]) -> Request:
    request = make_request(workload, arguments[_rank(random, len(arguments))])
    if random.random() < _NEW_SHARE:
        return request
    if workload.document and random.random() < _GET_SHARE:
        return _by_get(request)
    return request.settled()


def _rank(random: Random, count: int) -> int:
    """Draw a place by Zipf's law: the n-th is asked for about 1/n times as often as the first."""
    return int((count + 1) ** random.random()) - 1


def _by_get(request: Request) -> Request:
    given = json.loads(request.body)
    asked = {"query": given["query"], "variables": json.dumps(given["variables"])}
    return Request("GET", f"/graphql?{urlencode(asked)}")


def write_stream(file: Path, requests: Iterable[Request]) -> Path:
    """Write the requests for the load generator."""
    lines = [f"{each.method}\t{each.path}\t{each.body}\n" for each in requests]
    file.write_text("".join(lines), "utf-8")
    return file
