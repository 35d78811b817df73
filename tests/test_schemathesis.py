"""Schemathesis, with all its checks: on the description of REST, and on the graph.

`rest_hooks.py` and `graphql_hooks.py` tell it which values the publication has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
EXAMPLES = int(os.environ.get("NEWSSTAND_TESTS_EXAMPLES", "2"))
"""How many examples each address gets; of a field of Query twelve times as many."""

SECONDS = 120 * EXAMPLES
CONFIGURATION = """
seed = 1
warnings = false

[generation]
allow-x00 = {nul}
database = "none"

[[operations]]
include-path = "/v1/events"
request-timeout = 0.5  # it has no end: what has come until then is the answer
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample publication from a process of its own."""
    # What a document costs is no matter of whether it is sound.
    settings = {"NEWSSTAND_LIMITS": "cost=1000000000"}
    with serve(tmp_path_factory.mktemp("served"), settings=settings) as server:
        server.wait_until_ready()
        yield server.address
        server.stop()


def run(folder: Path, url: str, hooks: str, examples: int) -> dict[str, Any]:
    """Run schemathesis on a description or a graph; gives its report."""
    configuration, report = folder / "schemathesis.toml", folder / "report.json"
    # GraphQL has no way to say that NUL is refused; a JSON Schema has.
    nul = "true" if url.endswith(".json") else "false"
    configuration.write_text(CONFIGURATION.format(nul=nul), "utf-8")
    options = ["--checks", "all", "--max-examples", str(examples), "--no-color"]
    options += ["--report", "json", "--report-json-path", str(report)]
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)]
    environment = {
        **os.environ,
        "NEWSSTAND_TESTS_ADDRESS": url.rpartition("/")[0],
        "PYTHONPATH": str(TESTS),
        "SCHEMATHESIS_HOOKS": hooks,
    }
    result = subprocess.run(
        [*command, "run", url, *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def test_the_description_of_rest_is_kept(address: str, tmp_path: Path) -> None:
    report = run(tmp_path, f"{address}/openapi.json", "rest_hooks", EXAMPLES)
    assert report["operations"]["errored"] == 0
    assert report["operations"]["tested"] == report["operations"]["total"] > 15
    assert report["test_cases"]["generated"] > 400


def test_sound_documents_are_answered_and_others_refused(address: str, tmp_path: Path) -> None:
    report = run(tmp_path, f"{address}/graphql", "graphql_hooks", 12 * EXAMPLES)
    assert report["operations"]["errored"] == 0
    assert report["operations"]["tested"] == report["operations"]["total"] > 12
    assert report["test_cases"]["generated"] > 400
