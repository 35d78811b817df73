"""Servers in processes of their own: started, waited for, watched, stopped."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.load import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bench.streams import Request

ROOT = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_SECONDS = 60
_OK = 200


def is_good(status: int, body: bytes) -> bool:
    """Tell whether an answer is one: GraphQL tells errors with any status."""
    return status == _OK and b'"errors":' not in body


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its headers without those that the server adds by itself."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def check(self, server: str) -> None:
        """Raise BenchError where it is none."""
        if not is_good(self.status, self.body):
            raise BenchError(f"{server} answers {self.status}: {self.body[:500]!r}")


@dataclass(frozen=True, slots=True)
class Server:
    """A server process. `start_seconds` is the time to its first answer."""

    name: str
    process: subprocess.Popen[str]
    port: int
    start_seconds: float = 0

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Read the process's CPU time until now, user and system (proc(5), stat)."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text("ascii")
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> dict[str, float]:
        """Read what it holds in memory, in MB, by the names of proc(5), smaps_rollup."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text("ascii")
        rows = [line.split() for line in text.splitlines()]
        return {row[0].rstrip(":"): int(row[1]) / 1024 for row in rows if row[-1] == "kB"}

    def ask(self, requests: Iterable[Request]) -> Iterator[Reply]:
        """Send requests one after another on one connection."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, _SECONDS)) as connection:
            for request in requests:
                yield _ask(connection, request)

    def send_each(self, requests: Iterable[Request]) -> list[Reply]:
        """Send each request once, without marks. Raises BenchError where one is not answered."""
        replies = list(self.ask(request.settled() for request in requests))
        for reply in replies:
            reply.check(self.name)
        return replies


def _ask(connection: http.client.HTTPConnection, request: Request) -> Reply:
    headers = {"Content-Type": "application/json"} if request.body else {}
    connection.request(request.method, request.path, request.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    added = ("date", "server", "connection")
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in added]
    return Reply(answer.status, kept, body)


@contextmanager
def start_newsstand(
    name: str, database: str, settings: Mapping[str, str], probe: Request
) -> Iterator[Server]:
    """Run `newsstand serve` on a database until the block ends."""
    command = ["-m", "newsstand", "serve", "--database", database]
    with _start(name, command, settings, probe) as server:
        yield server


@contextmanager
def start_module(name: str, module: str, source: str, probe: Request) -> Iterator[Server]:
    """Run one of the other servers until the block ends."""
    with _start(name, ["-m", module, source], {}, probe) as server:
        yield server


@contextmanager
def _start(
    name: str, command: list[str], settings: Mapping[str, str], probe: Request
) -> Iterator[Server]:
    port = _free_port()
    # Whoever runs the benchmark may have settings of their own.
    kept = {key: text for key, text in os.environ.items() if not key.startswith("NEWSSTAND_")}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command, "--port", f"{port}"],
        cwd=ROOT,
        env={**kept, **settings},
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        starting = Server(name, process, port)
        _wait(starting, probe)
        yield Server(name, process, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(server: Server, probe: Request) -> None:
    deadline = time.perf_counter() + _SECONDS
    while time.perf_counter() < deadline and server.process.poll() is None:
        try:
            reply = next(server.ask([probe]))
        except OSError:
            time.sleep(0.005)
            continue
        reply.check(server.name)
        return
    raise BenchError(f"{server.name} does not answer")
