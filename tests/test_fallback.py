"""Fallback: whole articles in another language, where asked for, and said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SERVED = "key language requestedLanguage isFallback"


def served(nodes: list[dict[str, Any]]) -> dict[str, tuple[str, str, bool]]:
    return {
        node["key"]: (node["language"], node["requestedLanguage"], node["isFallback"])
        for node in nodes
    }


def test_where_no_fallback_is_asked_for_none_is_given(ask: Callable[..., Any]) -> None:
    nodes = ask('{ articles(language: "be") { nodes { ' + SERVED + " } } }")["articles"]["nodes"]
    assert served(nodes) == {
        "crane-stops": ("be", "be", False),
        "new-crane": ("be", "be", False),
    }


def test_each_article_falls_back_by_itself_and_whole(ask: Callable[..., Any]) -> None:
    query = (
        '{ articles(language: "be", fallback: ["ru", "en"]) { totalCount nodes { title trendLabel '
        "section { name } tags { name } authors body(format: TEXT) " + SERVED + " } } }"
    )
    articles = ask(query)["articles"]
    assert served(articles["nodes"]) == {
        "tide-table": ("en", "be", True),
        "fog-week": ("ru", "be", True),
        "crane-stops": ("be", "be", False),
        "new-crane": ("be", "be", False),
        "gull-count": ("en", "be", True),
        "notice": ("en", "be", True),
    }
    assert articles["totalCount"] == 6
    fog = next(node for node in articles["nodes"] if node["key"] == "fog-week")
    assert fog["title"] == "Туман на неделю"
    assert fog["body"] == "Ничего не было видно."
    assert fog["trendLabel"] == "Не изменилось"
    assert fog["section"] == {"name": "Погода"}
    assert fog["tags"] == [{"name": "Туман"}]


@pytest.mark.parametrize(
    ("fallback", "language"),
    [('["ru", "en"]', "ru"), ('["en", "ru"]', "en"), ('["be", "en"]', "en"), ('["EN"]', "en")],
)
def test_the_first_of_the_fallback_that_there_is_stands_in(
    ask: Callable[..., Any], fallback: str, language: str
) -> None:
    arguments = 'language: "be", fallback: ' + fallback + ', filter: { tags: { all: ["fog"] } }'
    nodes = ask("{ articles(" + arguments + ") { nodes { " + SERVED + " } } }")["articles"]["nodes"]
    assert served(nodes)["fog-week"] == (language, "be", True)
    assert served(nodes)["crane-stops"] == ("be", "be", False)


def test_an_issue_falls_back_and_hands_the_question_on(ask: Callable[..., Any]) -> None:
    query = (
        '{ issue(by: { slug: "2030-01-14" }, language: "be", fallback: ["en", "ru"]) '
        "{ language isFallback articles { " + SERVED + " issue { language requestedLanguage } } } }"
    )
    issue = ask(query)["issue"]
    assert (issue["language"], issue["isFallback"]) == ("be", False)
    assert served(issue["articles"]) == {
        "fog-week": ("en", "be", True),
        "crane-stops": ("be", "be", False),
    }


def test_an_issue_itself_falls_back(ask: Callable[..., Any]) -> None:
    fields = "slug language requestedLanguage isFallback"
    data = ask(
        '{ with: latestIssue(language: "be", fallback: ["ru", "en"]) { ' + fields + " } "
        'without: issue(by: { slug: "2030-01-21" }, language: "be") { ' + fields + " } }"
    )
    assert data == {
        "with": {
            "slug": "2030-01-21",
            "language": "en",
            "requestedLanguage": "be",
            "isFallback": True,
        },
        "without": None,
    }


def test_a_page_of_issues_has_the_best_language_of_each(ask: Callable[..., Any]) -> None:
    query = (
        '{ issues(language: "ru", fallback: ["be", "en"]) '
        "{ totalCount nodes { slug language requestedLanguage isFallback title } } }"
    )
    issues = ask(query)["issues"]
    assert issues["totalCount"] == 3
    found = [(node["slug"], node["language"], node["isFallback"]) for node in issues["nodes"]]
    assert found == [
        ("2030-01-21", "en", True),
        ("2030-01-14", "ru", False),
        ("2030-01-07", "ru", False),
    ]


@pytest.mark.parametrize(
    ("parent", "keys"),
    [
        ('section(slug: "weather", language: "be")', {"fog-week": ("ru", "be", True)}),
        (
            'tag(slug: "fog", language: "be")',
            {"fog-week": ("ru", "be", True), "crane-stops": ("be", "be", False)},
        ),
    ],
)
def test_sections_and_tags_take_a_fallback_of_their_own(
    ask: Callable[..., Any], parent: str, keys: dict[str, Any]
) -> None:
    page = "{ totalCount nodes { " + SERVED + " } }"
    both = 'with: articles(fallback: ["ru"]) ' + page + " without: articles " + page
    found = ask("{ parent: " + parent + " { " + both + " } }")["parent"]
    assert served(found["with"]["nodes"]) == keys
    assert found["with"]["totalCount"] == len(keys)
    own = {key: value for key, value in keys.items() if not value[2]}
    assert served(found["without"]["nodes"]) == own
    assert found["without"]["totalCount"] == len(own)


def test_translations_are_nobodys_fallback(ask: Callable[..., Any]) -> None:
    query = (
        '{ articles(language: "be", fallback: ["ru"], filter: { tags: { any: ["fog"] } }) '
        "{ nodes { " + SERVED + " translations { " + SERVED + " } } } }"
    )
    for node in ask(query)["articles"]["nodes"]:
        for other in node["translations"]:
            assert not other["isFallback"]
            assert other["language"] == other["requestedLanguage"] != node["language"]


@pytest.mark.parametrize(
    "arguments",
    ['language: "de"', 'fallback: ["de"]', 'language: "!"', 'fallback: [""]', "fallback: [null]"],
)
def test_an_unknown_language_is_refused(refuse: Callable[..., Any], arguments: str) -> None:
    error = refuse("{ articles(" + arguments + ") { totalCount } }")
    assert error["extensions"]["code"] in ("BAD_INPUT", "GRAPHQL_VALIDATION_FAILED")


def test_where_no_language_is_named_it_is_the_publications_own(ask: Callable[..., Any]) -> None:
    data = ask("{ a: articles { totalCount } b: articles(language: null) { totalCount } }")
    assert data == {"a": {"totalCount": 5}, "b": {"totalCount": 5}}


@pytest.mark.parametrize("languages", [["be", "en", "ru"], ["ru", "en", "be"]])
def test_what_stands_in_an_article_is_in_its_own_language(
    ask: Callable[..., Any], languages: list[str]
) -> None:
    names = {}
    for code in languages:  # what was rendered for one language is not given in another
        given = ask(f'{{ publication(language: "{code}") {{ id name language }} }}')["publication"]
        names[code] = given
    first, *rest = languages
    fallback = "[" + ", ".join(f'"{code}"' for code in rest) + "]"
    listed = ask(
        f'{{ articles(language: "{first}", fallback: {fallback}, first: 50) {{ nodes {{ language '
        "publication { id name language } section { language } tags { language } } } }"
    )["articles"]["nodes"]
    assert len({article["language"] for article in listed}) > 1
    for article in listed:
        assert article["publication"] == names[article["language"]]
        for each in (article["section"], *article["tags"]):
            assert each is None or each["language"] == article["language"]
