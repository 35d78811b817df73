"""What only a larger publication has: archives of feeds, what was taken back, long answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from exporting import files
from feed_contents import write_archive
from publications import make_issue, write_issue_folder, write_piece, write_publication

from api.export.content import of_file
from api.export.links import archives, parts
from api.inside import Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Command

INDEX = ".newsstand/index.json"


@pytest.fixture
def export(command: Command, database: str, tmp_path: Path) -> Callable[[], Any]:
    """Export to `tmp_path/out`; gives what --json prints."""

    def run() -> Any:
        result = command("export", tmp_path / "out", "--database", database, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


def test_archives_of_feeds_keep_their_bytes_while_articles_come(
    seed: Command, export: Callable[[], Any], tmp_path: Path
) -> None:
    folder = write_archive(write_publication(tmp_path / "ferry"), 1, 16)  # 64 articles
    seed(folder)
    export()
    before = files(tmp_path / "out")
    old = {name for name in before if name.startswith("feeds/en/@after=")}
    assert len(old) == 6  # one archive document in three formats, in full and in short
    seed(write_archive(folder, 17, 17))
    export()
    after = files(tmp_path / "out")
    assert {name: after[name] for name in old} == {name: before[name] for name in old}
    assert after["feeds/en.atom"] != before["feeds/en.atom"]
    addresses = json.loads((tmp_path / "out" / INDEX).read_bytes())["addresses"]
    assert set(after) >= set(addresses.values())


def test_what_was_withdrawn_is_canceled_for_partners(
    seed: Command, export: Callable[[], Any], tmp_path: Path
) -> None:
    folder = write_publication(tmp_path / "ferry")
    write_issue_folder(folder, make_issue("2031-05-05", 1, "ferry", "gulls"))
    seed(folder)
    export()
    before = files(tmp_path / "out")
    write_piece(
        folder / "2031-05-05" / "gulls.en.md",
        title="Gulls",
        slug="gulls",
        withdrawn_at="2031-05-06T10:00:00Z",
    )
    seed(folder)
    export()
    after = files(tmp_path / "out")
    assert b'"pubStatus":"usable"' in before["v1/articles/en/gulls.ninjs"][0]
    assert b'"pubStatus":"canceled"' in after["v1/articles/en/gulls.ninjs"][0]
    gone = {f"v1/articles/en/gulls{suffix}" for suffix in (".json", ".html", ".md", ".jsonld")}
    assert gone <= set(before) - set(after)


def test_a_long_answer_is_copied_from_its_file(tmp_path: Path) -> None:
    with (tmp_path / "long").open("w+b") as file:
        file.write(b"line\n" * 100_000)
        content = of_file(file)
        assert content.size == 500_000
        for name in ("one", "two"):
            content.write(tmp_path / name)
    assert (tmp_path / "two").read_bytes() == b"line\n" * 100_000


def told(media_type: str, content: str) -> Told:
    return Told("/", 200, {"content-type": media_type}, content.encode(), None)


@pytest.mark.parametrize(
    ("media_type", "content", "expected"),
    [
        (
            "application/atom+xml; charset=utf-8",
            '<link rel="next" href="https://a.example/f?content=summary&amp;after=x" />',
            ["/f?content=summary&after=x"],
        ),
        ("application/rss+xml", '<atom:link rel="next" href="https://a.example/n" />', ["/n"]),
        ("application/feed+json", '{"next_url":"https://a.example/n","items":[]}', ["/n"]),
        ("application/feed+json", r'{"items":["{\"next_url\":\"https://a.example/n\"}"]}', []),
        ("application/rss+xml", '&lt;atom:link rel="next" href="https://a.example/n" /&gt;', []),
    ],
)
def test_only_a_feeds_own_links_are_followed(
    media_type: str, content: str, expected: list[str]
) -> None:
    assert [*archives(told(media_type, content), "https://a.example")] == expected


def test_addresses_in_a_sitemap_are_no_files_of_an_index() -> None:
    part = "<sitemap>\n  <loc>https://a.example/sitemap-names.en.1.xml</loc>\n</sitemap>"
    page = "<url>\n  <loc>https://a.example/sitemap-names.en.1.xml</loc>\n</url>"
    found = [[*parts(told("application/xml", each), "https://a.example")] for each in (part, page)]
    assert found == [["/sitemap-names.en.1.xml"], []]
