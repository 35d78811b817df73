"""The pages for people as a browser has them: they work, ask nobody else, and read well."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from browsing import Seen, browse, find_browser, require_built
from serving import SECONDS, free_port, serve

from api.app import build
from api.assets import BUILT
from api.examples import EXAMPLES, KINDS
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = "/v1/articles/en/zhuravel-leaves-dock-on-12-december.html"
OPERATIONS = ["LatestIssue", "LatestCards", "WholeIssue", "StillMissing", "Served", "Search"]


@pytest.fixture(scope="module")
def browser() -> str:
    """Find the browser."""
    return find_browser()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample."""
    with serve(tmp_path_factory.mktemp("sample")) as server:
        server.wait_until_ready()
        yield server.address


def calm(seen: Seen, address: str) -> None:
    """Nothing was asked of another host, and nothing was complained of."""
    assert seen.requests
    assert [url for url in seen.requests if not url.startswith(f"{address}/")] == []
    assert (seen.elsewhere, seen.complaints, seen.violations) == ([], [], [])


def test_the_explorer_answers_the_question_of_each_kind_of_user(browser: str, address: str) -> None:
    require_built()
    seen = browse(browser, "explorer", address)
    calm(seen, address)
    assert list(seen.result) == OPERATIONS
    assert "419" in seen.result["LatestIssue"]
    assert "excerpt" in seen.result["LatestCards"]
    assert "publishedAt" in seen.result["WholeIssue"]
    assert "key" in seen.result["StillMissing"]
    assert "seededAt" in seen.result["Served"]
    assert "<mark>" in seen.result["Search"]
    assert not [text for text in seen.result.values() if "errors" in text]


def test_the_explorer_shows_all_tabs_and_whole_lines_on_a_phone(browser: str, address: str) -> None:
    require_built()
    seen = browse(browser, "narrow", address)
    calm(seen, address)
    assert len(seen.result["tabs"]) == len(EXAMPLES)
    assert max(*seen.result["tabs"], *seen.result["home"]) <= 390
    assert len(seen.result["lines"]) > 10
    assert max(seen.result["lines"]) <= seen.result["editor"] <= 390


def test_the_explorer_opens_what_its_address_says(browser: str, address: str) -> None:
    require_built()
    seen = browse(browser, "given", address)
    calm(seen, address)
    assert "number" in seen.result


def test_an_example_comes_back_from_the_menu(browser: str, address: str) -> None:
    require_built()
    seen = browse(browser, "menu", address)
    calm(seen, address)
    assert seen.result["names"] == list(EXAMPLES.values())
    assert "419" in seen.result["answer"]


def test_the_explorer_knows_the_schema(browser: str, address: str) -> None:
    require_built()
    seen = browse(browser, "schema", address)
    calm(seen, address)
    assert "LanguageCode" in seen.result


def test_a_request_is_copied_as_it_is_shown(browser: str, address: str) -> None:
    seen = browse(browser, "copying", address)
    calm(seen, address)
    assert seen.result["buttons"] == len(KINDS)
    assert seen.result["told"] == "Copied"
    assert seen.result["copied"] == seen.result["shown"]
    assert seen.result["copied"].startswith(f"curl --get {address}/graphql")


def test_the_front_page_needs_no_script(browser: str, address: str) -> None:
    seen = browse(browser, "scriptless", address)
    calm(seen, address)
    assert seen.result["buttons"] == 0
    assert [who for who in KINDS.values() if who not in seen.result["text"]] == []


def test_the_front_page_is_accessible_narrow_and_wide_light_and_dark(
    browser: str, address: str
) -> None:
    seen = browse(browser, "accessibility", address, "/", "/?language=be")
    calm(seen, address)
    assert seen.result == []


@contextmanager
def plain(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[str]:
    """Serve the sample with what is built in a folder."""
    folder = next(Path(tmp_path_factory.getbasetemp()).glob("sample*"))
    port = free_port()
    app = build(Settings(database=f"sqlite:///{folder}/newsstand.db"), built)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_for(server, thread)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)


def wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Wait until a server listens; it fails where it has ended, or takes too long."""
    deadline = time.monotonic() + SECONDS
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.usefixtures("address")
def test_the_reference_lists_the_addresses_and_tries_them(
    browser: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    require_built()
    with plain(tmp_path_factory, BUILT) as address:
        seen = browse(browser, "reference", address)
    calm(seen, address)
    assert "/v1/sections" in seen.result["paths"]
    assert seen.result["status"].startswith("200")


@pytest.mark.usefixtures("address")
def test_the_plain_pages_are_accessible_too(
    browser: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    paths = ("/explorer", "/docs", "/errors", ARTICLE)
    with plain(tmp_path_factory, tmp_path) as address:
        seen = browse(browser, "accessibility", address, *paths)
    calm(seen, address)
    assert seen.result == []
