"""The real `newsstand serve`: what it serves at the first start, how it begins and how it ends."""

from __future__ import annotations

import signal
import socket
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from publications import make_issue, write_json, write_publication
from serving import free_port, serve

from seed.begin import SAMPLE_SLUG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BANNER = "Stop it with Ctrl+C."


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """Write a small publication."""
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder", "birch"))
    return folder


def slugs(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [slug for (slug,) in connection.execute("SELECT slug FROM publication")]


def test_a_first_start_brings_the_sample_and_a_second_one_finds_it(tmp_path: Path) -> None:
    for start in ("first", "second"):
        with serve(tmp_path) as server:
            server.wait_until_ready()
            assert server.get("/v1/publication").json()["slug"] == SAMPLE_SLUG
            assert server.get("/readyz").json()["revision"] == 1
            assert server.get("/v1/issues/latest").status_code == 200
            output = server.stop()
        assert ("files read" in output) == (start == "first")
        place = server.address.removeprefix("http://")
        for words in (f"sqlite:///newsstand.db on {place}", f"{server.address}/v1", BANNER):
            assert words in output
    assert slugs(tmp_path / "newsstand.db") == [SAMPLE_SLUG]


def test_content_of_ones_own_is_seeded_and_then_kept_up_to_date(
    tmp_path: Path, ferry: Path
) -> None:
    for revision, keys in ((1, {"alder", "birch"}), (2, {"alder", "birch", "cedar"})):
        write_json(ferry / "2031-05-05.json", make_issue("2031-05-05", 1, *sorted(keys)))
        with serve(tmp_path, "--content", ferry) as server:
            server.wait_until_ready()
            assert server.get("/readyz").json()["revision"] == revision
            articles = server.get("/v1/issues/latest").json()["articles"]
            assert {article["key"] for article in articles} == keys
            server.stop()


def test_the_sample_gives_way_to_content_of_ones_own(tmp_path: Path, ferry: Path) -> None:
    with serve(tmp_path) as server:
        server.wait_until_ready()
        server.stop()
    with serve(tmp_path, settings={"NEWSSTAND_CONTENT": str(ferry)}) as server:
        server.wait_until_ready()
        assert server.get("/v1/publication").json()["slug"] == "ferry-news"
        server.stop()


def test_content_with_mistakes_is_not_served(tmp_path: Path, ferry: Path) -> None:
    (ferry / "2031-05-05.json").write_text('{"slug": ')
    with serve(tmp_path, "--content", ferry) as server:
        code, output, complaints = server.finish()
    assert (code, BANNER in output) == (1, False)
    assert f"{ferry}/2031-05-05.json:1:" in complaints
    assert "nothing was written" in complaints


def test_several_workers_answer_from_one_database_and_see_a_seeding(
    tmp_path: Path, ferry: Path, command: Callable[..., object]
) -> None:
    database = f"sqlite:///{tmp_path}/two.db"
    arguments = ("--content", ferry, "--database", database, "--workers", 2)
    with serve(tmp_path, *arguments) as server:
        server.wait_until_ready()
        bodies = {server.get("/v1/articles").content for _ in range(20)}
        assert len(bodies) == 1
        write_json(ferry / "2031-05-05.json", make_issue("2031-05-05", 1, "alder", "cedar"))
        command("seed", ferry, "--database", database, "--allow-mass-delete")
        revisions = [server.get("/readyz").json()["revision"] for _ in range(20)]
        assert revisions == [2] * 20
        assert server.stop().count(BANNER) == 1


def test_workers_serve_a_postgresql_database(
    tmp_path: Path, ferry: Path, new_database: Callable[[str], str]
) -> None:
    url = new_database("postgresql")
    with serve(tmp_path, "--content", ferry, "--database", url, "--workers", 2) as server:
        server.wait_until_ready()
        assert {server.get("/v1/publication").json()["slug"] for _ in range(20)} == {"ferry-news"}
        server.stop()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_port_that_is_taken_is_said_before_anything_is_promised(
    tmp_path: Path, ferry: Path, workers: int
) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with serve(tmp_path, "--content", ferry, "--workers", workers, port=port) as server:
            code, output, complaints = server.finish()
    assert code != 0
    assert BANNER not in output
    assert "address already in use" in complaints.lower()
    assert "Traceback" not in complaints


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(
    tmp_path: Path, ferry: Path, workers: int, by: signal.Signals
) -> None:
    with serve(tmp_path, "--content", ferry, "--workers", workers) as server:
        server.wait_until_ready()
        assert BANNER in server.stop(by)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("NEWSSTAND_THREADS", "0", "at least 1"),
        ("NEWSSTAND_THREADS", "four", "whole number"),
        ("NEWSSTAND_CACHE_SIZE", "-1", "at least 0"),
        ("NEWSSTAND_CACHE_CONTROL", "max-age=-1", "max-age=60, s-maxage=300"),
        ("NEWSSTAND_CACHE_CONTROL", "60", "max-age=60, s-maxage=300"),
        ("NEWSSTAND_CACHE_CONTROL", "s-maxage=300", "or max-age alone"),
        ("NEWSSTAND_GRAPHQL_PROFILE", "2027", "2025 or 2026"),
        ("NEWSSTAND_PUBLIC_URL", "ferry.example", "begins with http:// or https://"),
        ("NEWSSTAND_DATABSE", "sqlite:///x.db", "NEWSSTAND_DATABASE"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_start_by_its_name(
    tmp_path: Path, name: str, value: str, word: str
) -> None:
    with serve(tmp_path, settings={name: value}) as server:
        code, output, complaints = server.finish()
    assert (code, output) == (2, "")
    assert complaints.startswith(name)
    assert word in complaints
    assert len(complaints.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_option_that_cannot_be_used_ends_the_start_by_its_name(tmp_path: Path) -> None:
    for option, value in (("--workers", 0), ("--port", 70000), ("--database", "nothing://x")):
        with serve(tmp_path, option, value) as server:
            code, output, complaints = server.finish()
        assert (code != 0, output) == (True, "")
        assert option.strip("-") in complaints.lower()
        assert "Traceback" not in complaints


def test_links_have_the_address_that_readers_see(tmp_path: Path, ferry: Path) -> None:
    shown = {"NEWSSTAND_PUBLIC_URL": "https://api.ferry.example/"}
    with serve(tmp_path, "--content", ferry, settings=shown) as server:
        server.wait_until_ready()
        answer = server.get("/v1/articles?first=1")
        problem = server.get("/v1/nothing").json()
        output = server.stop()
    prefix = "https://api.ferry.example/"
    assert answer.json()["page"]["next"].startswith(f"{prefix}v1/articles?")
    assert answer.headers["Link"].startswith(f"<{prefix}v1/articles?")
    assert problem["type"].startswith(f"{prefix}errors#")
    assert f"{prefix}v1/issues/latest" in output


def test_without_it_links_have_the_host_and_port_that_it_listens_on(
    tmp_path: Path, ferry: Path
) -> None:
    port = free_port()
    with serve(tmp_path, "--content", ferry, "--host", "0.0.0.0", port=port) as server:
        server.wait_until_ready()
        address = server.get("/v1/articles?first=1").json()["page"]["next"]
        server.stop()
    assert address.startswith(f"http://localhost:{port}/v1/articles?")
