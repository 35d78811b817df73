"""What `newsstand serve` writes to standard error, and how much of it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import httpx2
import pytest
from serving import serve

if TYPE_CHECKING:
    from pathlib import Path

INTROSPECTION = "{\n  __schema { queryType { name } }\n}"
NAMED = r"DEBUG:    not compiled (introspection): '{\n  __schema { queryType { name } }\n}'"


def logged(folder: Path, *arguments: object) -> list[str]:
    """Serve, ask for a document that is declined and for one that is compiled; give the log."""
    with serve(folder, *arguments) as server:
        server.wait_until_ready()
        answer = httpx2.post(f"{server.address}/graphql", json={"query": INTROSPECTION})
        assert answer.status_code == 200
        server.get("/v1/articles")
        server.process.send_signal(signal.SIGTERM)
        _, _, complaints = server.finish()
    return complaints.splitlines()


def test_without_the_option_nothing_is_logged_but_failures(tmp_path: Path) -> None:
    assert logged(tmp_path) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_debug_names_declined_documents_and_no_statements(tmp_path: Path, workers: int) -> None:
    lines = logged(tmp_path, "--log-level", "debug", "--workers", workers)
    assert lines.count(NAMED) == 1
    assert not any("SELECT" in line for line in lines)


def test_trace_names_the_statements_too(tmp_path: Path) -> None:
    lines = logged(tmp_path, "--log-level", "trace")
    assert NAMED in lines
    (articles,) = [line for line in lines if " FROM article" in line and "LIMIT" in line]
    assert articles.startswith("DEBUG:    SELECT article")
    assert "'en'" in articles  # and what it was asked with
    assert all(line.startswith(("DEBUG:    ", "INFO:     ")) for line in lines)


def test_info_tells_when_the_server_has_started_and_ends(tmp_path: Path) -> None:
    lines = logged(tmp_path, "--log-level", "info")
    assert "INFO:     Application startup complete." in lines
    assert not any("not compiled" in line for line in lines)


def test_a_level_that_there_is_not_ends_the_start_by_the_options_name(tmp_path: Path) -> None:
    with serve(tmp_path, "--log-level", "loud") as server:
        code, output, complaints = server.finish()
    assert (code, output) == (2, "")
    assert "--log-level" in complaints
    assert "trace" in complaints
