"""Filters of articles and issues: each condition alone, and several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 'language: "en", fallback: ["ru"]'
KEYS = ["tide-table", "crane-stops", "fog-week", "new-crane", "gull-count", "notice"]


def only(*keys: str) -> list[str]:
    return [key for key in KEYS if key in keys]


ARTICLES = {
    "{}": KEYS,
    "null": KEYS,
    "{ sections: null, tags: null, trend: null, issues: null, authors: null }": KEYS,
    "{ tags: {}, publishedAt: {} }": KEYS,
    '{ publishedAt: { from: "0001-01-01", until: "9999-12-31" } }': KEYS,
    '{ publishedAt: { until: "0001-01-01" } }': [],
    '{ publishedAt: { from: "9999-12-31" } }': [],
    '{ sections: ["town"] }': only("gull-count", "notice"),
    '{ sections: ["docks"] }': only("tide-table", "crane-stops", "new-crane"),
    '{ sections: ["docks", "port", "weather"] }': only(
        "tide-table", "crane-stops", "fog-week", "new-crane"
    ),
    "{ sections: [] }": [],
    '{ tags: { any: ["fog", "gulls"] } }': only(
        "crane-stops", "fog-week", "new-crane", "gull-count"
    ),
    '{ tags: { all: ["fog", "cranes"] } }': only("crane-stops"),
    '{ tags: { all: ["fog", "cranes", "fog", "cranes"] } }': only("crane-stops"),
    '{ tags: { all: ["fog", "fog"] } }': only("crane-stops", "fog-week"),
    '{ tags: { all: ["fog", "cranes", "nothing"] } }': [],
    '{ tags: { all: ["fog", "cranes"], none: ["gulls"] }, sections: ["docks"] }': only(
        "crane-stops"
    ),
    '{ tags: { any: ["fog"], all: ["cranes", "fog"] }, authors: ["B. Quay"] }': only("crane-stops"),
    '{ tags: { none: ["fog", "gulls"] } }': only("tide-table", "notice"),
    '{ tags: { any: ["cranes"], none: ["fog"] } }': only("new-crane"),
    '{ tags: { any: ["cranes"], all: ["gulls"], none: ["fog"] } }': only("new-crane"),
    '{ tags: { any: ["nothing"] } }': [],
    '{ tags: { none: ["nothing"] } }': KEYS,
    "{ tags: { any: [] } }": [],
    "{ tags: { all: [], none: [] } }": KEYS,
    "{ trend: [WORSENED] }": only("crane-stops", "gull-count"),
    "{ trend: [IMPROVED, UNCHANGED] }": only("tide-table", "fog-week", "new-crane"),
    "{ trend: UNCHANGED }": only("tide-table", "fog-week"),
    '{ issues: ["2030-01-07"] }': only("new-crane", "gull-count"),
    '{ issues: ["2030-01-07", "2030-01-21", "2031-01-01"] }': only(
        "tide-table", "new-crane", "gull-count"
    ),
    '{ authors: ["B. Quay"] }': only("crane-stops", "new-crane"),
    '{ authors: ["A. Harbour", "B. Quay"] }': only("crane-stops", "new-crane"),
    '{ authors: ["B."] }': [],
    '{ authors: ["b. quay"] }': [],
    '{ publishedAt: { from: "2030-01-21" } }': only("tide-table", "crane-stops", "fog-week"),
    '{ publishedAt: { until: "2030-01-14" } }': only("new-crane", "gull-count", "notice"),
    '{ publishedAt: { from: "2030-01-14T06:00:00Z", until: "2030-01-14T09:00:00+03:00" } }': only(
        "new-crane", "gull-count"
    ),
    '{ publishedAt: { from: "2030-01-14T06:00:01Z", until: "2030-01-21T05:59:59Z" } }': [],
    '{ sections: ["port"], trend: [WORSENED, IMPROVED], authors: ["A. Harbour"] }': only(
        "new-crane"
    ),
    '{ tags: { any: ["cranes"] }, issues: ["2030-01-14"], publishedAt: { from: "2030-01-20" } }': (
        only("crane-stops")
    ),
}
ISSUES = {
    "{}": ["2030-01-21", "2030-01-14", "2030-01-07"],
    "{ numbers: [1, 2, 3] }": ["2030-01-14", "2030-01-07"],
    "{ numbers: [] }": [],
    '{ startsOn: { from: "2030-01-08" } }': ["2030-01-21", "2030-01-14"],
    '{ startsOn: { from: "2030-01-14", until: "2030-01-14" } }': ["2030-01-14"],
    '{ publishedAt: { from: "2030-01-01" } }': ["2030-01-14", "2030-01-07"],
    '{ publishedAt: { until: "2030-01-14" } }': ["2030-01-07"],
    '{ numbers: [1, 2], startsOn: { from: "2030-01-08" } }': ["2030-01-14"],
}


@pytest.mark.parametrize(("given", "keys"), ARTICLES.items())
def test_articles_are_those_that_meet_all_conditions(
    ask: Callable[..., Any], given: str, keys: list[str]
) -> None:
    query = "{ articles(" + EVERY + ", filter: " + given + ") { nodes { key } totalCount } }"
    articles = ask(query)["articles"]
    assert [node["key"] for node in articles["nodes"]] == keys
    assert articles["totalCount"] == len(keys)


@pytest.mark.parametrize(("given", "slugs"), ISSUES.items())
def test_issues_are_those_that_meet_all_conditions(
    ask: Callable[..., Any], given: str, slugs: list[str]
) -> None:
    issues = ask("{ issues(filter: " + given + ") { nodes { slug } totalCount } }")["issues"]
    assert [node["slug"] for node in issues["nodes"]] == slugs
    assert issues["totalCount"] == len(slugs)


def test_a_filter_holds_within_a_section_and_a_tag(ask: Callable[..., Any]) -> None:
    data = ask(
        """{
          section(slug: "port") { articles(filter: { trend: [IMPROVED] }) { nodes { key } } }
          tag(slug: "gulls") {
            articles(filter: { sections: ["town"] }) { totalCount nodes { key } }
          }
        }"""
    )
    assert data["section"]["articles"]["nodes"] == [{"key": "new-crane"}]
    assert data["tag"]["articles"] == {"totalCount": 1, "nodes": [{"key": "gull-count"}]}


def test_a_day_is_whole_in_the_publications_time_zone(ask: Callable[..., Any]) -> None:
    # The notice is of 2030-01-02T00:00:00Z: three o'clock at night in Minsk.
    found = {}
    for name, span in {
        "that day": '{ from: "2030-01-02", until: "2030-01-02" }',
        "its first second": '{ from: "2030-01-02T03:00:00+03:00", until: "2030-01-02T00:00:00Z" }',
        "the day before": '{ until: "2030-01-01" }',
        "midnight in UTC": '{ until: "2030-01-01T23:59:59Z" }',
    }.items():
        query = "{ articles(filter: { publishedAt: " + span + " }) { totalCount } }"
        found[name] = ask(query)["articles"]["totalCount"]
    assert found == {
        "that day": 1,
        "its first second": 1,
        "the day before": 0,
        "midnight in UTC": 0,
    }


def test_articles_of_one_instant_stand_in_the_issues_order(ask: Callable[..., Any]) -> None:
    query = "{ a: articles { nodes { key } } b: articles(orderBy: OLDEST) { nodes { key } } }"
    data = ask(query)
    newest = [node["key"] for node in data["a"]["nodes"]]
    assert newest == only("tide-table", "fog-week", "new-crane", "gull-count", "notice")
    assert [node["key"] for node in data["b"]["nodes"]] == newest[::-1]


@pytest.mark.parametrize(
    "given",
    [
        '{ sections: ["sport"] }',
        "{ trend: [BETTER] }",
        '{ publishedAt: { from: "2030-01-32" } }',
        '{ publishedAt: { from: "2030-01-01T00:00:00" } }',
        '{ publishedAt: { from: "now" } }',
        '{ title: "x" }',
        '{ authors: "\\u0000" }',
        '{ tags: { any: ["a\\u0000"] } }',
        "{ issues: [" + ", ".join(f'"{i}"' for i in range(101)) + "] }",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(refuse: Callable[..., Any], given: str) -> None:
    error = refuse("{ articles(filter: " + given + ") { totalCount } }")
    assert error["extensions"]["code"] in ("BAD_INPUT", "GRAPHQL_VALIDATION_FAILED")


def test_an_unknown_section_is_told_with_those_that_there_are(refuse: Callable[..., Any]) -> None:
    error = refuse('{ articles(filter: { sections: ["sport"] }) { totalCount } }')
    assert error["extensions"]["code"] == "BAD_INPUT"
    for word in ("sport", "port", "town", "weather"):
        assert word in error["message"]
