"""A plain POST byte for byte: the first answer goes a short way, the others come from the cache."""

from __future__ import annotations

import json
import logging
import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]
import pytest
import uvicorn
from serving import serve
from test_sockets import connection, read, request, without_date
from watching import read_metrics, wait_until

from api.app import build
from api.codings import choose_coding
from api.held import QuickHttp
from api.profile import PROFILES
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from serving import Server

SHORT = "query S($n: Int) { articles(first: $n) { totalCount } }"
LONG = "{ articles(first: 3) { nodes { title body %s: slug } } }"
VERY_LONG = "{ articles(first: 100) { nodes { title body again: body %s: slug } } }"
JSON_TYPE = "Content-Type: application/json"
CODINGS = (None, "identity", "gzip", "br", "zstd", "gzip, deflate, br, zstd", "identity;q=0, br")


@pytest.fixture(scope="module", params=PROFILES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serve the sample; every document of the tests is known, and light."""
    settings = {"NEWSSTAND_GRAPHQL_PROFILE": str(request.param)}
    with serve(tmp_path_factory.mktemp("served"), settings=settings) as server:
        server.wait_until_ready()
        yield server
        server.stop()


def post(query: str, number: int, *lines: str) -> bytes:
    """Write a request for a document: each number makes another body of it."""
    body = json.dumps({"query": query, "extensions": {"number": number}}).encode()
    head = (f"Content-Length: {len(body)}", JSON_TYPE, *lines)
    return request("POST", "/graphql", *head) + body


def entries(server: Server) -> float:
    return read_metrics(server.get("/metrics").text)["newsstand_cache_entries"]


@pytest.mark.parametrize("query", [SHORT, LONG, VERY_LONG])
@pytest.mark.parametrize("coding", CODINGS)
def test_first_second_and_third_answer_are_the_same(
    server: Server, query: str, coding: str | None
) -> None:
    name = f"n{CODINGS.index(coding)}"
    query = query.replace("%s", name).replace("query S", f"query {name}")
    lines = [] if coding is None else [f"Accept-Encoding: {coding}"]
    with connection(server) as (raw, stream):
        raw.sendall(post(query, 0))  # known from here on
        read(stream)
        answers = []
        for _ in range(3):
            raw.sendall(post(query, 1, *lines))
            status, headers, body = read(stream)
            answers.append((status, without_date(headers), body))
    assert answers[0][0] == 200
    assert answers[0] == answers[1] == answers[2]
    long = query.startswith("{")
    chosen = choose_coding(coding.encode() if coding else None)
    coded = chosen if long or "q=0" in (coding or "") else "identity"
    assert headers.get("content-encoding", "identity") == coded
    assert ("Accept-Encoding" in headers["vary"]) == (long or coded != "identity")


def test_who_accepts_codings_is_answered_the_short_way(server: Server) -> None:
    query = "{ articles(first: 3) { nodes { title lead body } } }"
    with connection(server) as (raw, stream):
        kept = 0.0
        for number in range(10):
            raw.sendall(post(query, number, "Accept-Encoding: gzip, br"))
            assert read(stream)[1]["content-encoding"] == "br"
            kept = kept or entries(server)
        # What goes the short way is not kept: all but the first, whose document was not known.
        assert entries(server) == kept


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/graphql-response+json"])
@pytest.mark.parametrize(
    "query",
    ["{ revision { number } }", '{ articles(after: "x") { totalCount } }', "{ nothing }", "{", " "],
)
def test_the_short_way_and_the_long_one_answer_alike(
    server: Server, accept: str, query: str
) -> None:
    answers = []
    with connection(server) as (raw, stream):
        # What prefers something is answered the long way.
        for number, *lines in ((0,), (0, "Prefer: nothing"), (1,), (1, "Prefer: nothing")):
            raw.sendall(post(query, number, f"Accept: {accept}", *lines))
            status, headers, body = read(stream)
            answers.append((status, without_date(headers), body))
    assert answers == [answers[0]] * 4


@contextmanager
def served_here(settings: Settings) -> Iterator[tuple[str, int]]:
    """Serve in a thread of this process, on real sockets; gives host and port."""
    app = build(settings)
    config = uvicorn.Config(app, http=QuickHttp, proxy_headers=False, log_config=None)
    server = uvicorn.Server(config)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def here(
    new_database: Callable[[str], str], folder: Path, command: Any
) -> Iterator[tuple[str, int]]:
    """Serve the test publication in this process."""
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with served_here(Settings(database=url)) as place:
        yield place


def fail(times: int) -> Callable[..., bytes]:
    """Make a coder that fails so many times."""
    left, compress = [None] * times, brotli.compress

    def run(*arguments: Any, **named: Any) -> bytes:
        if left:
            left.pop()
            raise MemoryError
        coded: bytes = compress(*arguments, **named)
        return coded

    return run


@pytest.mark.parametrize(("times", "status", "logged"), [(1, 200, 1), (2, 500, 2)])
def test_a_failure_of_the_cache_itself_is_answered(
    here: tuple[str, int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    times: int,
    status: int,
    logged: int,
) -> None:
    query = "{ articles(first: 5) { nodes { title body excerpt } } }"
    with socket.create_connection(here, timeout=20) as raw, raw.makefile("rb") as stream:
        raw.sendall(post(query, 0))
        read(stream)
        # A library fails: where the answer is coded, which is the cache's own work.
        monkeypatch.setattr(brotli, "compress", fail(times))
        raw.sendall(post(query, 1, "Accept-Encoding: br"))
        found, headers, body = read(stream)
        assert (found, headers["access-control-allow-origin"]) == (status, "*")
        if status == 500:
            error = json.loads(body)["errors"][0]
            assert error["extensions"]["code"] == "INTERNAL"
            assert headers["x-request-id"] == error["extensions"]["requestId"]
            assert headers["cache-control"] == "no-store"
        raw.sendall(post(query, 1, "Accept-Encoding: br"))
        assert read(stream)[0] == 200
    records = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert [each.name for each in records] == ["newsstand"] * logged


@pytest.fixture
def urls(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Gather the targets that the parser sees, of requests to a server in this process."""
    seen: list[bytes] = []
    parsed = QuickHttp.on_url

    def on_url(self: QuickHttp, url: bytes) -> None:
        seen.append(url)
        parsed(self, url)

    monkeypatch.setattr(QuickHttp, "on_url", on_url)
    return seen


@pytest.mark.parametrize(
    ("lines", "parsed"),
    [
        ((), 1),
        (("Accept: application/json", "X-A: " + "a" * 1_500), 1),
        (("X-A: " + "a" * 2_100,), 6),
        (("Authorization: Bearer mine",), 6),
        (("Cookie: mine=1",), 6),
        (("Transfer-Encoding: chunked",), 6),
    ],
)
def test_the_parser_sees_a_head_once_unless_it_is_long_or_private(
    here: tuple[str, int], urls: list[bytes], lines: tuple[str, ...], parsed: int
) -> None:
    asked = request("GET", "/v1/tags", *lines)
    if "chunked" in "".join(lines):
        asked += b"0\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(3):
            raw = stack.enter_context(socket.create_connection(here, timeout=20))
            stream = stack.enter_context(raw.makefile("rb"))
            raw.sendall(asked)
            assert read(stream)[0] == 200
            raw.sendall(asked)
            assert read(stream)[0] == 200
    # The first answer comes from the application, which the parser feeds: it sees that one twice.
    assert parsed <= len(urls) <= parsed + 1
