"""The archive of a feed is walked by its links (RFC 5005): nothing is lost, nothing comes twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feed_contents import ARCHIVE, ATOM, ids, link, read_atom, write_archive
from publications import write_publication

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from starlette.testclient import TestClient

FEED = "/feeds/en.atom"


def walk(client: TestClient, address: str, relation: str) -> list[tuple[str, Element]]:
    """Follow a relation to its end; gives the addresses and documents, the first one too."""
    found: list[tuple[str, Element]] = []
    following: str | None = address
    while following:
        assert following not in [each for each, _ in found]
        document = read_atom(client, following)
        found.append((following, document))
        following = link(document, relation)
    return found


def all_ids(documents: list[tuple[str, Element]]) -> list[str]:
    return [id_ for _, document in documents for id_ in ids(document)]


def test_the_whole_archive_is_walked_both_ways(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    seed(write_archive(write_publication(tmp_path / "ferry"), 1, 27))  # 108 articles
    for address, number in ((FEED, 108), ("/feeds/ru/sections/pier.atom", 108)):
        down = walk(client, address, "prev-archive")
        assert len(set(all_ids(down))) == len(all_ids(down)) == number
        assert [len(ids(document)) for _, document in down] == [33, 25, 25, 25]
        assert down == [(a, d) for a, d in down if link(d, "self") == a]
        assert [document.find(ARCHIVE) is not None for _, document in down] == [False, *[True] * 3]
        assert len({document.findtext(f"{ATOM}id") for _, document in down}) == 1
        last = down[-1][0]
        assert {link(document, "last") for _, document in down} == {last}
        assert {link(document, "first") for _, document in down} == {address}
        assert [a for a, _ in walk(client, last, "previous")] == [a for a, _ in down[::-1]]
        assert [a for a, _ in walk(client, last, "next-archive")] == [a for a, _ in down[:0:-1]]
        assert link(down[1][1], "current") == address
    summaries = walk(client, f"{FEED}?content=summary", "next")
    assert len(all_ids(summaries)) == 108
    assert all("content=summary" in address for address, _ in summaries)


def test_a_short_feed_is_one_document(seed: Any, client: TestClient, tmp_path: Path) -> None:
    seed(write_archive(write_publication(tmp_path / "ferry"), 1, 27))
    feed = read_atom(client, "/feeds/en/tags/ice.atom")
    assert len(ids(feed)) == 27
    assert {each.get("rel") for each in feed.findall(f"{ATOM}link")} == {"alternate", "self"}


def test_an_archive_document_keeps_what_it_has_while_issues_are_added(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    folder = write_archive(write_publication(tmp_path / "ferry"), 1, 16)  # 64 articles
    seed(folder)
    before = walk(client, FEED, "prev-archive")
    seen = all_ids(before)
    for number in range(17, 29):
        seed(write_archive(folder, number, number))
        now = walk(client, FEED, "prev-archive")
        assert len(ids(now[0][1])) in range(25, 50)
        archived = {address: ids(document) for address, document in now[1:]}
        for address, document in before[1:]:
            assert archived[address] == ids(document)
        # Who knows the archive stops where it knows an address, and has missed nothing.
        known = {address for address, _ in before[1:]}
        new = [id_ for address, document in now if address not in known for id_ in ids(document)]
        seen += [id_ for id_ in new if id_ not in seen]
        assert set(seen) == set(all_ids(now))
        before = now


def test_a_walk_during_which_issues_are_added_loses_and_repeats_nothing(
    seed: Any, client: TestClient, tmp_path: Path
) -> None:
    folder = write_archive(write_publication(tmp_path / "ferry"), 1, 30)  # 120 articles
    seed(folder)
    expected = all_ids(walk(client, FEED, "prev-archive"))
    found: list[str] = []
    following: str | None = FEED
    number = 31
    while following:
        document = read_atom(client, following)
        found += ids(document)
        following = link(document, "prev-archive")
        seed(write_archive(folder, number, number))
        number += 1
    assert found == expected


def test_json_feed_has_its_next_page_too(seed: Any, client: TestClient, tmp_path: Path) -> None:
    seed(write_archive(write_publication(tmp_path / "ferry"), 1, 16))
    found: list[str] = []
    following = "/feeds/en.json"
    while following:
        page = client.get(following).json()
        found += [item["id"] for item in page["items"]]
        following = page.get("next_url", "").removeprefix("http://127.0.0.1:8000")
    assert found == all_ids(walk(client, FEED, "prev-archive"))
