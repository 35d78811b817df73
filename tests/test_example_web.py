"""The web front end in a browser: a phone, the dark, languages, search, no connection."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from documentation import ROOT
from example_copies import copy_examples, need, steps, succeed
from scripting import need_node
from serving import SECONDS, free_port, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WALK = ROOT / "tests" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def page_served(folder: Path) -> Iterator[str]:
    """Serve the page by the command of its README; gives its address."""
    port = str(free_port())
    (command,) = steps(folder)
    process = subprocess.Popen(
        shlex.split(command.replace("8080", port)), cwd=folder, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address)
        yield address
    finally:
        process.kill()
        process.wait()


def wait_for(address: str) -> None:
    """Wait until somebody answers at an address; the last try fails by its error."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx2.TransportError):
            httpx2.get(address)
            return
        time.sleep(0.05)
    httpx2.get(address)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Walk through the page once, by `tests/browser/front.mjs`; gives what was seen."""
    chromium = need(*BROWSERS)
    need_node(WALK)
    root = tmp_path_factory.mktemp("web")
    folder = copy_examples(root) / "web"
    with (
        serve(root, "--database", f"sqlite:///{root}/news.db") as server,
        page_served(folder) as page,
    ):
        server.wait_until_ready()
        index = folder / "index.html"
        text = index.read_text("utf-8")
        assert text.count("http://127.0.0.1:8000") == 1
        index.write_text(text.replace("http://127.0.0.1:8000", server.address), "utf-8")
        command = f"node front.mjs {page} {server.address} {root}"
        found: dict[str, Any] = json.loads(succeed(WALK, command, CHROMIUM=chromium))
    return found | {"page": page.split("/")[2], "pictures": root}


def test_the_page_shows_the_latest_issue_in_the_language_of_the_address(
    seen: dict[str, Any],
) -> None:
    front, other = seen["front"], seen["belarusian"]
    assert (front["heading"], front["lang"], front["articles"]) == (
        "One vote, two thalers",
        "en",
        6,
    )
    assert front["title"] == "One vote, two thalers – The Vyrai Weekly"
    assert (other["address"], other["lang"]) == ("#/be", "be")
    assert (other["heading"], other["articles"]) == ("Адзін голас, два талеры", 6)


def test_switching_the_language_of_an_article_stays_with_the_article(seen: dict[str, Any]) -> None:
    article, translated = seen["article"], seen["translated"]
    assert article["heading"].startswith("Рада адным голасам")
    assert translated["heading"].startswith("Совет одним голосом")
    assert (article["focused"], translated["lang"]) == ("H1", "ru")
    assert seen["switch"] == [
        "#/en/ferry-fare-stays-by-one-vote",
        "#/be/paromny-taryf-adzin-holas",
        "#/ru/paromnyy-tarif-odin-golos",
    ]


def test_earlier_addresses_withdrawn_and_missing_articles_are_told_apart(
    seen: dict[str, Any],
) -> None:
    assert seen["moved"]["address"] == "#/en/fourteen-million-and-one-thaler"
    assert seen["withdrawn"]["heading"].startswith("The editors withdrew this article: Oct 2, 2026")
    assert seen["missing"]["heading"] == "There is no article at this address."
    assert seen["again"]["heading"] == "One vote, two thalers"


def test_what_was_read_is_there_without_a_connection_and_says_of_when_it_is(
    seen: dict[str, Any],
) -> None:
    assert seen["reloaded"]["notice"] == ""
    assert seen["offline"]["heading"] == "One vote, two thalers"
    assert seen["offline"]["notice"].startswith("No connection.")
    assert seen["kept"]["heading"] == seen["article"]["heading"]
    assert seen["unread"]["heading"] == "This could not be loaded."
    assert seen["retried"]["heading"].startswith("Vyrai has bought")
    assert seen["retried"]["notice"] == ""


def test_answers_that_have_not_changed_are_not_sent_again(seen: dict[str, Any]) -> None:
    assert seen["statuses"].count(304) >= 2


def test_the_page_is_accessible_and_fits_a_phone(seen: dict[str, Any]) -> None:
    assert len(seen["axe"]) == 10
    assert {name: found for name, found in seen["axe"].items() if found} == {}
    assert not any(seen["wide"].values())
    assert len(list(seen["pictures"].glob("*.png"))) == 10


def test_the_page_asks_no_host_but_its_own_and_the_api_and_breaks_no_policy(
    seen: dict[str, Any],
) -> None:
    pictures = "vyrai.example"
    assert sorted(seen["hosts"]) == sorted([seen["page"], seen["api"], pictures])
    assert seen["errors"] == []


def test_a_script_inside_of_a_body_would_not_run(seen: dict[str, Any]) -> None:
    directive, title = seen["policy"]
    assert directive == "script-src-attr"
    assert title.startswith(seen["last"]["heading"])


def test_a_search_is_typed_and_has_an_address_of_its_own(seen: dict[str, Any]) -> None:
    found = seen["search"]
    assert seen["form"] == ["searchbox: Search all issues", "button: Search"]
    assert (found["address"], found["field"]) == ("#/en?q=ferry+fare", "ferry fare")
    assert found["title"] == "Search: ferry fare – The Vyrai Weekly"
    assert (found["focused"], found["told"]) == ("H1", "Articles found: 13")
    assert (len(found["results"]), found["more"]) == (10, True)
    assert found["marks"][:2] == ["ferry", "fare"]


def test_more_of_a_search_comes_below_and_is_there_again_on_the_way_back(
    seen: dict[str, Any],
) -> None:
    more = seen["more"]
    assert more["results"][:10] == seen["search"]["results"]
    assert (len(more["results"]), len(set(more["results"])), more["more"]) == (13, 13, False)
    assert (more["focused"], more["told"]) == ("A", "Shown: 13 / 13")
    assert seen["opened"]["heading"] == more["results"][0]
    for again in (seen["back"], seen["searchReloaded"]):
        assert (again["field"], again["results"]) == ("ferry fare", more["results"])


def test_a_search_goes_along_to_other_languages_and_says_how_much_they_have(
    seen: dict[str, Any],
) -> None:
    russian = seen["searchSwitched"]
    assert (russian["address"], russian["lang"]) == ("#/ru?q=ferry+fare", "ru")
    assert (russian["told"], russian["results"]) == ("Ничего не найдено.", [])
    assert "На других языках:English 13" in russian["text"]
    assert seen["elsewhere"]["results"] == seen["search"]["results"]


def test_a_result_says_by_which_tag_it_was_found(seen: dict[str, Any]) -> None:
    tagged = seen["tagged"]
    assert "Tags: Water level" in tagged["text"]
    assert {mark.lower() for mark in tagged["marks"]} == {"water level"}


@pytest.mark.parametrize(
    ("language", "empty", "nothing", "refused"),
    [
        ("en", "What are you looking for?", "Nothing was found.", "This cannot be searched for."),
        ("be", "Што вы шукаеце?", "Нічога не знойдзена.", "Па такім запыце шукаць нельга."),
        ("ru", "Что вы ищете?", "Ничего не найдено.", "По такому запросу искать нельзя."),
    ],
)
def test_what_cannot_be_found_is_said_in_the_language_of_the_page(
    seen: dict[str, Any], language: str, empty: str, nothing: str, refused: str
) -> None:
    typed = seen["emptySearch"][language]
    assert (typed["address"], typed["told"]) == (f"#/{language}?q=", empty)
    assert typed["focused"] == "INPUT"
    assert seen["nothing"][language]["told"] == nothing
    assert seen["refused"][language]["heading"] == refused
    assert "the query has only what is not wanted" in seen["refused"][language]["text"]
    assert seen["refused"][language]["field"] == "-ferry"


def test_of_a_highlight_nothing_but_text_and_marks_is_built(seen: dict[str, Any]) -> None:
    assert seen["fragment"] == "a &lt;b&gt; <mark>c</mark>d"


def test_without_a_connection_search_says_that_it_needs_one_and_comes_with_it(
    seen: dict[str, Any],
) -> None:
    offline = seen["searchOffline"]
    assert offline["heading"] == "Search needs a connection, and there is none now."
    assert (offline["field"], offline["notice"]) == ("ferry", "")
    assert seen["searchOnline"]["told"] == "Articles found: 21"
