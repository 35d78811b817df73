"""JSON-LD: all of it is valid by schema.org's vocabulary, and says nothing invented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsroom import HOSTILE, write_newsroom
from starlette.testclient import TestClient
from vocabulary import check, model

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLE = Path(__file__).parent.parent / "seed" / "sample"
ALL = """query ($language: LanguageCode, $after: String) {
  articles(language: $language, first: 100, after: $after) {
    nodes { seo { jsonLd } } pageInfo { hasNextPage endCursor } } }"""
ISSUES = """query ($language: LanguageCode, $after: String) {
  issues(language: $language, first: 20, after: $after) {
    nodes { seo { jsonLd } } pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, command_once: Callable[..., Any]
) -> Iterator[TestClient]:
    """Serve the publication of `newsroom.py`."""
    folder = tmp_path_factory.mktemp("newsroom")
    url = f"sqlite:///{folder}/news.db"
    command_once("seed", write_newsroom(folder / "content"), "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        yield client


def nodes(client: TestClient, query: str, language: str) -> Iterator[dict[str, Any]]:
    """Walk a list of the graph for its JSON-LD."""
    after = None
    while True:
        asked = {"query": query, "variables": {"language": language, "after": after}}
        (page,) = client.post("/graphql", json=asked).json()["data"].values()
        yield from (json.loads(each["seo"]["jsonLd"]) for each in page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def test_every_article_and_issue_of_the_sample_is_valid(
    tmp_path: Path, command_once: Callable[..., Any]
) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    command_once("seed", SAMPLE, "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        for language in ("en", "be", "ru"):
            articles = list(nodes(client, ALL, language))
            issues = list(nodes(client, ISSUES, language))
            assert len(articles) > len(issues) > 5
            check_all([*articles, *issues])


def check_all(found: list[dict[str, Any]]) -> None:
    for node in found:
        check(node)


def article(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(f"/v1/articles/{path}.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    found: dict[str, Any] = answer.json()
    check(found)
    return found


def test_an_article_stands_in_its_issue_and_this_in_the_periodical(site: TestClient) -> None:
    found = article(site, "en/whole")
    issue = found["isPartOf"]
    assert found["@type"] == "NewsArticle"
    assert (issue["@type"], issue["issueNumber"], issue["name"]) == (
        "PublicationIssue",
        "7",
        HOSTILE,
    )
    assert (issue["isPartOf"]["@type"], issue["isPartOf"]["name"]) == ("Periodical", "Ferry News")
    assert [author["name"] for author in found["author"]] == ["Anna <A> One", "B. & Two"]
    assert found["image"]["width"]["value"] == 800
    assert found["keywords"] == ["Ice", "Wind"]
    assert [each["inLanguage"] for each in found["workTranslation"]] == ["ru", "ar"]


def test_what_search_engines_want_of_articles_is_there(site: TestClient) -> None:
    found = article(site, "en/whole")
    wanted = {"headline", "image", "datePublished", "dateModified", "author"}
    assert wanted <= found.keys()
    assert all({"@type", "name"} <= author.keys() for author in found["author"])


def test_a_piece_of_no_issue_stands_in_the_periodical(site: TestClient) -> None:
    found = article(site, "en/of-notice")
    assert found["isPartOf"]["@type"] == "Periodical"


@pytest.mark.parametrize("path", ["en/of-notice", "en/loose"])
def test_what_the_files_do_not_say_is_not_said(site: TestClient, path: str) -> None:
    found = article(site, path)
    unknown = {"author", "image", "keywords", "description", "isAccessibleForFree"}
    assert unknown.isdisjoint(found)
    assert None not in found.values()


def test_an_article_from_the_right(site: TestClient) -> None:
    found = article(site, "ar/whole")
    assert found["inLanguage"] == "ar"
    assert found["articleSection"] == "قسم boats"
    assert found["isPartOf"]["isPartOf"]["name"] == "أخبار العبّارة"


def test_an_issue_has_its_articles_and_is_valid(site: TestClient) -> None:
    found = site.get("/v1/issues/2020-03-02.jsonld?language=en").json()
    check(found)
    assert found["temporalCoverage"] == "2020-03-02/2020-03-02"
    titles = [each["headline"] for each in found["hasPart"]]
    assert titles == ["The dock", "The hull", f"Whole {HOSTILE}", "Loose"]
    assert [each["inLanguage"] for each in found["workTranslation"]] == ["ru", "ar"]


def test_the_page_has_the_same_data_and_no_markup_breaks_out_of_it(site: TestClient) -> None:
    page = site.get("/v1/articles/en/whole.html").text
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert [json.loads(script) for script in scripts] == [article(site, "en/whole")]
    assert "<!--" not in page
    assert page.count("</script>") == 1


def test_a_withdrawn_article_has_no_data(site: TestClient) -> None:
    assert site.get("/v1/articles/en/of-hoax.jsonld").status_code == 410


def test_an_earlier_address_leads_on(http: TestClient) -> None:
    answer = http.get("/v1/articles/en/gulls-old.jsonld", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/v1/articles/en/gulls.jsonld")


def test_a_licence_without_an_address_is_named(
    tmp_path: Path, command_once: Callable[..., Any]
) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    command_once(
        "seed", write_newsroom(tmp_path / "n", license="All rights reserved"), "--database", url
    )
    with TestClient(build(Settings(database=url))) as client:
        found = article(client, "en/whole")
    assert found["license"] == {"@type": "CreativeWork", "name": "All rights reserved"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "NewsArticle", "issueNumber": "1"},
        {"@type": "NewsArticle", "wordCount": "many"},
        {"@type": "Periodical", "isPartOf": {"@type": "Person", "name": "A"}},
    ],
)
def test_the_vocabulary_refuses_what_is_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        model(wrong)
