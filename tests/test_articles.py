"""Articles through GraphQL: every field, and every way to ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = """
  id key slug path url language requestedLanguage isFallback title lead trend trendLabel position
  wordCount readingMinutes publishedAt updatedAt authors sourceUrl excerpt
  headings { level text id }
  image { src alt caption credit width height }
  section { slug language }
  issue { slug language }
  tags { slug language }
  translations { language slug }
  previous { key }
  next { key }
"""
CRANE = "novy-kran-padniau-pershy-karabel"
AROUND = ("headings", "image", "section", "issue", "tags", "translations", "previous", "next")


def ask_for(ask: Callable[..., Any], language: str, slug: str, fields: str) -> Any:
    query = "query ($by: ArticleBy!) { article(by: $by) { " + fields + " } }"
    return ask(query, by={"path": {"language": language, "slug": slug}})["article"]


def test_an_article_has_all_that_its_file_says(ask: Callable[..., Any]) -> None:
    article = ask_for(ask, "be", CRANE, FIELDS)
    assert {name: value for name, value in article.items() if name not in AROUND} == {
        "id": "QXJ0aWNsZTpiZTpuZXctY3JhbmU",
        "key": "new-crane",
        "slug": CRANE,
        "path": f"/be/{CRANE}",
        "url": f"https://harbour.example/be/{CRANE}",
        "language": "be",
        "requestedLanguage": "be",
        "isFallback": False,
        "title": "Новы кран падняў першы карабель",
        "lead": "Паставілі кран.",
        "trend": "IMPROVED",
        "trendLabel": "Палепшылася",
        "position": 1,
        "wordCount": 19,
        "readingMinutes": 1,
        "publishedAt": "2030-01-14T06:00:00Z",
        "updatedAt": None,
        "authors": ["A. Harbour", "B. Quay"],
        "sourceUrl": None,
        "excerpt": "Паставілі кран.",
    }


def test_an_article_has_all_that_belongs_to_it(ask: Callable[..., Any]) -> None:
    article = ask_for(ask, "be", CRANE, FIELDS)
    assert {name: article[name] for name in AROUND} == {
        "headings": [
            {"level": 2, "text": "One heading", "id": "one-heading"},
            {"level": 2, "text": "One heading", "id": "one-heading-2"},
        ],
        "image": {
            "src": "https://harbour.example/crane.jpg",
            "alt": "A crane",
            "caption": "Lifting",
            "credit": "The port",
            "width": 800,
            "height": 600,
        },
        "section": {"slug": "port", "language": "be"},
        "issue": {"slug": "2030-01-07", "language": "be"},
        "tags": [{"slug": "cranes", "language": "be"}, {"slug": "gulls", "language": "be"}],
        "translations": [
            {"language": "en", "slug": "the-new-crane-lifts-its-first-ship"},
            {"language": "ru", "slug": "novyi-kran-podnial-pervyi-korabl"},
        ],
        "previous": None,
        "next": None,
    }


def test_what_a_file_leaves_out_is_null_or_empty(ask: Callable[..., Any]) -> None:
    article = ask_for(ask, "en", "a-notice-without-an-issue", FIELDS)
    assert article["excerpt"] == "It stands in no issue."
    empty = ("lead", "trend", "trendLabel", "image", "sourceUrl", "issue", "updatedAt")
    assert [article[name] for name in empty] == [None] * len(empty)
    lists = ("authors", "headings", "tags", "translations")
    assert [article[name] for name in lists] == [[]] * len(lists)
    assert (article["previous"], article["next"]) == (None, None)
    assert article["publishedAt"] == "2030-01-02T00:00:00Z"


def test_a_correction_has_its_instant(ask: Callable[..., Any]) -> None:
    article = ask_for(ask, "en", "gulls", "publishedAt updatedAt")
    assert article == {
        "publishedAt": "2030-01-14T06:00:00Z",
        "updatedAt": "2030-01-15T07:00:00Z",
    }


def test_the_neighbours_are_those_in_the_issue_that_are_shown(ask: Callable[..., Any]) -> None:
    fields = "previous { key } next { key }"
    first = ask_for(ask, "en", "the-new-crane-lifts-its-first-ship", fields)
    assert first == {"previous": None, "next": {"key": "gull-count"}}
    # behind it stands only the withdrawn one
    last = ask_for(ask, "en", "gulls", fields)
    assert last == {"previous": {"key": "new-crane"}, "next": None}


@pytest.mark.parametrize("slug", ["gulls", "gulls-old"])
def test_an_earlier_slug_finds_the_article(ask: Callable[..., Any], slug: str) -> None:
    assert ask_for(ask, "en", slug, "key slug") == {"key": "gull-count", "slug": "gulls"}


def test_an_article_is_found_by_its_id(ask: Callable[..., Any]) -> None:
    query = "query ($id: ID!) { article(by: { id: $id }) { key language } }"
    found = ask(query, id="QXJ0aWNsZTpiZTpuZXctY3JhbmU")["article"]
    assert found == {"key": "new-crane", "language": "be"}


def test_the_language_of_a_path_knows_no_case(ask: Callable[..., Any]) -> None:
    assert ask_for(ask, "EN", "gulls", "language") == {"language": "en"}


@pytest.mark.parametrize(("language", "slug"), [("en", "nothing"), ("be", "gulls"), ("de", "fog")])
def test_an_unknown_path_is_null_without_an_error(
    ask: Callable[..., Any], language: str, slug: str
) -> None:
    assert ask_for(ask, language, slug, "key") is None


def test_a_withdrawn_article_tells_when_it_was_withdrawn(refuse: Callable[..., Any]) -> None:
    error = refuse('{ article(by: { path: { language: "en", slug: "whale" } }) { key } }')
    assert error["extensions"] == {"code": "NOT_FOUND", "withdrawnAt": "2030-01-16T09:00:00Z"}
    assert error["path"] == ["article"]


def test_a_withdrawn_article_stands_in_no_list(ask: Callable[..., Any]) -> None:
    data = ask(
        """{
          articles { nodes { key } totalCount }
          issue(by: { slug: "2030-01-07" }) { articles { key } sections { slug } }
          section(slug: "weather") { articles { nodes { key } } }
        }"""
    )
    listed = data["articles"]["nodes"] + data["issue"]["articles"]
    assert {"key": "hoax"} not in listed + data["section"]["articles"]["nodes"]
    assert data["articles"]["totalCount"] == 5
    assert data["issue"]["sections"] == [{"slug": "port"}, {"slug": "town"}]


@pytest.mark.parametrize(
    "by",
    [
        "{}",
        "{ id: null }",
        '{ id: "x", path: { language: "en", slug: "gulls" } }',
        '{ path: { language: "en" } }',
        "{ path: null }",
        '{ slug: "gulls" }',
    ],
)
def test_a_lookup_by_none_or_several_is_refused(refuse: Callable[..., Any], by: str) -> None:
    code = refuse("{ article(by: " + by + ") { key } }")["extensions"]["code"]
    assert code in ("BAD_INPUT", "GRAPHQL_VALIDATION_FAILED")


@pytest.mark.parametrize(
    "by", [{}, {"id": None}, {"id": "x", "path": {"language": "en", "slug": "gulls"}}]
)
def test_a_lookup_in_variables_is_refused_alike(
    refuse: Callable[..., Any], by: dict[str, Any]
) -> None:
    error = refuse("query ($by: ArticleBy!) { article(by: $by) { key } }", by=by)
    assert error["extensions"]["code"] == "BAD_INPUT"


def test_an_id_of_another_type_is_refused(refuse: Callable[..., Any]) -> None:
    issue = "SXNzdWU6ZW46MjAzMC0wMS0wNw"
    error = refuse("query ($id: ID!) { article(by: { id: $id }) { key } }", id=issue)
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert "Issue" in error["message"]
