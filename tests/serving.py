"""The server in a process of its own: started, waited for, asked, stopped."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TLS = ssl.create_default_context()
"""For httpx, which else makes one for each request, in 30 ms, and none is used."""

SECONDS = 30
"""Longer than any start or stop takes, on a machine that is busy with the other tests."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that may still be starting, and where it will answer."""

    process: subprocess.Popen[str]
    address: str

    def wait_until_ready(self) -> None:
        """Ask until the content is served. Fails when the server ends or time runs out."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.communicate()
            if self._is_ready():
                return
            time.sleep(0.02)
        raise AssertionError(self.address + " does not answer")

    def _is_ready(self) -> bool:
        try:
            return self.get("/readyz").status_code == httpx2.codes.OK
        except httpx2.TransportError:
            return False

    def get(self, path: str) -> httpx2.Response:
        """Ask for a path, on a connection of its own."""
        return httpx2.get(self.address + path, verify=TLS)

    def ask(self, query: str) -> Any:
        """Ask GraphQL a question that has no errors; gives the data."""
        answer = httpx2.post(self.address + "/graphql", json={"query": query}, verify=TLS).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def stop(self, by: signal.Signals = signal.SIGTERM) -> str:
        """Stop the server, which must end without a complaint; gives its output."""
        self.process.send_signal(by)
        code, output, complaints = self.finish()
        # Uvicorn shuts down and then lets the signal do what it would have done.
        assert code in {0, -by, 128 + by}, (code, complaints)
        assert "Traceback" not in complaints, complaints
        return output

    def finish(self) -> tuple[int, str, str]:
        """Wait until the server ends; gives its exit code, its output and its complaints."""
        output, complaints = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, output, complaints


def free_port() -> int:
    """Find a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(
    folder: Path,
    *arguments: object,
    port: int | None = None,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Run `newsstand serve` in a folder, with just these settings; what still runs is killed."""
    port = port or free_port()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("NEWSSTAND_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "newsstand", "serve", "--port", str(port), *map(str, arguments)],
        cwd=folder,
        env={**kept, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Server(process, f"http://127.0.0.1:{port}")
    finally:
        # Its workers too: they would keep the pipes open.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS)
