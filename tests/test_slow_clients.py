"""Clients that send too much or go away, on real sockets: they cost the others nothing."""

from __future__ import annotations

import socket
import struct
import time
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from serving import serve
from test_sockets import connection, post, read, request

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from serving import Server


def connect(server: Server) -> socket.socket:
    """Open a connection of its own."""
    address = urlsplit(server.address)
    return socket.create_connection((str(address.hostname), int(address.port or 80)), timeout=20)


def send_without_end(client: socket.socket) -> bytes:
    """Send a head that goes on and on; give the answer, if it arrives before the end."""
    lines = b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + (b"X-Long: " + b"a" * 8000 + b"\r\n") * 100
    try:
        client.sendall(lines)
        return client.recv(1000)
    except (BrokenPipeError, ConnectionError):
        return b""  # closed with bytes of ours unread: the kernel may drop the answer


def test_a_head_that_does_not_end_is_refused(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        server.wait_until_ready()
        with connect(server) as client:
            answer = send_without_end(client)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")
        assert server.get("/healthz").status_code == 200
        server.stop()


def ask_in_pieces(client: socket.socket, stream: BinaryIO) -> int:
    """Send a head in three pieces; give the answer's status."""
    for piece in (b"GET /healthz HT", b"TP/1.1\r\nHos", b"t: x\r\n\r\n"):
        client.sendall(piece)
    return read(stream)[0]


def test_a_head_may_come_in_pieces_and_a_second_one_after_it(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        server.wait_until_ready()
        with connection(server) as (client, stream):
            assert ask_in_pieces(client, stream) == 200
            assert ask_in_pieces(client, stream) == 200
        server.stop()


def leave_midway(server: Server) -> None:
    """Begin a request with a body and go away."""
    with connect(server) as client:
        client.sendall(
            b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1000\r\n\r\n{"
        )


def test_a_client_that_goes_away_in_the_middle_is_no_failure(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        server.wait_until_ready()
        for _ in range(5):
            leave_midway(server)
        assert server.get("/v1/languages").status_code == 200
        server.stop()  # fails where the server has complained with a traceback


def reset_midway(server: Server, requests: bytes, seconds: float) -> None:
    """Ask for more than the buffers on the way hold, and reset the connection unread."""
    with connect(server) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(requests)
        time.sleep(seconds)


def test_a_reset_in_the_middle_of_many_answers_is_no_failure(tmp_path: Path) -> None:
    fields = " ".join(f"b{number}: body" for number in range(8))
    long = post("{ articles(first: 50) { nodes { " + fields + " } } }")
    others = (long, request("OPTIONS"), request(path="/nothing"), request("HEAD"))
    with serve(tmp_path) as server:
        server.wait_until_ready()
        for other, seconds in product(others, (0, 0.001, 0.01, 0.1)):
            reset_midway(server, (long + other) * 50, seconds)
        assert server.get("/v1/languages").status_code == 200
        server.stop()  # fails where the server has complained with a traceback


def ask_three_times(client: socket.socket, stream: BinaryIO) -> None:
    """Ask, with pauses that are shorter than a connection may be idle, but not together."""
    for _ in range(3):
        client.sendall(request("GET", "/healthz"))
        assert read(stream)[0] == 200
        time.sleep(2)


def test_a_connection_is_closed_when_it_has_been_idle_for_its_time(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        server.wait_until_ready()
        with connection(server) as (client, stream):
            ask_three_times(client, stream)  # the time begins anew with each answer
            assert stream.read() == b""
        server.stop()
