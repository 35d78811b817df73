"""/v1/events: told at once, told what was missed, ended with the client and with the server."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from conftest import ENGINES
from publications import write_piece, write_publication
from scripting import FOLDER
from serving import TLS, Server, serve
from typer.testing import CliRunner

from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS = 20


class Site:
    """A publication, its database and its server, to be seeded again and again."""

    def __init__(self, folder: Path, url: str) -> None:
        """Seed it for the first time."""
        self.folder = write_publication(folder / "ferry")
        self.url = url
        self.server: Server
        self.has_two_processes = not url.startswith("sqlite")
        self.count = 0
        self.seed()

    def seed(self) -> float:
        """Change an article and seed; gives when that was done."""
        write_piece(self.folder / "2031-05-05" / "alder.en.md", title=f"Alder {self.count + 1}")
        return self.seed_what_is_there()

    def seed_what_is_there(self) -> float:
        """Seed; gives when that was done."""
        self.count += 1
        result = CliRunner().invoke(
            command_line, ["seed", str(self.folder), "--database", self.url]
        )
        assert result.exit_code == 0, result.output
        return time.monotonic()


class Listening:
    """A client that reads events on a connection of its own."""

    def __init__(self, stack: ExitStack, site: Site, known: str = "") -> None:
        """Connect."""
        headers = {"Last-Event-ID": known} if known else {}
        address = f"{site.server.address}/v1/events"
        self.answer = stack.enter_context(
            httpx2.stream("GET", address, headers=headers, timeout=SECONDS, verify=TLS)
        )
        self._lines = self.answer.iter_lines()

    def next(self) -> tuple[str, Any]:
        """Give the next event: its id and its data."""
        id_ = ""
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name == "id":
                id_ = value
            elif name == "data":
                return id_, json.loads(value)
        raise AssertionError("the stream has ended")


@pytest.fixture(scope="module")
def sites(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Site]]:
    """Serve a publication on each engine; with two processes where it is PostgreSQL."""
    with ExitStack() as stack:
        found = {}
        for name in ENGINES:
            folder = tmp_path_factory.mktemp("events")
            site = found[name] = Site(folder, new_database(name))
            workers = ["--workers", "2"] if site.has_two_processes else []
            settings = {"NEWSSTAND_DATABASE": site.url}
            site.server = stack.enter_context(serve(folder, *workers, settings=settings))
        for site in found.values():
            site.server.wait_until_ready()
        yield found


@pytest.fixture
def site(sites: dict[str, Site], engine: str) -> Site:
    """Give the one of the engine."""
    return sites[engine]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Hold connections for the length of a test."""
    with ExitStack() as held:
        yield held


def test_a_new_revision_is_told_at_once_to_all_who_listen(site: Site, stack: ExitStack) -> None:
    listening = [Listening(stack, site) for _ in range(5)]
    for each in listening:
        _, data = each.next()
        assert (data["revision"], data["tags"], data["reset"]) == (site.count, [], False)
    done = site.seed()
    told = [each.next() for each in listening]
    assert time.monotonic() - done < 2
    assert {id_ for id_, _ in told} == {told[0][0]}
    data = told[0][1]
    assert data["revision"] == site.count
    assert {"Article", "Revision", "QXJ0aWNsZTplbjphbGRlcg"} == set(data["tags"])
    headers = listening[0].answer.headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert (headers["Cache-Control"], headers["X-Accel-Buffering"]) == ("no-store", "no")


def test_withdrawn_articles_alone_are_told_as_everything(site: Site, stack: ExitStack) -> None:
    (listening := Listening(stack, site)).next()
    gone = site.folder / "2031-05-05" / "gone.en.md"
    write_piece(gone, slug="gone", withdrawn_at="2031-06-01T10:00:00Z")
    site.seed_what_is_there()
    data = listening.next()[1]
    assert {"Article", "Issue", "Revision"} < set(data["tags"])


def test_who_comes_again_is_told_what_was_missed(site: Site, stack: ExitStack) -> None:
    known, _ = Listening(stack, site).next()
    write_piece(site.folder / "2031-05-05" / f"fir-{site.count}.en.md", slug=f"fir-{site.count}")
    for _ in range(2):
        site.seed()
    id_, data = Listening(stack, site, known).next()
    assert (data["revision"], data["reset"]) == (site.count, False)
    assert len(data["tags"]) > 3
    done = time.monotonic()
    again = Listening(stack, site, id_)
    site.seed()
    assert again.next()[1]["revision"] == site.count, "and nothing that it knew"
    assert time.monotonic() - done < SECONDS


def test_who_comes_after_nobody_listened_is_told_of_the_newest(sites: dict[str, Site]) -> None:
    site = sites["sqlite"]
    for _ in range(2):
        with ExitStack() as both:
            told = [Listening(both, site).next()[1]["revision"] for _ in range(2)]
        assert told == [site.count] * 2
        site.seed()


def test_the_id_of_an_event_is_the_token_of_its_state(site: Site, stack: ExitStack) -> None:
    listening = Listening(stack, site)
    id_, data = listening.next()
    while site.has_two_processes and data["revision"] < site.count:  # one may hear of it later
        id_, data = listening.next()
    answer = httpx2.get(f"{site.server.address}/v1/changes", params={"since": id_})
    assert answer.json()["items"] == []
    assert answer.json()["page"]["revision"]["number"] == data["revision"]


def test_who_was_at_another_database_is_told_to_take_all_anew(
    sites: dict[str, Site], stack: ExitStack
) -> None:
    known, _ = Listening(stack, sites["postgresql"]).next()
    for token in (known + "x", "x"):
        _, data = Listening(stack, sites["sqlite"], token).next()
        assert data["reset"] is True
        assert {"Article", "Issue", "Publication", "Section", "Tag"} <= set(data["tags"])


def test_head_and_mistakes_end_at_once(site: Site) -> None:
    address = f"{site.server.address}/v1/events"
    head = httpx2.head(address, timeout=SECONDS)
    assert (head.status_code, head.headers["Cache-Control"]) == (200, "no-store")
    assert httpx2.get(f"{address}?since=1").json()["code"] == "BAD_INPUT"
    assert httpx2.options(address).headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_event_source_is_told(sites: dict[str, Site], node: Callable[..., str]) -> None:
    site, printed = sites["sqlite"], list[str]()
    thread = threading.Thread(
        target=lambda: printed.append(node("events.mjs", site.server.address, 2))
    )
    assert FOLDER.exists()
    thread.start()
    deadline = time.monotonic() + SECONDS
    while thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.5)
        site.seed()
    thread.join(SECONDS)
    first, second = map(json.loads, printed[0].splitlines())
    assert second["data"]["revision"] > first["data"]["revision"]
    assert second["id"] != first["id"]


def test_more_clients_than_there_may_be_are_asked_to_come_later(sites: dict[str, Site]) -> None:
    site = sites["sqlite"]
    host, port = site.server.address.removeprefix("http://").split(":")
    request = b"GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n"
    with ExitStack() as stack:
        opened = [
            stack.enter_context(closing(socket.create_connection((host, int(port)), SECONDS)))
            for _ in range(500)
        ]
        for each in opened:
            each.sendall(request)
        for each in opened:
            assert b" 200 " in each.recv(100)
        refused = site.server.get("/v1/events")
        assert (refused.status_code, refused.json()["code"]) == (503, "UNAVAILABLE")
        assert refused.headers["Retry-After"] == "30"
        assert site.server.get("/v1/changes").status_code == 200
    deadline = time.monotonic() + SECONDS
    with ExitStack() as stack:
        while Listening(stack, site).answer.status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_client_that_leaves_is_gone_at_once(sites: dict[str, Site]) -> None:
    site = sites["sqlite"]
    for _ in range(2):
        with ExitStack() as stack:
            listening = [Listening(stack, site) for _ in range(251)]
            assert {each.answer.status_code for each in listening} == {200}


def test_a_server_that_stops_waits_for_no_stream(tmp_path: Path, new_database: Any) -> None:
    site = Site(tmp_path, new_database("sqlite"))
    settings = {"NEWSSTAND_DATABASE": site.url}
    with serve(tmp_path, settings=settings) as server, ExitStack() as stack:
        site.server = server
        server.wait_until_ready()
        listening = Listening(stack, site)
        listening.next()
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 5
        with pytest.raises(AssertionError, match="ended"):
            listening.next()
