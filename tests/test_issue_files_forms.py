"""The forms of an issue file: folder, YAML and JSON say the same, to the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_issue_folder, write_json, write_publication, write_yaml
from starlette.testclient import TestClient
from walk import answers, fetch, graph, ids

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ISSUE: dict[str, Any] = {
    "slug": "2031-03-03",
    "number": 7,
    "starts_on": "2031-03-03",
    "ends_on": "2031-03-09",
    "published_at": "2031-03-10T09:00:00+03:00",
    "title": {"en": "Spring", "ru": "Весна"},
    "articles": [
        {
            "key": "ice-goes",
            "section": "pier",
            "position": 2,
            "trend": "improved",
            "tags": ["wind", "ice"],
            "published_at": "2031-03-09T10:00:00Z",
            "authors": ["A. Oar", "Б. Весло"],
            "image": {
                "src": "https://ferry.example/ice.jpg",
                "alt": "Ice",
                "caption": "The last of it",
                "credit": "The pier",
                "width": 640,
                "height": 480,
            },
            "translations": {
                "en": {
                    "title": "The ice goes: “at last”",
                    "slug": "ice-goes",
                    "lead": "It went.",
                    "body": "It *went*.\n\n## When\n\n- on Monday\n- [then](https://ferry.example)",
                    "updated_at": "2031-03-11T10:00:00+03:00",
                    "aliases": ["ice-stays"],
                },
                "ru": {"title": "Лёд ушёл", "body": "Ушёл.\n\n---\n\nСовсем."},
            },
        },
        {
            "key": "new-boat",
            "section": "boats",
            "trend": "unchanged",
            "translations": {"en": {"title": "1984", "body": "007"}},
        },
        {
            "key": "old-boat",
            "section": "boats",
            "withdrawn_at": "2031-03-12T00:00:00Z",
            "translations": {"en": {"title": "An old boat", "body": "No."}},
        },
    ],
}
AUTHORED = """query ($language: LanguageCode) {
  articles(language: $language, filter: {authors: ["B. Sail"]}) {
    totalCount nodes { authors tags { slug } }
  }
}"""
FORMS: dict[str, Callable[[Path], object]] = {
    "folder": lambda folder: write_issue_folder(folder, ISSUE),
    "yaml": lambda folder: write_yaml(folder / "2031-03-03.yaml", ISSUE),
    "yml": lambda folder: write_yaml(folder / "any name.yml", ISSUE),
    "json": lambda folder: write_json(folder / "2031-03-03.json", ISSUE),
}


@pytest.fixture
def served(
    tmp_path: Path, new_database: Callable[[str], str], command: Callable[..., Any]
) -> Callable[[str, str], TestClient]:
    """Seed the issue in one form into a new database, and open a client of it."""

    def make(form: str, engine: str) -> TestClient:
        folder = write_publication(tmp_path / engine / form)
        FORMS[form](folder)
        url = new_database(engine)
        result = command("seed", folder, "--database", url)
        assert result.exit_code == 0, result.stderr
        return TestClient(build(Settings(database=url)))

    return make


@pytest.mark.parametrize("form", ["yaml", "yml", "json"])
def test_an_issue_says_the_same_as_one_file_and_as_a_folder(
    served: Callable[[str, str], TestClient], form: str
) -> None:
    with served("folder", "sqlite") as folder, served(form, "sqlite") as file:
        assert answers(file) == answers(folder)


def test_both_engines_give_the_same_answers_and_ids(
    served: Callable[[str, str], TestClient],
) -> None:
    with served("json", "sqlite") as one, served("json", "postgresql") as other:
        assert answers(one) == answers(other)
        assert ids(one) == ids(other)
        assert len(ids(one)) > 10


def test_an_issue_file_is_served_as_it_was_written(
    served: Callable[[str, str], TestClient], engine: str
) -> None:
    with served("yaml", engine) as client:
        issue = fetch(client, "/v1/issues/2031-03-03")
        article = fetch(client, "/v1/articles/en/ice-goes")
        moved = client.get("/v1/articles/en/ice-stays", follow_redirects=False)
        gone = client.get("/v1/articles/en/an-old-boat")
    assert (issue["number"], issue["title"]) == (7, "Spring")
    assert [piece["key"] for piece in issue["articles"]] == ["ice-goes", "new-boat"]
    assert [tag["slug"] for tag in article["tags"]] == ["wind", "ice"]
    assert article["authors"] == ["A. Oar", "Б. Весло"]
    assert article["image"] == ISSUE["articles"][0]["image"]
    assert article["publishedAt"] == "2031-03-09T10:00:00Z"
    assert article["updatedAt"] == "2031-03-11T07:00:00Z"
    assert moved.headers["location"].endswith("/v1/articles/en/ice-goes")
    assert gone.status_code == 410


def test_what_looks_like_a_number_stays_the_text_that_it_is(
    served: Callable[[str, str], TestClient],
) -> None:
    with served("folder", "sqlite") as client:
        article = fetch(client, "/v1/articles/en/1984")
    assert (article["title"], article["body"]) == ("1984", "<p>007</p>")


def test_an_author_or_a_tag_named_twice_stands_once(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    article = {
        "key": "ice",
        "section": "pier",
        "tags": ["wind", "ice", "wind"],
        "authors": ["A. Oar", "B. Sail", "A. Oar"],
        "translations": {
            "en": {"title": "Ice", "body": "It came."},
            "ru": {"title": "Лёд", "body": "Пришёл.", "authors": ["B. Sail", "B. Sail"]},
        },
    }
    folder = write_publication(tmp_path)
    write_yaml(folder / "2031-03-03.yaml", {**ISSUE, "articles": [article]})
    assert seed(folder)["ok"]
    assert seed(folder)["changed"] is False
    names = {code: graph(client, AUTHORED, language=code)["articles"] for code in ("en", "ru")}
    for found in names.values():
        assert (found["totalCount"], len(found["nodes"])) == (1, 1)
    assert names["en"]["nodes"][0]["authors"] == ["A. Oar", "B. Sail"]
    assert names["ru"]["nodes"][0]["authors"] == ["B. Sail"]
    assert [tag["slug"] for tag in names["en"]["nodes"][0]["tags"]] == ["wind", "ice"]
    among = graph(client, AUTHORED.replace('["B. Sail"]', '["A. Oar", "B. Sail"]'), language="en")
    assert among["articles"]["totalCount"] == 1
