"""Pages in a real browser: Chromium, driven by Node, with no other host to be reached."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from scripting import need_node

from api.assets import BUILT

HERE = Path(__file__).parent
SECONDS = 240


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a visit. `elsewhere` are the addresses of other hosts that were asked for."""

    requests: list[str]
    elsewhere: list[str]
    complaints: list[str]
    violations: list[str]
    result: Any


def give_up(reason: str) -> None:
    """Skip where something is not installed; where everything must run, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def find_browser() -> str:
    """Give Chromium's path, with all that drives it in place."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        give_up("there is no Chromium here")
    need_node(HERE)
    return str(browser)


def require_built() -> None:
    """Go on only where the explorer is built."""
    if not (BUILT / "manifest.json").exists():
        give_up("the explorer is not built: make explorer")


def browse(browser: str, scenario: str, address: str, *paths: str) -> Seen:
    """Run one of `scenarios.mjs`."""
    command = ["node", "browse.mjs", browser, scenario, address, *paths]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    return Seen(**json.loads(done.stdout))
