"""Requests cut, mixed and malformed, on real sockets: each is answered once, in its order."""

from __future__ import annotations

import json
import re
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Server

TAGS = b"GET /v1/tags?first=1 HTTP/1.1\r\nHost: a\r\n\r\n"
QUERY = "{ tags(first: 1) { nodes { slug } } }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("served")) as server:
        server.wait_until_ready()
        yield server
        assert "Traceback" not in server.stop()


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.address)
    client = socket.create_connection((str(address.hostname), int(address.port or 80)), timeout=20)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def talk(server: Server, *pieces: bytes, ends: bool = False, seconds: float = 3) -> bytes:
    """Send pieces one after the other; give all that comes until nothing more does."""
    got = b""
    with connect(server) as client:
        for piece in pieces:
            client.sendall(piece)
            time.sleep(0.1)
        if ends:
            client.shutdown(socket.SHUT_WR)
        client.settimeout(seconds)
        try:
            while part := client.recv(65536):
                got += part
        except OSError:
            pass
    return got


def statuses(answers: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


def post(query: str = QUERY, *lines: bytes, **more: object) -> bytes:
    body = json.dumps({"query": query, **more}).encode()
    head = b"".join(line + b"\r\n" for line in lines)
    return (
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + head
        + b"Content-Length: %d\r\n\r\n" % len(body)
        + body
    )


@pytest.mark.parametrize(
    "target", [b"http://[::1/", b"http://a:99999/", b"http://", b"http://a:/x"]
)
def test_a_target_that_cannot_be_read_is_refused(server: Server, target: bytes) -> None:
    bad = b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n"
    assert statuses(talk(server, bad)) == [400]
    assert statuses(talk(server, post() + bad)) in ([200], [200, 400])


@pytest.mark.parametrize("more", [b"\x00", b"GARBAGE\r\n\r\n"])
def test_what_came_before_garbage_is_answered(server: Server, more: bytes) -> None:
    assert statuses(talk(server, TAGS + more))[0] == 200
    assert statuses(talk(server, post(number=1) + more))[0] == 200


@pytest.mark.parametrize("whole", [True, False])
def test_an_upgrade_to_what_we_do_not_speak_is_passed_over(server: Server, whole: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    upgrade = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAM")
    asked = post(QUERY, *upgrade)
    head, _, body = asked.partition(b"\r\n\r\n")
    pieces = (asked,) if whole else (head + b"\r\n\r\n", body[:9], body[9:])
    answers = talk(server, *pieces[:-1], pieces[-1] + TAGS)
    assert statuses(answers) == [200, 200]
    assert b'"nodes":[{"slug"' in answers


def test_a_chunked_body_may_ask_for_an_upgrade_too(server: Server) -> None:
    body = json.dumps({"query": QUERY}).encode()
    asked = (
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Connection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    )
    assert statuses(talk(server, asked + TAGS)) == [200, 200]


def test_a_short_head_behind_much_else_is_no_long_one(server: Server) -> None:
    body = post(QUERY, x="a" * 70_000)
    assert statuses(talk(server, body + TAGS[:20], TAGS[20:])) == [200, 200]
    many = TAGS * 90
    assert statuses(talk(server, many + TAGS[:20], TAGS[20:])) == [200] * 91


def test_more_requests_than_may_wait_end_the_connection(server: Server) -> None:
    answered = statuses(talk(server, TAGS * 3000))
    assert set(answered) <= {200}
    assert len(answered) < 3000


@pytest.mark.parametrize(
    "asked",
    [
        TAGS,
        TAGS * 2,
        b"GET /v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
        post("{ articles(first: 41) { nodes { slug title } } tags { nodes { name } } }"),
    ],
)
def test_who_has_said_all_is_answered_still(server: Server, asked: bytes) -> None:
    assert len(statuses(talk(server, asked, ends=True))) == asked.count(b"Host: a")


def test_fields_behind_a_body_are_none_of_the_head(server: Server) -> None:
    body = json.dumps({"query": QUERY}).encode()
    asked = (
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\nAccept: text/nope\r\n\r\n"
        % (len(body), body)
    )
    assert statuses(talk(server, asked)) == [200]


@pytest.mark.parametrize("sent", [b"", b"\r\n", TAGS + b"\r\n"])
def test_who_asks_nothing_is_not_kept(server: Server, sent: bytes) -> None:
    with connect(server) as client:
        client.sendall(sent)
        client.settimeout(15)
        while client.recv(65536):
            pass


@pytest.mark.parametrize(
    ("path", "name", "lines", "joined"),
    [
        ("/v1/tags?first=6", "Accept-Language", ("en;q=0.8", "be, ru;q=0.9"), "be"),
        ("/v1/tags?first=7", "Accept-Language", ("ru;q=0.1", "en"), "en"),
    ],
)
def test_lines_of_one_name_are_one_list(
    server: Server, path: str, name: str, lines: tuple[str, ...], joined: str
) -> None:
    head = "".join(f"{name}: {line}\r\n" for line in lines)
    answer = talk(server, f"GET {path} HTTP/1.1\r\nHost: a\r\n{head}\r\n".encode())
    assert f"content-language: {joined}".encode() in answer.lower()


def test_a_long_address_is_refused_on_the_short_way_too(server: Server) -> None:
    long = post(number=7).replace(b"/graphql", b"/graphql?" + b"x" * 17_000, 1)
    assert statuses(talk(server, post(number=6))) == [200]
    assert statuses(talk(server, long)) == [414]


def test_a_body_that_breaks_off_into_nonsense_is_refused_at_once(server: Server) -> None:
    head = (
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    assert statuses(talk(server, head, b"nonsense\r\n", seconds=5)) == [400]
