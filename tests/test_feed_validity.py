"""Every feed is valid: by readers that others wrote, and by the rules of each format."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import listparser
import pytest
from feed_contents import ATOM, ODD_TITLES, write_archive, write_odd
from lxml import etree
from publications import write_publication
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCHEMA = Path(__file__).parent / "schemas" / "atom.rng"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}content"
ONCE_IN_RSS = {"title", "link", "description", "language", "copyright", "lastBuildDate", "docs"}


@pytest.fixture(scope="module", params=["sample", "odd", "archive"])
def answers(
    request: pytest.FixtureRequest,
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, bytes]]:
    """Get every feed of a publication, in all formats, with all of their archives; by address."""
    folder = tmp_path_factory.mktemp("content") / "ferry"
    contents = {
        "sample": lambda: SAMPLE,
        "odd": lambda: write_odd(folder),
        "archive": lambda: write_archive(write_publication(folder), 1, 20),
    }
    url = new_database("sqlite")
    paths = [str(contents[request.param]()), "--database", url]
    assert CliRunner().invoke(command_line, ["seed", *paths]).exit_code == 0
    with TestClient(build(Settings(database=url, hub="https://hub.example/"))) as client:
        yield get_all(client)


def get_all(client: TestClient) -> dict[str, bytes]:
    opml = client.get("/feeds.opml").content
    found = {"/feeds.opml": opml}
    for feed in listparser.parse(opml).feeds:
        path = urlsplit(feed.url).path.removesuffix(".atom")
        for suffix, query in itertools.product(("atom", "rss", "json"), ("", "?content=summary")):
            found |= follow(client, f"{path}.{suffix}{query}")
    return found


def follow(client: TestClient, address: str) -> dict[str, bytes]:
    """Get a feed and its archive."""
    found = {}
    following = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        found[following] = answer.content
        following = next_of(answer.content).removeprefix("http://127.0.0.1:8000")
    return found


def next_of(content: bytes) -> str:
    if content.startswith(b"{"):
        return str(json.loads(content).get("next_url", ""))
    links = etree.fromstring(content).iter(f"{ATOM}link")
    return next((str(each.get("href")) for each in links if each.get("rel") == "next"), "")


def of(answers: dict[str, bytes], suffix: str) -> dict[str, bytes]:
    found = {name: each for name, each in answers.items() if urlsplit(name).path.endswith(suffix)}
    assert len(found) >= 6
    return found


def test_feedparser_reads_every_feed_without_complaint(answers: dict[str, bytes]) -> None:
    for suffix, version in ((".atom", "atom10"), (".rss", "rss20")):
        for name, content in of(answers, suffix).items():
            found: Any = feedparser.parse(content)
            assert (found.bozo, found.get("bozo_exception")) == (False, None), name
            assert found.version == version
            assert all(entry.id and entry.link and entry.title for entry in found.entries), name


def test_all_formats_have_the_same_entries(answers: dict[str, bytes]) -> None:
    for name, content in of(answers, ".atom").items():
        if "after=" in name:
            continue
        atom: Any = feedparser.parse(content)
        rss: Any = feedparser.parse(answers[name.replace(".atom", ".rss")])
        items = json.loads(answers[name.replace(".atom", ".json")])["items"]
        entries = [(each.id, each.title, each.link) for each in atom.entries]
        assert [(each.id, each.title, each.link) for each in rss.entries] == entries, name
        assert [(each["id"], each["title"], each["url"]) for each in items] == entries, name


def test_atom_is_valid_by_the_schema_of_its_rfc(answers: dict[str, bytes]) -> None:
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    for name, content in of(answers, ".atom").items():
        assert schema.validate(etree.fromstring(content)), (name, schema.error_log.last_error)


def test_atom_keeps_the_rules_that_its_schema_does_not_say(answers: dict[str, bytes]) -> None:
    for name, content in of(answers, ".atom").items():
        feed = etree.fromstring(content)
        entries = feed.findall(f"{ATOM}entry")
        # §4.1.1: an author of the feed or of all entries; at most one alternate of a kind; self.
        assert feed.find(f"{ATOM}author") is not None
        for each in (feed, *entries):
            links = each.findall(f"{ATOM}link")
            alternates = [
                (e.get("type"), e.get("hreflang")) for e in links if e.get("rel") == "alternate"
            ]
            assert len(alternates) == len(set(alternates)) == 1, name
        own = [e.get("href") for e in feed.findall(f"{ATOM}link") if e.get("rel") == "self"]
        assert own == [f"http://127.0.0.1:8000{name}"]
        # §4.1.2: a summary where there is no content. §4.2.6: ids are whole IRIs, each once.
        ids = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
        assert len(ids) == len(set(ids))
        assert all(urlsplit(str(id_)).scheme == "urn" for id_ in ids)
        assert all(each.find(f"{ATOM}summary") is not None for each in entries)
        # §3.3: instants with `T` and `Z` in capitals; none of them ahead.
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        updated = [str(e.text) for e in feed.iter(f"{ATOM}updated")]
        assert all(dt.datetime.fromisoformat(each) and each <= now for each in updated)
        if entries:
            assert updated[0] == max(updated[1:])


def test_rss_keeps_its_rules(answers: dict[str, bytes]) -> None:
    for name, content in of(answers, ".rss").items():
        document = etree.fromstring(content)
        assert (document.tag, document.get("version")) == ("rss", "2.0")
        (channel,) = document
        names = [each.tag for each in channel]
        assert all(names.count(each) == 1 for each in ONCE_IN_RSS), name
        parsedate_to_datetime(str(channel.findtext("lastBuildDate")))
        guids = [item.findtext("guid") for item in channel.iter("item")]
        assert len(guids) == len(set(guids))
        for item in channel.iter("item"):
            check_rss_item(item, is_summary="summary" in name)


def check_rss_item(item: Any, *, is_summary: bool) -> None:
    assert item.findtext("title")
    assert item.findtext("description") is not None
    assert str(item.findtext("link")).startswith("https://")
    assert item.find("guid").get("isPermaLink") == "false"
    assert (item.find(CONTENT) is None) == is_summary
    assert not item.findall("author")  # which is an address of mail in RSS
    if date := item.findtext("pubDate"):
        assert parsedate_to_datetime(date).tzinfo is not None
    for picture in item.iter(MEDIA):
        assert picture.get("medium") == "image"
        assert str(picture.get("url")).startswith("https://")


def test_json_feed_keeps_its_rules(answers: dict[str, bytes]) -> None:
    for name, content in of(answers, ".json").items():
        feed = json.loads(content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == f"http://127.0.0.1:8000{name}"
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        assert all(isinstance(id_, str) for id_ in ids)
        for item in feed["items"]:
            check_json_item(item)


def check_json_item(item: dict[str, Any]) -> None:
    assert ("content_html" in item) != ("content_text" in item)
    assert all(author["name"] for author in item.get("authors", ()))
    for instant in (item.get("date_published"), item["date_modified"]):
        assert instant is None or dt.datetime.fromisoformat(instant).tzinfo is not None
    assert None not in item.values()


def test_the_list_of_feeds_is_read_by_a_library(answers: dict[str, bytes]) -> None:
    found = listparser.parse(answers["/feeds.opml"])
    assert not found.bozo, found.bozo_exception
    addresses = [feed.url for feed in found.feeds]
    assert len(addresses) == len(set(addresses))
    assert {urlsplit(each).path for each in addresses} == {
        name for name in answers if name.endswith(".atom")
    }
    assert all(feed.title for feed in found.feeds)


def test_odd_titles_come_through_as_they_are(
    new_database: Callable[[str], str], tmp_path: Path
) -> None:
    url = new_database("sqlite")
    arguments = ["seed", str(write_odd(tmp_path / "odd")), "--database", url]
    assert CliRunner().invoke(command_line, arguments).exit_code == 0
    expected = {title.strip() for title in ODD_TITLES.values()}
    with TestClient(build(Settings(database=url))) as client:
        atom = etree.fromstring(client.get("/feeds/en.atom").content)
        rss = etree.fromstring(client.get("/feeds/en.rss").content)
        json_feed = client.get("/feeds/en.json").json()
        assert expected <= {str(each.text) for each in atom.iter(f"{ATOM}title")}
        assert expected <= {str(each.findtext("title")) for each in rss.iter("item")}
        assert expected <= {item["title"] for item in json_feed["items"]}
        assert atom.findtext(f"{ATOM}title") == "Odd & <Ends>"
        # RSS has HTML where Atom says that it is plain text.
        links = next(each for each in rss.iter("item") if each.findtext("title") == "Links")
        assert links.findtext("description") == "A &amp; B &lt;c&gt;"
        atom_links = next(e for e in atom.iter(f"{ATOM}entry") if e[1].text == "Links")
        assert atom_links.findtext(f"{ATOM}summary") == "A & B <c>"
        # Characters that XML forbids, written as Markdown's entities, go out as U+FFFD.
        chinese = etree.fromstring(client.get("/feeds/zh.atom").content)
        text = str(chinese.findtext(f"{ATOM}entry/{ATOM}content"))
        assert "文字 \ufffd \ufffd ]]&gt;" in text
