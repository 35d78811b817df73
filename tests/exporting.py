"""Exports in a process of their own, and what they wrote."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from serving import SECONDS

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Give every exported file with its content and time."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {
        name: (path.read_bytes(), path.stat().st_mtime_ns)
        for name, path in names.items()
        if not name.startswith(".newsstand")
    }


def start(database: str, out: Path, **more: Any) -> subprocess.Popen[str]:
    run = [sys.executable, "-m", "newsstand", "export", str(out), "--database", database]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(run, **pipes, **more)


def wait_for_files(out: Path) -> None:
    """Wait until the export has begun to write."""
    deadline = time.monotonic() + SECONDS
    while not [*out.glob("v1/*")]:
        assert time.monotonic() < deadline, "nothing is written"
        time.sleep(0.001)
