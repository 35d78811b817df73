"""The examples as their readers run them: a fresh copy, and the commands of the README."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
from documentation import ROOT, read_blocks

SECONDS = 300
MADE = shutil.ignore_patterns("node_modules", "build", "graphql", ".venv", "__pycache__")


def need(*commands: str) -> str:
    """Find the first of these commands that the machine has."""
    return next((path for name in commands if (path := shutil.which(name))), "") or lack(
        commands[0]
    )


def need_venv() -> None:
    """Look whether `python3 -m venv` can work: Debian has it in a package of its own."""
    if find_spec("ensurepip") is None:
        lack("python3-venv")


def lack(what: str) -> NoReturn:
    """Skip the test, which needs what is not there; CI must have it."""
    if os.environ.get("CI"):
        pytest.fail(f"there is no {what}")
    pytest.skip(f"there is no {what}")


def run(folder: Path, command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader would type it, with the Python that runs the tests."""
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    quiet = {"npm_config_prefer_offline": "true", "npm_config_audit": "false"}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, **quiet, "PATH": here, "NO_COLOR": "1", **settings},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def succeed(folder: Path, command: str, **settings: str) -> str:
    """Run a command that must succeed; gives what it prints."""
    done = run(folder, command, **settings)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def steps(folder: Path) -> list[str]:
    """Read the commands of an example's README."""
    (block,) = [block for block in read_blocks(folder / "README.md") if block.kind == "sh"]
    return block.text.splitlines()


def copy_examples(root: Path) -> Path:
    """Copy the examples as they are committed, beside the schema."""
    shutil.copy(ROOT / "schema.graphql", root)
    shutil.copytree(ROOT / "examples", root / "examples", ignore=MADE)
    return root / "examples"
