"""The sample publication, which every newcomer sees first: its size, languages and Markdown."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner
from walk import fetch

from api.app import build
from api.settings import Settings
from newsstand import app as command_line
from seed.begin import SAMPLE, SAMPLE_SLUG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANGUAGES = ("en", "be", "ru")
MARKS = {
    "a link": '<a href="https://',
    "a list": "<ul>",
    "a numbered list": "<ol>",
    "a quotation": "<blockquote>",
    "a table": "<table>",
    "a heading": "<h2 ",
    "strong words": "<strong>",
}


@pytest.fixture(scope="module")
def sample(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Ask the API of the sample, seeded by the command."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(SAMPLE), "--database", url])
    assert result.exit_code == 0, result.output
    with TestClient(build(Settings(database=url)), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def articles(sample: TestClient) -> list[Any]:
    """Read every article in every language, whole."""
    found = []
    for language in LANGUAGES:
        address: str | None = f"/v1/articles?language={language}&first=100"
        while address:
            page = fetch(sample, address)
            found += [f"/v1/articles/{language}/{item['slug']}" for item in page["items"]]
            address = page["page"]["next"]
    return [fetch(sample, path) for path in found]


@pytest.fixture(scope="module")
def issues(sample: TestClient) -> list[Any]:
    """Read every issue in every language, whole."""
    return [
        fetch(sample, f"/v1/issues/{item['slug']}?language={language}")
        for language in LANGUAGES
        for item in fetch(sample, f"/v1/issues?language={language}&first=100")["items"]
    ]


def languages_of(nodes: list[Any], name: str) -> dict[str, list[str]]:
    """Tell the languages of each thing, by its name."""
    found = defaultdict(list)
    for node in nodes:
        found[node[name]].append(node["language"])
    return found


def test_it_is_a_publication_in_three_languages(sample: TestClient) -> None:
    publication = fetch(sample, "/v1/publication")
    assert publication["slug"] == SAMPLE_SLUG
    assert [entry["code"] for entry in publication["languages"]] == list(LANGUAGES)


def test_it_is_large_enough_to_show_something(
    sample: TestClient, articles: list[Any], issues: list[Any]
) -> None:
    assert len(languages_of(issues, "slug")) >= 8
    assert fetch(sample, "/v1/sections")["page"]["total"] >= 5
    assert fetch(sample, "/v1/tags")["page"]["total"] >= 10
    assert len(languages_of(articles, "key")) >= 40


def test_most_articles_are_in_three_languages_and_some_in_two_or_one(articles: list[Any]) -> None:
    found = languages_of(articles, "key")
    counts = Counter(len(languages) for languages in found.values())
    assert set(counts) == {1, 2, 3}
    assert counts[3] > len(found) * 3 / 4
    for article in articles:
        others = {entry["language"] for entry in article["translations"]}
        assert others | {article["language"]} == set(found[article["key"]])


def test_every_section_and_tag_is_used(sample: TestClient, articles: list[Any]) -> None:
    for name, used in (
        ("sections", {article["section"]["slug"] for article in articles}),
        ("tags", {tag["slug"] for article in articles for tag in article["tags"]}),
    ):
        assert used == {item["slug"] for item in fetch(sample, f"/v1/{name}")["items"]}


def test_every_trend_and_title_is_there(articles: list[Any], issues: list[Any]) -> None:
    assert {article["trend"] for article in articles} >= {"IMPROVED", "UNCHANGED", "WORSENED"}
    assert [issue["slug"] for issue in issues if not issue["title"]] == []


def test_one_article_is_withdrawn_in_every_language(sample: TestClient) -> None:
    for path in ("en/secret-grain-clause", *withdrawn_twins()):
        answer = sample.get(f"/v1/articles/{path}")
        assert (answer.status_code, answer.json()["code"]) == (410, "NOT_FOUND"), path
        assert answer.json()["withdrawnAt"] == "2026-10-02T09:00:00Z"


def withdrawn_twins() -> list[str]:
    """Give the addresses of the withdrawn article's translations, from their files."""
    found = []
    for path in sorted(SAMPLE.glob("*/*.md")):
        lines = path.read_text("utf-8").splitlines()
        slugs = [line.removeprefix("slug: ") for line in lines if line.startswith("slug: ")]
        if any(line.startswith("withdrawn_at:") for line in lines):
            found += [f"{path.name.split('.')[1]}/{slug}" for slug in slugs]
    assert len(found) == len(LANGUAGES)
    return found


def test_a_corrected_article_tells_when_and_answers_under_its_earlier_slug(
    sample: TestClient, articles: list[Any]
) -> None:
    by_slug = {(article["language"], article["slug"]): article for article in articles}
    earlier = {
        "en": "borrowed-ferry-costs-13300-thalers-a-day",
        "be": "pazychany-parom-13300-talerau-na-dzen",
        "ru": "odolzhennyy-parom-13300-talerov-v-den",
    }
    for language, slug in earlier.items():
        answer = sample.get(f"/v1/articles/{language}/{slug}")
        assert answer.status_code == 301
        now = answer.headers["Location"].rpartition("/")[2]
        article = by_slug[language, now]
        assert article["key"] == "borrowed-ferry-hire-cost"
        assert article["updatedAt"] > article["publishedAt"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", MARKS)
def test_bodies_show_what_markdown_can_do(articles: list[Any], mark: str, language: str) -> None:
    bodies = [article["body"] for article in articles if article["language"] == language]
    assert any(MARKS[mark] in body for body in bodies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_has_its_words(articles: list[Any], language: str) -> None:
    pictures = [
        article["image"]
        for article in articles
        if article["language"] == language and article["image"]
    ]
    assert pictures
    for picture in pictures:
        assert all(picture.values()), picture
        assert picture.keys() == {"src", "alt", "caption", "credit", "width", "height"}


def test_prose_is_in_the_language_it_is_said_to_be(articles: list[Any]) -> None:
    foreign = {"en": set("ўЎщЩъыі"), "be": set("щЩъиИ"), "ru": set("ўЎіІ")}
    for article in articles:
        letters = set(article["title"] + (article["lead"] or "") + article["body"])
        assert not letters & foreign[article["language"]], (article["language"], article["slug"])
