"""The course of `make bench`: servers up, each workload in turn, everyone on the same requests."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.bare import write_replies
from bench.contest import Entry, Length, run_rounds
from bench.postgresql import run_postgresql
from bench.servers import Server, start_module, start_newsstand
from bench.streams import Request, make_mixed, make_request, write_stream
from bench.workloads import MIXED, WORKLOADS

if TYPE_CHECKING:
    from bench.arguments import Arguments
    from bench.bars import Entries
    from bench.data import Archive
    from bench.workloads import Workload

PROBE = make_request(WORKLOADS[0], {"language": "en"}).settled()
"""What every server must answer before it is measured."""

WITHOUT_CACHES = {"NEWSSTAND_CACHE_SIZE": "0"}
"""The settings of a server that keeps nothing that it has rendered."""

_NOT_FOUND = 404
_FEW = 50


@dataclass(frozen=True, slots=True)
class Course:
    """What all workloads share: servers by name, arguments, length, a folder for streams."""

    servers: dict[str, Server]
    arguments: dict[str, list[Arguments]]
    length: Length
    folder: Path


def run_course(archive: Archive, arguments: dict[str, list[Arguments]], length: Length) -> Entries:
    """Measure each workload, then the mixed load."""
    found: Entries = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        course = Course(_start_servers(stack, archive), arguments, length, folder)
        for workload in WORKLOADS:
            entries = _enter(course, workload)
            found |= {(workload.name, entry.kind): entry for entry in entries}
        entries = _enter_mixed(course, {name for name, _ in found})
        found |= {(MIXED.name, entry.kind): entry for entry in entries}
    return found


def _start_servers(stack: ExitStack, archive: Archive) -> dict[str, Server]:
    own = f"sqlite:///{archive.newsstand}"
    starting = {
        "newsstand": start_newsstand("newsstand", own, {}, PROBE),
        "cold": start_newsstand("cold", own, WITHOUT_CACHES, PROBE),
        "plain": start_module("plain", "bench.plain", f"sqlite:///{archive.plain}", PROBE),
    }
    servers = {name: stack.enter_context(server) for name, server in starting.items()}
    url = stack.enter_context(run_postgresql(archive.files))
    if url:
        server = start_newsstand("postgresql", url, {}, PROBE)
        servers["postgresql"] = stack.enter_context(server)
    return servers


def _is_there(server: Server, request: Request) -> bool:
    reply = next(server.ask([request.settled()]))
    if reply.status != _NOT_FOUND:
        reply.check(server.name)
    return reply.status != _NOT_FOUND


def _enter(course: Course, workload: Workload) -> list[Entry]:
    """Run a workload: warm up, then round after round, beside bare servers of the same bytes."""
    requests = [make_request(workload, each) for each in course.arguments[workload.arguments]]
    entries = _make_entries(course, workload.name, requests)
    for entry in entries:
        keeps = entry.kind in ("warm", "postgresql")
        entry.server.send_each(requests if keeps else requests[:_FEW])
    with ExitStack() as stack:
        bare = [
            _enter_bare(stack, "bare", entries[0], requests[:1]),
            _enter_bare(stack, "bare-new", entries[1], _spread(requests)),
        ]
        run_rounds([*bare, *entries], course.length)
    return [*bare, *entries]


def _make_entries(course: Course, name: str, requests: list[Request]) -> list[Entry]:
    """Make the entries of a workload: hit and warm miss first."""
    servers = course.servers
    same = write_stream(course.folder / f"{name}-same.txt", [requests[0].settled()])
    new = write_stream(course.folder / f"{name}-new.txt", requests)
    size = len(requests)  # in its first pass a stream would send what warmed up
    entries = [
        Entry("hit", servers["newsstand"], same),
        Entry("warm", servers["newsstand"], new, size),
        Entry("cold", servers["cold"], new, size),
    ]
    if "postgresql" in servers:
        entries.append(Entry("postgresql", servers["postgresql"], new, size))
    if _is_there(servers["plain"], requests[0]):
        entries.append(Entry("plain", servers["plain"], new, size))
    if not requests[0].body:
        entries.append(_not_modified(servers["newsstand"], same, requests[0]))
    return entries


def _not_modified(server: Server, stream: Path, request: Request) -> Entry:
    headers = {name.lower(): value for name, value in server.send_each([request])[0].headers}
    return Entry("304", server, stream, headers=(f"If-None-Match: {headers['etag']}",))


def _enter_bare(stack: ExitStack, kind: str, like: Entry, requests: list[Request]) -> Entry:
    """Start a bare server that sends what another one has answered, for that one's stream."""
    file = like.stream.with_name(f"{kind}.json")
    write_replies(file, like.server.send_each(requests))
    server = stack.enter_context(start_module(kind, "bench.bare", f"{file}", PROBE))
    return Entry(kind, server, like.stream)


def _spread(requests: list[Request]) -> list[Request]:
    return requests[:: max(1, len(requests) // _FEW)]


def _enter_mixed(course: Course, names: set[str]) -> list[Entry]:
    """Run the mixed load; the plain application has no feed."""
    entries = []
    kinds = {"newsstand": "mixed", "postgresql": "mixed-postgresql", "plain": "plain"}
    for name, kind in kinds.items():
        if name in course.servers:
            server = course.servers[name]
            requests = make_mixed(course.arguments, names - ({"W7"} if name == "plain" else set()))
            stream = write_stream(course.folder / f"{kind}.txt", requests)
            server.send_each(requests[:_FEW])
            entries.append(Entry(kind, server, stream))
    with ExitStack() as stack:
        spread = _spread(make_mixed(course.arguments, names))
        bare = _enter_bare(stack, "bare", entries[0], spread)
        run_rounds([bare, *entries], course.length)
    return [bare, *entries]
