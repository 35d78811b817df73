"""What comes while the server is busy is answered in one round: to each its own answer."""

from __future__ import annotations

import os
import signal
import socket
import struct
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest
from serving import serve
from test_plain_posts import JSON_TYPE
from test_sockets import connection, read, request, without_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from serving import Server

    Answer = tuple[dict[str, str], bytes]

QUERY = '{"query": "query ($n: Int!) { articles(first: $n) { nodes { slug body } } }", '
ENDS_AT_ONCE = struct.pack("ii", 1, 0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("served")) as server:
        server.wait_until_ready()
        yield server
        server.stop()


def send_at_once(server: Server, sends: Sequence[Callable[[], object]]) -> None:
    """Let the server read nothing until all is sent: then it reads all of it in one round."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        for send in sends:
            send()
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def post(number: int) -> bytes:
    """Ask for so many articles; each number is another request."""
    body = f'{QUERY}"variables": {{"n": {number % 20 + 1}}}, "extensions": {{"n": {number}}}}}'
    return request("POST", "/graphql", f"Content-Length: {len(body)}", JSON_TYPE) + body.encode()


def alone(server: Server, *requests: bytes) -> list[Answer]:
    """Ask one after another, each by itself."""
    answers: list[Answer] = []
    for each in requests:
        with connection(server) as (raw, stream):
            raw.sendall(each)
            answers.append(settled(read(stream)))
    return answers


def settled(answer: tuple[int, dict[str, str], bytes]) -> Answer:
    status, headers, body = answer
    assert status == 200
    return without_date(headers), body


def send(number: int, raw: socket.socket, stream: BinaryIO) -> None:
    """Send a request; a third of the clients sends two, and a third ends its side, or all of it."""
    raw.sendall(post(200 + number))
    if number % 3 == 0:
        raw.sendall(post(300 + number))
    elif number % 3 == 1:
        raw.shutdown(socket.SHUT_WR)
    elif number % 2:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ENDS_AT_ONCE)
        stream.close()
        raw.close()


def test_to_each_its_own_answer(server: Server) -> None:
    kept = [request("GET", path) for path in ("/v1/tags", "/v1/languages")]
    plain = [post(number) for number in range(100, 160)]
    long = [request("GET", f"/v1/articles?first={number}&language=en") for number in range(1, 6)]
    alone(server, post(0), *kept)
    with ExitStack() as stack:
        asked = [*plain[:30], *kept, *long, *plain[30:]]
        opened = [stack.enter_context(connection(server)) for _ in asked]
        pairs = zip(opened, asked, strict=True)
        send_at_once(server, [partial(raw.sendall, each) for (raw, _), each in pairs])
        found = [settled(read(stream)) for _, stream in opened]
    assert found == alone(server, *asked)


def test_those_who_go_and_those_who_send_more_do_not_disturb_it(server: Server) -> None:
    alone(server, post(0))
    with ExitStack() as stack:
        opened = [stack.enter_context(connection(server)) for _ in range(30)]
        send_at_once(server, [partial(send, place, *each) for place, each in enumerate(opened)])
        there = [number for number in range(30) if number % 3 != 2 or number % 2 == 0]
        for number in there:
            mine = [200 + number, 300 + number] if number % 3 == 0 else [200 + number]
            bodies = [read(opened[number][1])[2] for _ in mine]
            assert bodies == [body for _, body in alone(server, *map(post, mine))]
