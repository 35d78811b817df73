"""Facets: each value's count is what the list has when the value is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ALL = "[SECTION, TAG, TREND, LANGUAGE, YEAR]"
CHOOSE: dict[str, Callable[[str], dict[str, Any]]] = {
    "SECTION": lambda value: {"sections": [value]},
    "TAG": lambda value: {"tags": {"any": [value]}},
    "TREND": lambda value: {"trend": [value]},
    "YEAR": lambda value: {"publishedAt": {"from": f"{value}-01-01", "until": f"{value}-12-31"}},
}
LIST = """
query ($language: LanguageCode, $fallback: [LanguageCode!], $filter: ArticleFilter) {
  articles(language: $language, fallback: $fallback, filter: $filter, first: 0) {
    totalCount facets(of: %s) { of values(first: 100) { value name count } }
  }
}
"""
FILTERS: list[dict[str, Any]] = [
    {},
    {"sections": ["docks"]},
    {"tags": {"any": ["fog"]}},
    {"tags": {"any": ["fog", "gulls"], "none": ["cranes"]}, "trend": ["UNCHANGED", "IMPROVED"]},
    {"tags": {"all": ["fog", "cranes"]}},
    {"publishedAt": {"from": "2030-01-10"}, "sections": ["weather", "port"]},
    {"authors": ["B. Quay"]},
    {"sections": []},
]
PLACES = {
    "section": '{ section(slug: "port") { articles(fallback: ["ru"]) { %s } } }',
    "tag": '{ tag(slug: "fog", language: "be") { articles(fallback: ["en", "ru"]) { %s } } }',
}


def of_list(ask: Callable[..., Any], **variables: Any) -> tuple[int, dict[str, dict[str, int]]]:
    found = ask(LIST % ALL, **variables)["articles"]
    counts = {
        facet["of"]: {each["value"]: each["count"] for each in facet["values"]}
        for facet in found["facets"]
    }
    return found["totalCount"], counts


@pytest.mark.parametrize("filter_", FILTERS, ids=str)
@pytest.mark.parametrize("language", ["en", "be"])
def test_a_count_is_the_length_of_the_list_with_that_value_chosen(
    ask: Callable[..., Any], filter_: dict[str, Any], language: str
) -> None:
    asked = {"language": language, "fallback": ["ru"]}
    _, counts = of_list(ask, **asked, filter=filter_)
    assert list(counts) == ["SECTION", "TAG", "TREND", "LANGUAGE", "YEAR"]
    for kind, choose in CHOOSE.items():
        for value, count in counts[kind].items():
            tags = {**filter_.get("tags", {}), **choose(value).get("tags", {})}
            chosen = {**filter_, **choose(value), **({"tags": tags} if tags else {})}
            assert of_list(ask, **asked, filter=chosen)[0] == count > 0, (kind, value)
    for value, count in counts["LANGUAGE"].items():
        assert of_list(ask, language=value, filter=filter_)[0] == count > 0


def test_what_is_counted_adds_up(ask: Callable[..., Any]) -> None:
    total, counts = of_list(ask, language="en", fallback=["ru"])
    assert total == 6
    assert counts == {
        "SECTION": {"port": 3, "town": 2, "weather": 1},
        "TAG": {"cranes": 2, "fog": 2, "gulls": 2},
        "TREND": {"IMPROVED": 1, "UNCHANGED": 2, "WORSENED": 2},
        "LANGUAGE": {"en": 5, "ru": 3, "be": 2},
        "YEAR": {"2030": 6},
    }


def test_values_of_most_articles_come_first_and_have_names(ask: Callable[..., Any]) -> None:
    query = (
        '{ articles(language: "be", fallback: ["ru", "en"]) { '
        "facets(of: [TREND, TAG, SECTION, TAG]) { of values(first: 2) { value name count } } } }"
    )
    facets = {facet["of"]: facet["values"] for facet in ask(query)["articles"]["facets"]}
    assert list(facets) == ["TREND", "TAG", "SECTION"], "each once, in the order asked for"
    assert facets["TREND"] == [
        {"value": "UNCHANGED", "name": "Не змянілася", "count": 2},
        {"value": "WORSENED", "name": "Пагоршылася", "count": 2},
    ]
    assert [each["name"] for each in facets["TAG"]] == ["Краны", "Туман"]
    assert facets["SECTION"][0] == {"value": "port", "name": "Порт", "count": 3}


@pytest.mark.parametrize("place", PLACES)
def test_lists_of_sections_and_tags_have_facets_of_their_own(
    ask: Callable[..., Any], place: str
) -> None:
    inside = f"totalCount facets(of: {ALL}) {{ of values {{ value count }} }}"
    found = ask(PLACES[place] % inside)[place]["articles"]
    counts = {
        facet["of"]: {each["value"]: each["count"] for each in facet["values"]}
        for facet in found["facets"]
    }
    slug = "port" if place == "section" else "fog"
    assert counts[place.upper()][slug] == found["totalCount"] > 0
    everywhere = ask("{ languages { code } }")["languages"]
    assert set(counts["LANGUAGE"]) <= {each["code"] for each in everywhere}


def test_the_facets_of_many_lists_are_those_of_each(ask: Callable[..., Any]) -> None:
    inside = f'articles(fallback: ["ru"]) {{ facets(of: {ALL}) {{ of values {{ value count }} }} }}'
    together = ask(f"{{ tags {{ nodes {{ slug {inside} }} }} }}")["tags"]["nodes"]
    for each in together:
        alone = ask(f'{{ tag(slug: "{each["slug"]}") {{ slug {inside} }} }}')["tag"]
        assert each == alone


def test_a_facet_with_too_many_values_is_refused(refuse: Callable[..., Any]) -> None:
    error = refuse("{ articles { facets(of: [TAG]) { values(first: 101) { value } } } }")
    assert error["extensions"] == {
        "code": "BAD_INPUT",
        "argument": "first",
        "requested": 101,
        "limit": 100,
    }


def test_rest_counts_what_it_is_asked_to(http: TestClient) -> None:
    plain = http.get("/v1/articles?first=2&language=en").json()
    assert "facets" not in plain
    body = http.get("/v1/articles?first=2&language=en&facets=year,section&section=port").json()
    assert [facet["of"] for facet in body["facets"]] == ["YEAR", "SECTION"]
    assert body["facets"][1]["values"] == [
        {"value": "port", "name": "The port", "count": 2},
        {"value": "town", "name": "The town", "count": 2},
        {"value": "weather", "name": "Weather", "count": 1},
    ]
    assert body["page"]["total"] == 2
    answer = http.get("/v1/articles?facets=colour")
    assert answer.status_code == 400
    assert "section, tag, trend, language, year" in answer.json()["detail"]


def test_a_renamed_section_changes_what_its_name_stands_in(http: TestClient) -> None:
    plain = http.get("/v1/articles?first=0&language=en").headers["Surrogate-Key"].split()
    counted = http.get("/v1/articles?first=0&language=en&facets=section,tag")
    assert "Section" not in plain
    assert {"Article", "Section", "Tag"} <= set(counted.headers["Surrogate-Key"].split())


def test_a_year_begins_at_midnight_in_the_time_zone(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_publication(tmp_path / "news", timezone="Pacific/Kiritimati")  # UTC+14
    for key, instant in {
        "old": "2029-12-31T09:59:59Z",
        "new": "2029-12-31T10:00:00Z",
        "sure": "2029-06-01T00:00:00Z",
    }.items():
        write_piece(folder / "2029-12-31" / f"{key}.en.md", published_at=instant)
    assert seed(folder)["ok"]
    years = client.get("/v1/articles?first=0&facets=year").json()["facets"][0]["values"]
    assert [(each["value"], each["count"]) for each in years] == [("2030", 1), ("2029", 2)]
    within = client.get("/v1/articles?from=2030-01-01&until=2030-12-31").json()
    assert [each["key"] for each in within["items"]] == ["new"]
