"""Spectral, the linter of OpenAPI, finds nothing at all in the description."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from scripting import need_node

FOLDER = Path(__file__).parent / "spectral"
DESCRIPTION = Path(__file__).parent.parent / "openapi.json"
SECONDS = 120
"""Longer than it takes on a machine that is busy."""


@pytest.fixture(scope="module", autouse=True)
def spectral() -> None:
    """Install what the lock names."""
    need_node(FOLDER)


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    """Lint a file; hints count as well."""
    options = ["--ruleset", "ruleset.yaml", "--fail-severity", "hint"]
    return subprocess.run(
        [FOLDER / "node_modules/.bin/spectral", "lint", *options, path],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_spectral_finds_nothing() -> None:
    result = lint(DESCRIPTION)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No results" in result.stdout


def test_spectral_would_find_something(tmp_path: Path) -> None:
    description = json.loads(DESCRIPTION.read_text("utf-8"))
    operation = description["paths"]["/v1/tags"]["get"]
    operation["responses"]["200"]["content"]["application/json"]["example"] = {"items": 1}
    del operation["description"]
    broken = tmp_path / "openapi.json"
    broken.write_text(json.dumps(description), "utf-8")
    result = lint(broken)
    assert result.returncode == 1
    assert {"operation-description", "oas3-valid-media-example"} <= set(result.stdout.split())
