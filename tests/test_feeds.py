"""Feeds on both engines: what stands in them, what stays the same, what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from feed_contents import ATOM, entry_of, ids, link, read_atom, titles, write_odd
from publications import write_piece, write_publication

if TYPE_CHECKING:
    from starlette.testclient import TestClient

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {
    "feed.atom": "/feeds/en.atom",
    "feed.rss": "/feeds/en/tags/ice.rss?content=summary",
    "feed.json": "/feeds/en/sections/pier.json",
    "feeds.opml": "/feeds.opml",
}
ACCEPT = "NEWSSTAND_TESTS_ACCEPT"
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json",
}


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """Write a publication of a few years ago."""
    folder = write_publication(tmp_path / "harbour", site_url="https://ferry.example/paper")
    issue = folder / "2020-03-02"
    front: dict[str, Any] = {
        "published_at": "2020-03-02T09:00:00+03:00",
        "tags": ["ice", "wind"],
        "trend": "worsened",
        "lead": "It froze.",
        "authors": ["Ann Quay"],
        "image": {"src": "/i/ice.png", "alt": "Ice", "caption": "Ice on the pier."},
    }
    write_piece(issue / "frozen.en.md", "Nobody [sailed](/en/boats).", slug="frozen", **front)
    write_piece(issue / "frozen.ru.md", "Никто не плыл.", slug="lyod", **front)
    later = {"published_at": "2020-03-04T09:00:00+03:00", "section": "boats"}
    write_piece(issue / "thaw.en.md", "It thawed & <b>how</b>.", slug="thaw", **later)
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_is_its_golden_file(seed: Any, client: TestClient, harbour: Path, name: str) -> None:
    seed(harbour)
    content = client.get(FORMATS[name]).text
    if name == "feeds.opml":  # its date is that of the seeding
        head, _, rest = content.partition("<dateModified>")
        content = head + rest.partition("</dateModified>\n")[2]
    path = GOLDEN / name
    if os.environ.get(ACCEPT):
        path.write_text(content, encoding="utf-8")
    assert path.exists(), f"to accept it: {ACCEPT}=1 .venv/bin/pytest tests/test_feeds.py"
    assert content == path.read_text("utf-8")


def test_ids_outlive_corrections_other_slugs_and_other_sites(
    seed: Any, client: TestClient, harbour: Path
) -> None:
    seed(harbour)
    before = read_atom(client, "/feeds/en.atom")
    piece = harbour / "2020-03-02" / "thaw.en.md"
    later = {"published_at": "2020-03-04T09:00:00+03:00", "section": "pier"}
    corrected = {**later, "updated_at": "2020-03-05T09:00:00+03:00", "title": "Corrected"}
    write_piece(piece, "It is thawing.", slug="thawing", **corrected)
    write_publication(harbour, site_url="https://other.example")
    seed(harbour)
    after = read_atom(client, "/feeds/en.atom")
    assert ids(after) == ids(before)
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert titles(after)[0] == "Corrected"
    assert "thawing" in str(after.find(f"{ATOM}entry").findtext(f"{ATOM}content"))  # type: ignore[union-attr]
    assert before.findtext(f"{ATOM}updated") == "2020-03-04T06:00:00Z"
    assert after.findtext(f"{ATOM}updated") == "2020-03-05T06:00:00Z"


def test_ids_are_the_same_in_all_formats_and_lists_and_differ_by_language(
    seed: Any, client: TestClient, harbour: Path
) -> None:
    seed(harbour)
    found = ids(read_atom(client, "/feeds/en.atom"))
    items = client.get("/feeds/en.json").json()["items"]
    assert [item["id"] for item in items] == found
    assert ids(read_atom(client, "/feeds/en/tags/ice.atom")) == found[1:]
    assert ids(read_atom(client, "/feeds/en/sections/boats.atom")) == found[:1]
    assert not set(ids(read_atom(client, "/feeds/ru.atom"))) & set(found)
    assert all(each.startswith("urn:uuid:") for each in found)
    feeds = [f"/feeds/{each}.atom" for each in ("en", "ru", "en/tags/ice", "en/sections/pier")]
    assert len({read_atom(client, each).findtext(f"{ATOM}id") for each in feeds}) == 4


@pytest.mark.parametrize("suffix", TYPES)
def test_each_format_has_its_headers_and_validators(
    seed: Any, client: TestClient, harbour: Path, suffix: str
) -> None:
    seed(harbour)
    answer = client.get(f"/feeds/ru.{suffix}")
    assert answer.headers["content-type"] == TYPES[suffix]
    assert answer.headers["content-language"] == "ru"
    assert "Article" in answer.headers["surrogate-key"]
    assert "link" not in answer.headers
    same = client.get(f"/feeds/ru.{suffix}", headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304
    head = client.head(f"/feeds/ru.{suffix}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]


def test_summaries_have_no_full_texts(seed: Any, client: TestClient, harbour: Path) -> None:
    seed(harbour)
    full, short = (client.get(f"/feeds/en.atom{q}").text for q in ("", "?content=summary"))
    assert "<content" in full
    assert "<content" not in short
    assert '"self" href="http://127.0.0.1:8000/feeds/en.atom?content=summary"' in short
    items = client.get("/feeds/en.json?content=summary").json()["items"]
    assert items[0]["content_text"] == "It thawed & <b>how</b>."
    assert "content_html" not in items[0]
    assert "content:encoded>" not in client.get("/feeds/en.rss?content=summary").text


def test_terms_that_have_an_address_are_linked_to(
    seed: Any, client: TestClient, harbour: Path
) -> None:
    seed(harbour)
    assert link(read_atom(client, "/feeds/en.atom"), "license") is None
    terms = "https://creativecommons.org/licenses/by/4.0/"
    write_publication(harbour, license=terms)
    seed(harbour)
    feed = read_atom(client, "/feeds/en.atom")
    assert (link(feed, "license"), feed.findtext(f"{ATOM}rights")) == (terms, terms)


def test_every_address_in_a_full_text_is_whole(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    seed(write_odd(tmp_path / "odd"))
    entry = entry_of(read_atom(client, "/feeds/en.atom"), "Links")
    content = entry.findtext(f"{ATOM}content")
    assert 'href="https://ferry.example/en/other" title="a ' in content
    assert 'href="https://ferry.example/en/links?page=2"' in content
    assert 'href="https://ferry.example/en/links#end"' in content
    assert 'src="https://ferry.example/en/map.png"' in content
    assert 'src="https://ferry.example/i/pier.jpg?x=1&amp;y=2" alt="A &lt;pier&gt;"' in content
    assert "<figcaption>Pier Ann</figcaption>" in content
    assert "<strong>A &amp; B &lt;c&gt;</strong>" in content
    assert "&lt;b&gt;no&lt;/b&gt;" in content
    assert link(entry, "via") == "https://elsewhere.example/a?b&c"
    related = {e.get("hreflang") for e in entry if e.get("rel") == "related"}
    assert related == {"ar", "zh"}


def test_texts_that_run_from_right_to_left_say_so(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    seed(write_odd(tmp_path / "odd"))
    item = client.get("/feeds/ar.json").json()["items"][0]
    assert item["content_html"].startswith('<div dir="rtl" lang="ar">')
    assert "dir=" not in client.get("/feeds/zh.json").json()["items"][0]["content_html"]


def test_nothing_is_updated_in_the_future_and_what_has_no_day_is_old(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    seed(write_odd(tmp_path / "odd"))
    feed = read_atom(client, "/feeds/en.atom")
    seeded = client.get("/readyz").json()["seededAt"]
    assert feed.findtext(f"{ATOM}updated") == seeded
    assert entry_of(feed, "Ahead").findtext(f"{ATOM}updated") == seeded
    assert entry_of(feed, "A notice of no day").findtext(f"{ATOM}updated") < "1970-01-02"
    assert titles(feed)[0] == "Ahead"
    assert titles(feed)[-1] == "A notice of no day"


def test_earlier_names_lead_to_the_present_ones(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    seed(write_odd(tmp_path / "odd"))
    for asked, present in (
        ("/feeds/en/sections/quay.rss?content=summary", "en/sections/pier.rss?content=summary"),
        ("/feeds/EN.json", "en.json"),
        ("/feeds/Ar/tags/ice.atom", "ar/tags/ice.atom"),
    ):
        answer = client.get(asked, follow_redirects=False)
        assert answer.status_code == 301
        assert answer.headers["location"] == f"http://127.0.0.1:8000/feeds/{present}"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/feeds/fr.atom", "NOT_FOUND"),
        ("/feeds/e%20n.atom", "NOT_FOUND"),
        ("/feeds/en%00.atom", "NOT_FOUND"),
        ("/feeds/en.xml", "NOT_FOUND"),
        ("/feeds/en", "NOT_FOUND"),
        ("/feeds/en/sections/none.rss", "NOT_FOUND"),
        ("/feeds/en/tags/none.json", "NOT_FOUND"),
        ("/feeds/en/tags/a%00b.json", "NOT_FOUND"),
        ("/feeds/en.atom?content=all", "BAD_INPUT"),
        ("/feeds/en.atom?full=true", "BAD_INPUT"),
        ("/feeds/en.atom?first=2", "BAD_INPUT"),
        ("/feeds/en.atom?after=", "BAD_INPUT"),
        ("/feeds/en.atom?after=xyz", "CURSOR_INVALID"),
        ("/feeds.opml?language=en", "BAD_INPUT"),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(http: TestClient, path: str, code: str) -> None:
    answer = http.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.status_code) == (
        code,
        404 if code == "NOT_FOUND" else 400,
    )


def test_all_mistakes_in_the_parameters_are_told_at_once(http: TestClient) -> None:
    errors = http.get("/feeds/en.atom?content=all&befor=1").json()["errors"]
    assert [each["parameter"] for each in errors] == ["content", "befor"]


def test_a_cursor_of_another_feed_is_refused(http: TestClient) -> None:
    cursor = (
        http.get("/v1/articles?language=ru&first=1").json()["page"]["next"].partition("after=")[2]
    )
    assert http.get(f"/feeds/ru.atom?after={cursor}").status_code == 200
    assert http.get(f"/feeds/en.atom?after={cursor}").json()["code"] == "CURSOR_INVALID"


def test_pages_for_people_name_the_feeds_of_their_language(
    seed: Any, client: TestClient, harbour: Path
) -> None:
    seed(harbour)
    pages = {"/?language=ru": ".", "/v1/articles/ru/lyod.html": "http://127.0.0.1:8000"}
    for page, base in pages.items():
        text = client.get(page).text
        for suffix, media_type in TYPES.items():
            kind = media_type.partition(";")[0]
            href = f"{base}/feeds/ru.{suffix}"
            assert f'<link rel="alternate" type="{kind}" href="{href}"' in text
