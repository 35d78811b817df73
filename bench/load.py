"""The load generator, wrk: one slice of load against one server."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.servers import Server

CONNECTIONS = 16
_SCRIPT = Path(__file__).parent / "load.lua"
_MICRO = 1_000_000
_LONGEST = 16
"""Seconds, of a slice and of an answer."""


class BenchError(Exception):
    """Why there is nothing to measure; the message has the remedy."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice measured: times in µs, `cpu` the server's own for each request."""

    requests: int
    rate: float
    p50: float
    p99: float
    size: float
    cpu: float


def check_wrk() -> None:
    """Raise BenchError where wrk is not installed."""
    if shutil.which("wrk") is None:
        message = "wrk is not installed → apt install wrk (Debian, Ubuntu), or brew install wrk"
        raise BenchError(message)


def run_slice(
    server: Server, stream: Path, begin: int, seconds: int, headers: Sequence[str] = ()
) -> Slice:
    """Load a server for some seconds, from the stream's request `begin` on.

    Longer, if nothing was answered in that time. Raises BenchError where a request fails.
    """
    before = server.cpu_seconds()
    found = _run_wrk(server, stream, begin, seconds, headers)
    used = server.cpu_seconds() - before
    requests = found["requests"]
    if not requests and seconds < _LONGEST:
        return run_slice(server, stream, begin + CONNECTIONS, seconds * 2, headers)
    if found["errors"] or not requests:
        raise BenchError(f"{server.name} failed at {stream.stem}: {found}")
    return Slice(
        requests=requests,
        rate=requests / found["seconds"],
        p50=found["p50"],
        p99=found["p99"],
        size=found["bytes"] / requests,
        cpu=used * _MICRO / requests,
    )


def _run_wrk(
    server: Server, stream: Path, begin: int, seconds: int, headers: Sequence[str]
) -> dict[str, Any]:
    """Run wrk, and give what `load.lua` prints at the end."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"--timeout={_LONGEST}s"]
    command = ["wrk", *options, f"-s{_SCRIPT}", server.address, "--", f"{stream}", f"{begin}"]
    result = subprocess.run([*command, *headers], capture_output=True, text=True, check=False)
    if result.returncode:
        raise BenchError(f"wrk failed: {result.stdout}{result.stderr}")
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found
