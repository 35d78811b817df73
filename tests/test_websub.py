"""WebSub: feeds name their hub, and the hub is told of changes; no hub can harm a seeding."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
from feed_contents import ATOM, link, write_archive
from publications import write_piece, write_publication
from serving import serve
from starlette.testclient import TestClient
from watching import wait_until

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

API = "https://api.ferry.example"


class Hub(ThreadingHTTPServer):
    """A hub that writes down what it is told, and answers with the statuses given, then with 202.

    A status of 0 is no answer at all.
    """

    daemon_threads = True

    def __init__(self, *statuses: int) -> None:
        """Take a port."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.statuses = list(statuses)
        self.told: list[str] = []
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.server_address[1]}/hub?of=all"

    def topics(self) -> set[str]:
        """Give the feeds that it was told of."""
        return {topic.removeprefix(f"{API}/feeds/") for topic in self.told}


class _Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body, strict_parsing=True)
        self.server.forms.append((self.headers["Content-Type"], form))
        status = self.server.statuses.pop(0) if self.server.statuses else 202
        if status == 0:
            self.server.closing.wait(60)
            return
        if status < 300:
            self.server.told += form["hub.url"]
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def run_hub(*statuses: int) -> Iterator[Hub]:
    with Hub(*statuses) as hub:
        threading.Thread(target=hub.serve_forever, args=[0.01], daemon=True).start()
        yield hub
        hub.closing.set()
        hub.shutdown()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Run a hub, and name it in the settings."""
    with run_hub() as found:
        monkeypatch.setenv("NEWSSTAND_HUB", found.url)
        monkeypatch.setenv("NEWSSTAND_PUBLIC_URL", API)
        yield found


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    return write_archive(write_publication(tmp_path / "ferry"), 1, 2)


def feeds(*paths: str) -> set[str]:
    return {f"{path}.{suffix}" for path in paths for suffix in ("atom", "rss", "json")}


EVERYTHING = feeds(
    *("en", "en/sections/pier", "en/sections/boats", "en/tags/ice", "en/tags/wind"),
    *("ru", "ru/sections/pier", "ru/sections/boats", "ru/tags/ice", "ru/tags/wind"),
)


def test_the_first_seeding_tells_of_every_feed_once(command: Any, ferry: Path, hub: Hub) -> None:
    result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db")
    assert (result.exit_code, result.stderr) == (0, "")
    assert hub.topics() == EVERYTHING
    assert len(hub.told) == len(EVERYTHING)
    kind, form = hub.forms[0]
    assert kind == "application/x-www-form-urlencoded"
    assert form["hub.mode"] == ["publish"]
    assert set(form) == {"hub.mode", "hub.url"}


def test_a_seeding_tells_of_the_feeds_that_it_changed_and_of_no_other(
    command: Any, ferry: Path, hub: Hub
) -> None:
    def seeded(*options: str) -> set[str]:
        hub.told.clear()
        result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db", *options)
        assert (result.exit_code, result.stderr) == (0, "")
        return hub.topics()

    seeded()
    assert seeded() == set()
    piece = ferry / "2000-02-01" / "n001-b.en.md"
    front = {"slug": "n001-b", "title": "The n001-b"}
    write_piece(piece, "Corrected.", **front)
    assert seeded("--dry-run") == set()
    assert seeded() == feeds("en", "en/sections/pier")
    elsewhere: dict[str, Any] = {"section": "boats", "tags": ["wind"]}
    write_piece(piece, "Corrected.", **front, **elsewhere)
    write_piece(piece.with_name("n001-b.ru.md"), title="О", slug="n001-b-ru", **elsewhere)
    moved = ("sections/pier", "sections/boats", "tags/wind")
    assert seeded() == feeds("en", "ru", *(f"{x}/{y}" for x in ("en", "ru") for y in moved))
    (ferry / "2000-03-01" / "n002-a.ru.md").unlink()
    assert seeded() == feeds("ru", "ru/sections/pier", "ru/tags/ice")
    write_publication(ferry, name={"en": "The Ferry", "ru": "Паром"})
    assert seeded() == EVERYTHING


@pytest.mark.parametrize(
    ("statuses", "complaint"),
    [
        ((500, 503, 429), ""),
        ((404,) * 100, "30 of 30 changed feeds: it answers 404"),
        ((500,) * 100, "30 of 30 changed feeds: it answers 500"),
    ],
)
def test_a_hub_that_fails_is_asked_again_and_only_warned_of(
    command: Any, ferry: Path, hub: Hub, statuses: tuple[int, ...], complaint: str
) -> None:
    hub.statuses = list(statuses)
    result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db")
    assert result.exit_code == 0
    assert "revision 1" in result.stdout
    if complaint:
        assert result.stderr == f"warning: the hub {hub.url} was not told of {complaint}\n"
        assert len(hub.forms) <= 8 * 3  # as many as are told at once, three times each
    else:
        assert (result.stderr, hub.topics()) == ("", EVERYTHING)


def test_a_hub_that_never_answers_holds_a_seeding_up_for_seconds_only(
    command: Any, ferry: Path, hub: Hub
) -> None:
    hub.statuses = [0] * 100
    begun = time.monotonic()
    result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db")
    assert result.exit_code == 0
    assert "was not told of 30 of 30 changed feeds: timed out" in result.stderr
    assert time.monotonic() - begun < 20


def test_a_hub_that_is_not_there_is_a_warning(
    command: Any, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSSTAND_HUB", "http://127.0.0.1:9/")
    result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db", "--json")
    assert result.exit_code == 0
    assert "30 of 30" in result.stderr
    assert "refused" in result.stderr


def test_serve_tells_the_hub_beside_its_start(ferry: Path, tmp_path: Path) -> None:
    with run_hub() as hub:
        settings = {"NEWSSTAND_HUB": hub.url, "NEWSSTAND_PUBLIC_URL": API}
        with serve(tmp_path, "--content", ferry, settings=settings) as server:
            server.wait_until_ready()
            wait_until(lambda: hub.topics() == EVERYTHING)
            links = server.get("/feeds/ru.atom").headers["link"]
            server.stop()
    assert links == f'<{hub.url}>; rel="hub", <{API}/feeds/ru.atom>; rel="self"'


def test_a_hub_stands_in_feeds_and_their_headers(command: Any, tmp_path: Path) -> None:
    url, hub = f"sqlite:///{tmp_path}/news.db", "https://hub.example/?a=1&b=2"
    folder = write_archive(write_publication(tmp_path / "ferry"), 1, 16)
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url, hub=hub, public_url=API))) as client:
        for path in ("en/tags/ice", "ru", "en/sections/pier"):
            topic = f"{API}/feeds/{path}"
            answers = {
                name: client.get(f"/feeds/{path}.{name}") for name in ("atom", "rss", "json")
            }
            assert [answer.headers["link"] for answer in answers.values()] == [
                f'<{hub}>; rel="hub", <{topic}.{name}>; rel="self"' for name in answers
            ]
            assert answers["json"].json()["hubs"] == [{"type": "WebSub", "url": hub}]
            feed = ET.fromstring(client.get(f"/feeds/{path}.atom").content)
            assert (link(feed, "hub"), link(feed, "self")) == (hub, f"{topic}.atom")
            rss = ET.fromstring(client.get(f"/feeds/{path}.rss").content)
            named = {e.get("rel"): e.get("href") for e in rss.iter(f"{ATOM}link")}
            assert (named["hub"], named["self"]) == (hub, f"{topic}.rss")
        # They are no topics: nobody tells the hub of them.
        feed = ET.fromstring(client.get("/feeds/ru.atom").content)
        older = str(link(feed, "prev-archive")).removeprefix(API)
        for other in ("/feeds/ru.atom?content=summary", older):
            answer = client.get(other)
            assert "link" not in answer.headers
            assert link(ET.fromstring(answer.content), "hub") is None


def test_an_address_that_is_none_stops_the_start(
    command: Any, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSSTAND_HUB", "hub.example")
    result = command("seed", ferry, "--database", f"sqlite:///{ferry}.db")
    assert result.exit_code == 2
    assert result.stderr == "NEWSSTAND_HUB is 'hub.example'; it begins with http:// or https://\n"
