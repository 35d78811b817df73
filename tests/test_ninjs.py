"""ninjs: every article is valid by IPTC's own schema, and a partner is told what was taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    FormatChecker,
)
from newsroom import HOSTILE, write_newsroom
from starlette.testclient import TestClient

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).parent
SCHEMA = TESTS / "schemas" / "ninjs-schema_3.1.json"
SAMPLE = TESTS.parent / "seed" / "sample"
VALIDATOR = Draft202012Validator(
    json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker()
)
LANGUAGES = ("en", "ru", "ar")


@pytest.fixture(scope="module")
def partner(
    tmp_path_factory: pytest.TempPathFactory, command_once: Callable[..., Any]
) -> Iterator[TestClient]:
    """Serve the publication of `newsroom.py`."""
    folder = tmp_path_factory.mktemp("newsroom")
    url = f"sqlite:///{folder}/news.db"
    command_once("seed", write_newsroom(folder / "content"), "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        yield client


def pages(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    """Walk a list by its Link headers."""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        yield answer.json()
        found = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = found[1] if found else ""


def item(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(f"/v1/articles/{path}.ninjs")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    found: dict[str, Any] = answer.json()
    VALIDATOR.validate(found)
    return found


def test_every_article_of_the_sample_is_valid(
    tmp_path: Path, command_once: Callable[..., Any]
) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    command_once("seed", SAMPLE, "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        for language in ("en", "be", "ru"):
            address = f"/v1/articles.ninjs?first=100&language={language}"
            found = [each for page in pages(client, address) for each in valid(page)]
            listed = client.get(f"/v1/articles?first=0&language={language}").json()
            assert len(found) == listed["page"]["total"] > 20
            assert len({each["uri"] for each in found}) == len(found)


def valid(page: dict[str, Any]) -> list[dict[str, Any]]:
    VALIDATOR.validate(page)
    associations: list[dict[str, Any]] = page["associations"]
    return associations


def test_an_article_with_everything(partner: TestClient) -> None:
    found = item(partner, "en/whole")
    assert found["uri"] == "oai:ferry.example:whole/en"
    assert found["pubStatus"] == "usable"
    assert found["headlines"][0]["value"] == f"Whole {HOSTILE}"
    assert found["firstCreated"] == "2020-03-02T09:00:00Z"
    assert found["versionCreated"] == "2020-03-05T10:00:00Z"
    assert found["by"] == "Anna <A> One, B. & Two"
    assert [person["name"] for person in found["people"]] == ["Anna <A> One", "B. & Two"]
    assert [each["literal"] for each in found["subjects"]] == [
        "section:boats",
        "tag:ice",
        "tag:wind",
        "trend:worsened",
    ]
    assert "embargoedUntil" not in found
    assert found["rightsInfo"]["linkedRights"] == "https://creativecommons.org/licenses/by/4.0/"


def test_its_bodies_are_html_and_text_and_their_words_are_counted(partner: TestClient) -> None:
    html, text = item(partner, "en/whole")["bodies"]
    assert (html["contentType"], text["contentType"]) == ("text/html", "text/plain")
    assert "<h2" in html["value"]
    assert "<h2" not in text["value"]
    assert html["charCount"] == text["charCount"] == len(text["value"])


def test_picture_issue_and_translations_are_associations(partner: TestClient) -> None:
    picture, issue, russian, arabic = item(partner, "en/whole")["associations"]
    assert picture["renditions"] == [
        {
            "name": "original",
            "href": "https://ferry.example/pictures/a%20b.jpg",
            "width": 800,
            "height": 600,
        }
    ]
    assert [text["value"] for text in picture["descriptions"]] == [
        f"caption {HOSTILE}",
        f"alt {HOSTILE}",
    ]
    assert (issue["rel"], issue["name"]) == ("issue", HOSTILE)
    translations = [(each["rel"], each["uri"]) for each in (russian, arabic)]
    assert translations == [
        ("translation", "oai:ferry.example:whole/ru"),
        ("translation", "oai:ferry.example:whole/ar"),
    ]


@pytest.mark.parametrize("path", ["en/loose", "en/of-notice", "ar/whole"])
def test_what_is_not_known_is_not_said(partner: TestClient, path: str) -> None:
    found = item(partner, path)
    assert None not in found.values()
    assert "" not in found.values()
    assert [] not in found.values()


def test_what_is_to_be_published_later_is_embargoed_until_then(partner: TestClient) -> None:
    found = item(partner, "en/of-ahead")
    assert (found["pubStatus"], found["embargoedUntil"]) == ("usable", "2999-03-01T09:00:00Z")


def test_a_withdrawn_article_is_canceled_and_has_no_words(partner: TestClient) -> None:
    found = item(partner, "en/of-hoax")
    assert found["pubStatus"] == "canceled"
    assert {"headlines", "bodies", "title", "descriptions"}.isdisjoint(found)


@pytest.mark.parametrize("path", ["en/nothing", "xx/whole", "en/whole.md"])
def test_what_never_was_is_not_found(partner: TestClient, path: str) -> None:
    assert partner.get(f"/v1/articles/{path}.ninjs").status_code == 404


def test_a_list_has_filters_and_pages_as_articles_have(partner: TestClient) -> None:
    found = list(pages(partner, "/v1/articles.ninjs?first=2&section=pier&language=en"))
    slugs = [each["slugline"] for page in found for each in valid(page)]
    plain = partner.get("/v1/articles?section=pier&language=en").json()["items"]
    assert slugs == [each["slug"] for each in plain]
    assert len(found) > 1
    mistake = partner.get("/v1/articles.ninjs?first=101&sektion=pier").json()
    assert [each["parameter"] for each in mistake["errors"]] == ["first", "sektion"]


def test_a_list_in_a_negotiated_language_names_it(partner: TestClient) -> None:
    answer = partner.get("/v1/articles.ninjs", headers={"Accept-Language": "ar"})
    assert answer.headers["Content-Language"] == "ar"
    assert answer.json()["uri"].endswith("/v1/articles.ninjs?language=ar")
