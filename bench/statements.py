"""SQL statements of one request, counted by SQLite itself, whoever opens the connection."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from starlette.testclient import TestClient

from api.app import build
from api.settings import PREFIX, read_settings
from bench.plain.app import build as build_plain
from bench.servers import is_good
from bench.streams import COUNT, PASS, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

    from bench.data import Archive

_seen: list[str] = []


def count_statements(archive: Archive, requests: dict[str, Request]) -> dict[tuple[str, str], int]:
    """Count, by workload and kind of run, the statements that read for one request."""
    url = f"{PREFIX}DATABASE", f"sqlite:///{archive.newsstand}"
    usual = build(read_settings(dict([url])))
    without_caches = build(read_settings(dict([url, (f"{PREFIX}CACHE_SIZE", "0")])))
    plain = build_plain(f"sqlite:///{archive.plain}")
    with _watched_connections():
        return {
            **_count(usual, "hit", requests, "1", "1"),
            **_count(usual, "warm", requests, "2", "3"),
            **_count(without_caches, "cold", requests, "1", "2"),
            **_count(plain, "plain", requests, "1", "2"),
        }


@contextmanager
def _watched_connections() -> Iterator[None]:
    """Let SQLite tell of each statement, on every connection that is opened meanwhile."""
    usual = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = usual(*arguments, **options)
        connection.set_trace_callback(_note)
        return connection

    with patch("sqlite3.connect", connect), patch("sqlite3.dbapi2.connect", connect):
        yield


def _note(statement: str) -> None:
    if statement.lstrip(" (").upper().startswith(("SELECT", "WITH")):
        _seen.append(statement)


def _count(
    app: ASGIApp, kind: str, requests: dict[str, Request], first: str, second: str
) -> dict[tuple[str, str], int]:
    """Send each request twice and count the second time; the marks are replaced by the texts."""
    with TestClient(app) as client:
        found = {
            (name, kind): _count_second(client, request, first, second)
            for name, request in requests.items()
        }
    return {key: count for key, count in found.items() if count is not None}


def _count_second(client: TestClient, request: Request, first: str, second: str) -> int | None:
    _send(client, request, first)
    _seen.clear()
    return len(_seen) if _send(client, request, second) else None


def _send(client: TestClient, request: Request, text: str) -> bool:
    path = request.path.replace(PASS, "&" * int(text))
    body = request.body.replace(COUNT, text)
    headers = {"Content-Type": "application/json"} if body else {}
    answer = client.request(request.method, path, content=body or None, headers=headers)
    return is_good(answer.status_code, answer.content)
