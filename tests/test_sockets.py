"""Answers byte for byte on real sockets: kept ones are written by a shorter way than others."""

from __future__ import annotations

import json
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from serving import Server

PATH = "/v1/issues/latest"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the sample."""
    with serve(tmp_path_factory.mktemp("served")) as server:
        server.wait_until_ready()
        yield server
        server.stop()


@contextmanager
def connection(server: Server) -> Iterator[tuple[socket.socket, BinaryIO]]:
    """Open a connection, to be written to and read from."""
    address = urlsplit(server.address)
    place = (str(address.hostname), int(address.port or 80))
    with socket.create_connection(place, timeout=20) as raw, raw.makefile("rb") as stream:
        yield raw, stream


def request(method: str = "GET", path: str = PATH, *lines: str, version: str = "1.1") -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/{version}", "Host: x", *lines, "", "")).encode()


def post(query: str, *lines: str) -> bytes:
    body = json.dumps({"query": query}).encode()
    head = (f"Content-Length: {len(body)}", "Content-Type: application/json", *lines)
    return request("POST", "/graphql", *head) + body


def read(stream: BinaryIO, *, body: bool = True) -> tuple[int, dict[str, str], bytes]:
    """Read one answer: status, headers, body."""
    status = int(stream.readline().split()[1])
    headers = {}
    while line := stream.readline().decode().strip():
        name, _, value = line.partition(": ")
        assert name not in headers, name
        headers[name] = value
    length = int(headers.get("content-length", 0)) if body else 0
    return status, headers, stream.read(length)


def without_date(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "date"}


def test_a_kept_answer_is_the_same_as_the_first_one(server: Server) -> None:
    with connection(server) as (raw, stream):
        answers = []
        for _ in range(3):
            raw.sendall(request(path="/v1/tags?first=3"))
            status, headers, body = read(stream)
            answers.append((status, without_date(headers), body))
        assert answers[0] == answers[1] == answers[2]
        assert {"date", "server"} <= set(headers)


def test_a_kept_head_has_no_body_and_the_connection_goes_on(server: Server) -> None:
    with connection(server) as (raw, stream):
        raw.sendall(request())
        _, headers, body = read(stream)
        for _ in range(2):
            raw.sendall(request("HEAD"))
            status, again, _ = read(stream, body=False)
            assert (status, without_date(again)) == (200, without_date(headers))
        raw.sendall(request())
        assert read(stream)[2] == body


def test_a_304_goes_the_shorter_way_too(server: Server) -> None:
    with connection(server) as (raw, stream):
        raw.sendall(request())
        etag = read(stream)[1]["etag"]
        for _ in range(3):
            raw.sendall(request("GET", PATH, f"If-None-Match: {etag}"))
            status, headers, _ = read(stream)
            assert (status, headers["etag"]) == (304, etag)
            assert not {"content-length", "content-type", "transfer-encoding"} & set(headers)


def test_requests_in_one_packet_are_answered_in_their_order(server: Server) -> None:
    paths = ["/v1/languages", PATH, "/nothing", "/v1/sections", "/v1/languages"] * 3
    with connection(server) as (raw, stream):
        raw.sendall(b"".join(request(path=path) for path in paths))
        answers = [read(stream) for _ in paths]
    assert [status for status, _, _ in answers] == [200, 200, 404, 200, 200] * 3
    assert answers[0][2] == answers[4][2] == answers[-1][2]


def test_who_wants_the_connection_closed_gets_it_closed(server: Server) -> None:
    for given in (request("GET", PATH, "Connection: close"), request(version="1.0")) * 2:
        with connection(server) as (raw, stream):
            raw.sendall(given)
            status, headers, body = read(stream)
            assert (status, headers["connection"], stream.read()) == (200, "close", b"")
            assert json.loads(body)["articles"]


def test_a_long_answer_arrives_whole_however_slowly_it_is_read(server: Server) -> None:
    fields = " ".join(f"b{number}: body" for number in range(8))
    query = "{ articles(first: 50) { nodes { " + fields + " } } }"
    with connection(server) as (raw, stream):
        raw.sendall(post(query) * 30)
        time.sleep(0.2)  # meanwhile the server fills every buffer on the way
        answers = [read(stream) for _ in range(30)]
    assert {status for status, _, _ in answers} == {200}
    bodies = {body for _, _, body in answers}
    assert len(bodies) == 1
    assert len(bodies.pop()) > 100_000


def test_a_body_may_come_in_pieces(server: Server) -> None:
    whole = post("{ __typename }")
    with connection(server) as (raw, stream):
        for cut in (len(whole) - 20, len(whole) - 1, 30):
            raw.sendall(whole[:cut])
            raw.sendall(whole[cut:])
            assert json.loads(read(stream)[2]) == {"data": {"__typename": "Query"}}
        head = ("Content-Type: application/json", "Transfer-Encoding: chunked")
        raw.sendall(request("POST", "/graphql", *head) + b'f\r\n{"query": "{ __\r\n')
        raw.sendall(b'c\r\ntypename }"}\r\n0\r\n\r\n')
        assert json.loads(read(stream)[2]) == {"data": {"__typename": "Query"}}


def test_who_expects_to_be_told_to_go_on_is_told_so(server: Server) -> None:
    whole = post("{ __typename }", "Expect: 100-continue")
    head, _, body = whole.partition(b"\r\n\r\n")
    with connection(server) as (raw, stream):
        raw.sendall(head + b"\r\n\r\n")
        assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert stream.readline() == b"\r\n"
        raw.sendall(body)
        assert read(stream)[0] == 200


def test_a_body_that_does_not_come_is_given_up(server: Server) -> None:
    with connection(server) as (raw, stream):
        raw.sendall(post("{ __typename }")[:-1])
        status, headers, body = read(stream)
        assert (status, headers["connection"]) == (408, "close")
        assert "10 s" in json.loads(body)["errors"][0]["message"]


def test_a_body_that_is_too_long_is_refused_before_its_end(server: Server) -> None:
    head = request("POST", "/graphql", "Content-Type: application/json", "Content-Length: 9000000")
    with connection(server) as (raw, stream):
        raw.sendall(head + b" " * 200_000)
        status, _, body = read(stream)
        assert status == 413
        assert json.loads(body)["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"


@pytest.mark.parametrize("path", ["/graphql", "/oai"])
@pytest.mark.parametrize("more", [(), ("Expect: 100-continue",)])
def test_a_body_that_says_it_is_too_long_is_not_waited_for(
    server: Server, path: str, more: tuple[str, ...]
) -> None:
    kind = "application/json" if path == "/graphql" else "application/x-www-form-urlencoded"
    headers = (f"Content-Type: {kind}", "Content-Length: 99999999999", *more)
    with connection(server) as (raw, stream):
        raw.sendall(request("POST", path, *headers))
        raw.settimeout(5)  # half of what it would wait
        assert read(stream)[0] == 413


@pytest.mark.parametrize(
    "rest", [b"GET /v1 HTT", b"GET /v1/tags HTTP/1.1\r\nHost: x\r\n", b"\0junk\r\n\r\n", b"\r\n"]
)
def test_what_came_whole_is_answered_where_the_client_ends_behind_a_half(
    server: Server, rest: bytes
) -> None:
    slow = "/graphql?query={__schema{types{name}}}"  # it takes the long way
    for first in ("/v1/languages", slow):
        with connection(server) as (raw, stream):
            raw.sendall(request("GET", first) + request("GET", "/v1/tags") + rest)
            raw.shutdown(socket.SHUT_WR)
            assert [read(stream)[0] for _ in range(2)] == [200, 200], first
            assert stream.read() == b""
