"""Every format of the benchmark's archive by its own validator; prints how much was looked at.

`NEWSSTAND_TESTS_ISSUES` is how many issues it has: 520 are all 7,800 translations, CI takes a few.
"""

from __future__ import annotations

import os
import sys
from itertools import chain, product
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import yaml
from lxml import etree
from sitemap_files import everything, is_reciprocal
from starlette.testclient import TestClient
from test_feed_validity import SCHEMA, check_rss_item, follow
from test_json_ld import ALL, ISSUES, nodes
from test_ninjs import VALIDATOR, pages
from test_oai import harvester
from vocabulary import check

from api.app import build
from api.settings import Settings
from bench.archive import LANGUAGES, PER_ISSUE, write_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = int(os.environ.get("NEWSSTAND_TESTS_ISSUES", "21"))
ARTICLES = NUMBER * PER_ISSUE


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, command_once: Callable[..., Any]
) -> Iterator[TestClient]:
    """Serve the archive, with somebody who is responsible: OAI-PMH demands that."""
    folder = tmp_path_factory.mktemp("archive")
    url = f"sqlite:///{folder}/news.db"
    about = write_archive(folder / "files", NUMBER) / "publication.yaml"
    known = yaml.safe_load(about.read_text("utf-8"))
    about.write_text(yaml.safe_dump({**known, "contact": "office@archive.example"}), "utf-8")
    command_once("seed", folder / "files", "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        yield client


def tell(what: str, number: int) -> None:
    sys.stdout.write(f"{what}: {number}\n")


def test_every_article_is_valid_ninjs(archive: TestClient) -> None:
    found: list[str] = []
    for language in LANGUAGES:
        for page in pages(archive, f"/v1/articles.ninjs?first=100&language={language}"):
            VALIDATOR.validate(page)
            found += [each["uri"] for each in page["associations"]]
    tell("articles as ninjs", len(found))
    assert len(set(found)) == len(found) == ARTICLES


def test_every_article_and_issue_is_valid_json_ld(archive: TestClient) -> None:
    found = [
        check(node)
        for query, language in product((ALL, ISSUES), LANGUAGES)
        for node in nodes(archive, query, language)
    ]
    tell("articles and issues as JSON-LD", len(found))
    assert len(found) == ARTICLES + NUMBER * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_languages_feeds_are_valid_to_their_oldest_entries(
    archive: TestClient, language: str
) -> None:
    documents = {
        suffix: list(follow(archive, f"/feeds/{language}.{suffix}").values())
        for suffix in ("atom", "rss")
    }
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    assert all(schema.validate(etree.fromstring(each)) for each in documents["atom"])
    for item in chain.from_iterable(etree.fromstring(c).iter("item") for c in documents["rss"]):
        check_rss_item(item, is_summary=False)
    atom, rss = (ids(documents[suffix]) for suffix in ("atom", "rss"))
    tell(f"feed documents of {language}", sum(map(len, documents.values())))
    assert atom == rss
    assert len(set(atom)) == len(atom) == ARTICLES // len(LANGUAGES)


def ids(documents: list[bytes]) -> list[str]:
    """Let feedparser read documents, without complaint; gives the ids of their entries."""
    read: list[Any] = [feedparser.parse(each) for each in documents]
    assert not any(each.bozo for each in read)
    return [entry.id for each in read for entry in each.entries]


def test_the_sitemaps_have_every_page_and_its_translations(archive: TestClient) -> None:
    found = everything(archive)
    tell("addresses in sitemaps", len(found))
    assert len(found) > ARTICLES + NUMBER * len(LANGUAGES)
    assert is_reciprocal(found)


def test_a_harvester_reads_every_article(archive: TestClient) -> None:
    found = [record.header.identifier for record in harvester(archive).list_records()]
    tell("records harvested", len(found))
    assert len(set(found)) == len(found) == ARTICLES
