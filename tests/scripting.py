"""Scripts in Node, asked against a server: conformance suites and clients, from their lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"
SECONDS = 180
"""Longer than any script, or the first installation, takes on a machine that is busy."""


def run_script(name: str, *arguments: object) -> str:
    """Run `tests/node/NAME` and give what it prints. Fails, with its output, where it fails."""
    return run("node", str(FOLDER / name), *arguments)


def run_tool(name: str, *arguments: object, folder: Path = FOLDER) -> str:
    """Run a command that an installed package brings, in a folder; gives what it prints."""
    return run(str(FOLDER / "node_modules" / ".bin" / name), *arguments, folder=folder)


def run(command: str, *arguments: object, folder: Path = FOLDER) -> str:
    """Run a command to its end; gives what it prints."""
    done = subprocess.run(
        [command, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, (
        f"{command}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
    )
    return done.stdout


def need_node(folder: Path = FOLDER) -> None:
    """Install what a folder's lock names. Without Node the test is skipped, but in CI it fails."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        reason = f"{' and '.join(missing)} not found: this test needs Node 18 or later, with npm"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    install(folder)


def install(folder: Path) -> None:
    """Install the packages of a folder's lock, once for all who test at the same time."""
    lock = folder / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = folder / "node_modules" / f".installed-{wanted}"
    # Other processes wait here; the kernel drops the lock of one that is killed.
    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not stamp.exists():
            run("npm", "ci", "--ignore-scripts", "--prefer-offline", folder=folder)
            stamp.touch()
