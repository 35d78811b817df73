"""Issues through GraphQL: every field, and every way to ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = """
  id slug number title startsOn endsOn publishedAt updatedAt
  language requestedLanguage isFallback url
  articles { key }
  sections { slug language }
  languages { code }
  translations { language title }
  previous { slug }
  next { slug language }
  image { src alt caption credit width height }
"""


def test_an_issue_has_all_that_its_file_says(ask: Callable[..., Any]) -> None:
    query = '{ issue(by: { slug: "2030-01-07" }, language: "be") { ' + FIELDS + " } }"
    assert ask(query)["issue"] == {
        "id": "SXNzdWU6YmU6MjAzMC0wMS0wNw",
        "slug": "2030-01-07",
        "number": 1,
        "title": "Першы прыліў",
        "startsOn": "2030-01-07",
        "endsOn": "2030-01-13",
        "publishedAt": "2030-01-14T06:00:00Z",
        "updatedAt": "2030-01-14T06:00:00Z",
        "language": "be",
        "requestedLanguage": "be",
        "isFallback": False,
        "url": "https://harbour.example/be/issues/2030-01-07",
        "articles": [{"key": "new-crane"}],
        "sections": [{"slug": "port", "language": "be"}],
        "languages": [{"code": "en"}, {"code": "be"}, {"code": "ru"}],
        "translations": [
            {"language": "en", "title": "The first tide"},
            {"language": "ru", "title": "Первый прилив"},
        ],
        "previous": None,
        "next": {"slug": "2030-01-14", "language": "be"},
        "image": {
            "src": "https://harbour.example/crane.jpg",
            "alt": "A crane",
            "caption": "Lifting",
            "credit": "The port",
            "width": 800,
            "height": 600,
        },
    }


def test_the_latest_issue_has_the_latest_days(ask: Callable[..., Any]) -> None:
    issue = ask("{ latestIssue { " + FIELDS + " } }")["latestIssue"]
    assert issue == {
        "id": "SXNzdWU6ZW46MjAzMC0wMS0yMQ",
        "slug": "2030-01-21",
        "number": None,
        "title": None,
        "startsOn": "2030-01-21",
        "endsOn": "2030-01-27",
        "publishedAt": None,
        "updatedAt": "2030-01-28T06:00:00Z",
        "language": "en",
        "requestedLanguage": "en",
        "isFallback": False,
        "url": "https://harbour.example/en/issues/2030-01-21",
        "articles": [{"key": "tide-table"}],
        "sections": [{"slug": "port", "language": "en"}],
        "languages": [{"code": "en"}],
        "translations": [],
        "previous": {"slug": "2030-01-14"},
        "next": None,
        "image": None,
    }


def test_the_latest_issue_of_a_language_is_one_that_has_it(ask: Callable[..., Any]) -> None:
    assert ask('{ latestIssue(language: "be") { slug } }')["latestIssue"]["slug"] == "2030-01-14"


def test_an_issue_is_updated_when_one_of_its_articles_is(ask: Callable[..., Any]) -> None:
    query = '{ issue(by: { number: 1 }, language: "en") { publishedAt updatedAt } }'
    assert ask(query)["issue"] == {
        "publishedAt": "2030-01-14T06:00:00Z",
        "updatedAt": "2030-01-15T07:00:00Z",
    }


def test_articles_of_a_file_without_positions_stand_in_its_order(
    ask: Callable[..., Any],
) -> None:
    query = '{ issue(by: { number: 2 }, language: "ru") { articles { key position } } }'
    assert ask(query)["issue"]["articles"] == [
        {"key": "crane-stops", "position": 1},
        {"key": "fog-week", "position": 2},
    ]


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ('section: "port"', ["crane-stops"]),
        ('section: "docks"', ["crane-stops"]),
        ('section: "town"', []),
        ('tag: "fog"', ["crane-stops", "fog-week"]),
        ('tag: "cranes"', ["crane-stops"]),
        ('tag: "nothing"', []),
        ('section: "weather", tag: "fog"', ["fog-week"]),
        ('section: "weather", tag: "cranes"', []),
    ],
)
def test_its_articles_are_chosen_by_section_and_tag(
    ask: Callable[..., Any], arguments: str, keys: list[str]
) -> None:
    articles = "articles(" + arguments + ") { key }"
    query = '{ issue(by: { number: 2 }, language: "ru") { ' + articles + " } }"
    assert [article["key"] for article in ask(query)["issue"]["articles"]] == keys


def test_an_unknown_section_of_an_issue_is_refused(refuse: Callable[..., Any]) -> None:
    error = refuse('{ latestIssue { articles(section: "sport") { key } } }')
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert "sport" in error["message"]


@pytest.mark.parametrize(
    "by",
    [
        '{ slug: "2030-01-14" }',
        "{ number: 2 }",
        '{ date: "2030-01-14" }',
        '{ date: "2030-01-17" }',
        '{ date: "2030-01-20" }',
        '{ id: "SXNzdWU6ZW46MjAzMC0wMS0xNA" }',
    ],
)
def test_an_issue_is_found_by_slug_number_day_or_id(ask: Callable[..., Any], by: str) -> None:
    assert ask("{ issue(by: " + by + ") { slug } }")["issue"] == {"slug": "2030-01-14"}


@pytest.mark.parametrize(
    "by",
    [
        '{ slug: "2031-01-14" }',
        "{ number: 99 }",
        "{ number: -2147483648 }",
        '{ date: "2030-01-06" }',
        '{ date: "2030-01-28" }',
        '{ id: "nonsense" }',
        '{ id: "SXNzdWU6ZW46MjAzMS0wMS0xNA" }',
    ],
)
def test_an_unknown_issue_is_null_without_an_error(ask: Callable[..., Any], by: str) -> None:
    assert ask("{ issue(by: " + by + ") { slug } }")["issue"] is None


@pytest.mark.parametrize(
    "by",
    [
        "{}",
        "{ slug: null }",
        '{ slug: "2030-01-14", number: 2 }',
        "{ number: 1.5 }",
        "{ number: 2147483648 }",
        '{ date: "2030-02-30" }',
        '{ date: "yesterday" }',
        '{ id: "QXJ0aWNsZTpiZTpuZXctY3JhbmU" }',
    ],
)
def test_a_lookup_that_makes_no_sense_is_refused(refuse: Callable[..., Any], by: str) -> None:
    code = refuse("{ issue(by: " + by + ") { slug } }")["extensions"]["code"]
    assert code in ("BAD_INPUT", "GRAPHQL_VALIDATION_FAILED")
