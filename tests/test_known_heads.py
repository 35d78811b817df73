"""Heads that came before are not read again: each request is answered as if it were the first."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING

import pytest
from serving import serve
from test_sockets import connection, read, request, without_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from serving import Server

    Line = tuple[socket.socket, BinaryIO]

JSON_TYPE = "Content-Type: application/json"
QUERY = "query P($n: Int!) { tags(first: $n) { nodes { slug } } }"
HEALTH = request("GET", "/healthz")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the sample."""
    with serve(tmp_path_factory.mktemp("served")) as server:
        server.wait_until_ready()
        yield server
        assert "Traceback" not in server.stop()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """Open a connection."""
    with connection(server) as opened:
        yield opened


def post(body: object, *lines: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = (f"Content-Length: {len(content)}", JSON_TYPE, *lines)
    return request("POST", "/graphql", *head) + content


def paged(first: int) -> bytes:
    """Ask for a page of tags: the heads of all these are the same bytes."""
    return post({"query": QUERY, "variables": {"n": first}})


def sizes(line: Line, *sent: bytes, pause: float = 0.0, count: int = 1) -> list[int]:
    """Send pieces, with a pause so that each arrives alone, and tell how many tags answers have."""
    for piece in sent:
        line[0].sendall(piece)
        time.sleep(pause)
    return [len(json.loads(read(line[1])[2])["data"]["tags"]["nodes"]) for _ in range(count)]


@pytest.mark.parametrize("_connection", [1, 2])
def test_a_head_is_read_with_the_body_that_it_came_with(line: Line, _connection: int) -> None:
    assert [sizes(line, paged(first)) for first in (1, 2, 3, 2)] == [[1], [2], [3], [2]]


def test_requests_in_one_piece_keep_their_order(line: Line) -> None:
    assert sizes(line, paged(1)) == [1]
    assert sizes(line, paged(2) + paged(3) + HEALTH + paged(1), count=2) == [2, 3]
    assert read(line[1])[0] == 200
    assert sizes(line) == [1]


@pytest.mark.parametrize("pause", [0.0, 0.05])
@pytest.mark.parametrize("cut", [3, 60, -20, -1])
def test_requests_in_pieces_are_put_together(line: Line, pause: float, cut: int) -> None:
    assert sizes(line, paged(1)) == [1]
    asked, next_ = paged(3), paged(2)
    assert sizes(line, asked[:cut], asked[cut:], next_, pause=pause, count=2) == [3, 2]
    assert sizes(line, asked[:cut], asked[cut:] + next_, pause=pause, count=2) == [3, 2]
    pieces = (asked[:cut], asked[cut:] + next_[:5], next_[5:])
    assert sizes(line, *pieces, pause=pause, count=2) == [3, 2]


def test_a_body_that_looks_like_a_request_is_none(line: Line) -> None:
    raw, stream = line
    asked = paged(1)
    assert sizes(line, asked, asked, count=2) == [1, 1]
    # It is refused before its body has come, and the body comes in a piece of its own.
    raw.sendall(request("POST", "/v1/tags", f"Content-Length: {len(asked)}", JSON_TYPE))
    assert read(stream)[0] == 405
    raw.sendall(asked)
    raw.sendall(HEALTH)
    status, headers, _ = read(stream)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert sizes(line, paged(2)) == [2]


def test_a_body_longer_than_the_head_says_begins_another_request(line: Line) -> None:
    assert sizes(line, paged(1)) == [1]
    line[0].sendall(paged(1) + b"{}")
    assert sizes(line) == [1]
    assert line[1].read()[:12] in (b"", b"HTTP/1.1 400")


LANGUAGES = request("GET", "/v1/languages")


@pytest.mark.parametrize(
    ("early", "status"),
    [("POST /v1/tags", 405), ("GET /v1/tags?first=1", 200), ("GET /none", 404)],
)
def test_the_end_of_a_body_is_no_part_of_the_next_head(
    server: Server, early: str, status: int
) -> None:
    """The first request is answered before its body comes, in one piece with the next request."""
    method, path = early.split()
    rest = b"abcde"
    for _ in range(2):
        with connection(server) as (raw, stream):
            raw.sendall(request(method, path, f"Content-Length: {len(rest)}"))
            assert read(stream)[0] == status
            raw.sendall(rest + LANGUAGES)
            assert b'"code"' in read(stream)[2]
    with connection(server) as (raw, stream):
        raw.sendall(rest + LANGUAGES)
        assert read(stream)[0] == 400


def test_nobody_says_what_the_heads_of_others_mean(server: Server) -> None:
    """A head that holds another one: what is before that is sent as the end of a body."""
    inner = b"GET /v1/languages HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
    outer = b"GET /v1/tags HTTP/1.1\r\nHost: news.example\r\nX-A: "
    for _ in range(2):
        with connection(server) as (raw, stream):
            raw.sendall(request("GET", "/v1/tags?first=9", f"Content-Length: {len(outer)}"))
            assert read(stream)[0] == 200
            raw.sendall(outer + inner)
            assert b'"code"' in read(stream)[2]
        with connection(server) as (raw, stream):
            raw.sendall(outer + inner)
            assert b'"slug":"budget"' in read(stream)[2]


def test_who_has_said_all_is_answered_though_nothing_was_parsed(server: Server) -> None:
    for query in (QUERY, QUERY.replace("query P", "query Z")):  # known, and not known
        asked = post({"query": query, "variables": {"n": 2}})
        with connection(server) as (raw, stream):
            assert sizes((raw, stream), paged(2)) == [2]
            raw.sendall(asked)
            raw.shutdown(socket.SHUT_WR)
            assert sizes((raw, stream)) == [2]
            assert stream.read() == b""


def test_a_known_head_may_follow_an_upgrade_that_is_passed_over(line: Line) -> None:
    upgrade = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAM")
    for _ in range(2):
        assert sizes(line, post({"query": QUERY, "variables": {"n": 3}}, *upgrade)) == [3]
        assert sizes(line, paged(2)) == [2]


def test_known_requests_may_come_one_upon_the_other(line: Line) -> None:
    assert sizes(line, paged(1)) == [1]
    assert sizes(line, *[paged(1 + n % 3) for n in range(30)], count=30) == [1, 2, 3] * 10


def test_what_is_not_known_goes_the_usual_way(line: Line) -> None:
    for number in range(10):  # each document is new, so that it is not answered at once
        assert sizes(line, post({"query": f"query U{number} {QUERY[7:]}", "variables": {"n": 1}}))


@pytest.mark.parametrize("content", [b"{" * 60, b"[" * 60, b"\xff" * 60, b"{}"])
def test_what_is_no_request_to_the_graph_is_refused_each_time(line: Line, content: bytes) -> None:
    raw, stream = line
    answers = []
    for _ in range(3):
        raw.sendall(post(content))
        status, _, body = read(stream)
        answers.append((status, body))
    assert answers == [answers[0]] * 3
    assert answers[0][0] == 400
    assert sizes(line, paged(3)) == [3]


def test_a_chunked_body_is_put_together_each_time(line: Line) -> None:
    content = json.dumps({"query": QUERY, "variables": {"n": 2}}).encode()
    head = request("POST", "/graphql", "Transfer-Encoding: chunked", JSON_TYPE)
    for _ in range(3):
        asked = head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)
        assert sizes(line, asked) == [2]


def ask_once(server: Server, asked: bytes, *, closes: bool) -> tuple[int, dict[str, str], bytes]:
    with connection(server) as (raw, stream):
        raw.sendall(asked)
        status, headers, body = read(stream)
        assert not closes or stream.read() == b""
    return status, without_date(headers), body


@pytest.mark.parametrize("lines", [(), ("Connection: close",), ("Accept-Encoding: br",)])
def test_a_get_is_answered_as_before(server: Server, lines: tuple[str, ...]) -> None:
    asked = request("GET", "/v1/tags?first=2", *lines)
    answers = [ask_once(server, asked, closes="close" in "".join(lines)) for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert answers[0][0] == 200


def test_who_waits_to_be_told_to_go_on_is_told_each_time(line: Line) -> None:
    raw, stream = line
    head, _, content = post({"query": QUERY, "variables": {"n": 2}}).partition(b"\r\n\r\n")
    for _ in range(3):
        raw.sendall(head + b"\r\nExpect: 100-continue\r\n\r\n")
        assert stream.readline().startswith(b"HTTP/1.1 100 ")
        assert stream.readline() == b"\r\n"
        assert sizes(line, content) == [2]
