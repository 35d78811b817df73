"""What comes while the server is busy is answered in one round: made first, and sent then."""

from __future__ import annotations

import logging
import os
import signal
import socket
import struct
import threading
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from test_plain_posts import JSON_TYPE, served_here
from test_sockets import connection, read, request, server, without_date

from api import rounds
from api.held import QuickHttp
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader
    from pathlib import Path
    from typing import BinaryIO

    from serving import Server

    Answer = tuple[dict[str, str], bytes]
    Client = tuple[socket.socket, BufferedReader]

QUERY = '{"query": "query ($n: Int!) { articles(first: $n) { nodes { slug body } } }", '
ENDS_AT_ONCE = struct.pack("ii", 1, 0)


__all__ = ["server"]  # a fixture of another module


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


class Steps:
    """What a server of this process does for which of its clients, by their ports, in order.

    `failing` are the steps that fail for a client; `wait` sets how long answers wait for others.
    The step of one client can be held up.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Watch all servers of this process."""
        self.seen: list[tuple[str, int]] = []
        self.failing: set[tuple[str, int]] = set()
        self.wait = partial(monkeypatch.setattr, rounds, "LONGEST")
        self.is_held_up, self.goes_on = threading.Event(), threading.Event()
        self.held_up = 0
        for name in ("answer_held", "send_ready", "on_response_complete"):
            monkeypatch.setattr(QuickHttp, name, self.watched(name, getattr(QuickHttp, name)))

    def watched(self, name: str, step: Callable[[QuickHttp], Any]) -> Callable[[QuickHttp], Any]:
        """Give a step that is noted, held up, or fails."""

        def run(protocol: QuickHttp) -> Any:
            port = protocol.client[1] if protocol.client else 0
            if (name, port) == ("answer_held", self.held_up):
                self.is_held_up.set()
                self.goes_on.wait(20)
            self.seen.append((name.partition("_")[0], port))
            if (name, port) in self.failing:
                raise MemoryError
            return step(protocol)

        return run

    def of_one_round(self, clients: Sequence[Client], asked: Sequence[bytes]) -> list[str]:
        """Send requests that are answered in one round, behind one that is held up.

        Gives the steps as texts: `answer 1`, `send 1`, by the clients' places; 0 is held up.
        """
        ports = [raw.getsockname()[1] for raw, _ in clients]
        self.held_up = ports[0]
        clients[0][0].sendall(asked[0])
        assert self.is_held_up.wait(20)
        for (raw, _), each in zip(clients[1:], asked[1:], strict=True):
            raw.sendall(each)
        self.seen.clear()
        self.goes_on.set()
        for raw, stream in clients:
            raw.settimeout(20)
            stream.peek(1)  # until there is an answer, or an end
        self.held_up = 0
        return [f"{name} {ports.index(port)}" for name, port in self.seen if port != ports[0]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


@pytest.fixture
def clients(
    new_database: Callable[[str], str], folder: Path, command: Any, steps: Steps
) -> Iterator[list[Client]]:
    """Open connections to a server of this process, which knows the document."""
    assert steps.seen == []
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with served_here(Settings(database=url)) as place, ExitStack() as stack:
        opened = []
        for number in range(5):
            raw = stack.enter_context(socket.create_connection(place, timeout=20))
            opened.append((raw, stack.enter_context(raw.makefile("rb"))))
            raw.sendall(post(number) + KEPT)
            assert [read(opened[-1][1])[0] for _ in range(2)] == [200, 200]
        yield opened


KEPT = request("GET", "/v1/tags")
ASKED = [KEPT, post(11), KEPT, post(13), post(14)]


def test_all_are_made_before_the_first_is_sent_but_what_was_kept(
    clients: list[Client], steps: Steps
) -> None:
    steps.wait(60)
    seen = steps.of_one_round(clients, ASKED)
    kept = ["answer 1", "answer 2", "send 2", "on 2", "answer 3", "answer 4"]
    assert seen == [*kept, "send 1", "on 1", "send 3", "on 3", "send 4", "on 4"]


def test_none_waits_for_the_others_for_long(clients: list[Client], steps: Steps) -> None:
    steps.wait(-1)
    seen = steps.of_one_round(clients, ASKED)
    assert seen == [f"{step} {place}" for place in range(1, 5) for step in ("answer", "send", "on")]


@pytest.mark.parametrize("longest", [60, -1])
@pytest.mark.parametrize("failing", ["answer_held", "send_ready"])
@pytest.mark.parametrize("places", [(1,), (3,), (1, 3, 4)])
def test_a_connection_that_fails_is_closed_and_the_others_are_answered(
    clients: list[Client],
    steps: Steps,
    caplog: pytest.LogCaptureFixture,
    longest: int,
    failing: str,
    places: tuple[int, ...],
) -> None:
    steps.wait(longest)
    steps.failing = {(failing, clients[place][0].getsockname()[1]) for place in places}
    steps.of_one_round(clients, ASKED)
    for place, (raw, stream) in enumerate(clients):
        if place in places:
            assert stream.read() == b""
            continue
        assert read(stream)[0] == 200
        raw.sendall(post(20 + place) + KEPT)  # the next round is as good as any
        assert [read(stream)[0] for _ in range(2)] == [200, 200]
    failed = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert [each.exc_info and each.exc_info[0] for each in failed] == [MemoryError] * len(places)
