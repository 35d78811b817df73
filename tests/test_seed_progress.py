"""What a seeding shows while it runs: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
CONTENT = Path(__file__).parent / "content"
ESCAPE = b"\x1b["


@pytest.fixture
def start(tmp_path: Path) -> Callable[[int], subprocess.Popen[bytes]]:
    """Start a seeding that writes to what is given."""

    def run(stream: int) -> subprocess.Popen[bytes]:
        database = f"sqlite:///{tmp_path}/news.db"
        command = [sys.executable, "-m", "newsstand", "seed", str(CONTENT), "--database", database]
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=stream)

    return run


def read_all(terminal: int) -> bytes:
    """Read a terminal until nobody writes to it any more."""
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says EIO where others say end of file.
            return shown
        if not piece:
            return shown
        shown += piece


def test_on_a_terminal_a_bar_counts_the_files(
    start: Callable[[int], subprocess.Popen[bytes]],
) -> None:
    terminal, other_end = pty.openpty()
    with start(other_end) as process:
        os.close(other_end)
        shown = read_all(terminal).decode()
    os.close(terminal)
    assert process.returncode == 0
    assert ESCAPE.decode() in shown
    assert "read" in shown
    assert "━" in shown
    assert "/10" in shown
    # The bar is taken away, and the last line is what was done.
    assert shown.rstrip().endswith("revision 1")


def test_elsewhere_there_are_plain_lines(
    start: Callable[[int], subprocess.Popen[bytes]],
) -> None:
    with start(subprocess.PIPE) as process:
        output, errors = process.communicate()
    assert process.returncode == 0
    assert ESCAPE not in output + errors
    assert "━".encode() not in output + errors
    assert output.decode().endswith(": revision 1\n")
    assert output.count(b"\n") == 1
