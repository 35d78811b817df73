"""Search: order, phrases, what is not wanted, beginnings, folding, other scripts, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from searching import ask, serve_both, slugs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searching import Clients


@pytest.fixture(scope="module")
def clients(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    with serve_both(new_database, tmp_path_factory.mktemp("articles")) as made:
        yield made


def test_the_title_counts_most_then_the_lead_the_tags_and_the_body(clients: Clients) -> None:
    found = ask(clients, "heron")["items"]
    assert [(item["article"]["title"], item["score"]) for item in found] == [
        ("Herons again", 16),
        ("The heron", 16),
        ("in-lead.en", 8),
        ("A heronry", 8),
        ("in-tag.en", 4),
        ("in-body.en", 2),
    ]


def test_a_withdrawn_article_is_not_found(clients: Clients) -> None:
    assert slugs(clients, "withdrawn") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"bread and butter"', ["order"]),
        ("«butter and bread»", ["reverse"]),
        ("“butter, then bread", ["order"]),
        ('bread -"butter and bread"', ["order"]),
        ("bread butter", ["order", "reverse"]),
        ("bread -only", ["order"]),
        ("bread - only", ["reverse"]),
        ("well-known", ["reverse"]),
        ("known-well", []),
        ('"the heron"', ["in-title"]),
    ],
)
def test_phrases_and_what_is_not_wanted(clients: Clients, query: str, found: list[str]) -> None:
    assert sorted(slugs(clients, query)) == sorted(found)


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("but", True),
        ("butt", True),
        ("bu", False),
        ("butt* bread", True),
        ("butt bread", False),
        ('"butt"', False),
        ("brea butt*", False),
        ("bread -butt", True),
        ("bread -butt*", False),
    ],
)
def test_the_last_word_and_any_with_a_star_may_be_a_beginning(
    clients: Clients, query: str, *, finds: bool
) -> None:
    assert ("order" in slugs(clients, query)) == finds


@pytest.mark.parametrize(
    "query",
    [
        *(
            "cafe",
            "CAFÉ",
            "cafe\u0301",
            "ca\u00adfé",
            "ＣＡＦＥ",
            "zoe",
            "Zoë",
            "NAIVE",
            "angstrom",
        ),
        *("O’Brien", "O'Brien", "oʼbrien", "obrien", "O'Hara", "don't", "dont"),
    ],
)
def test_case_accents_and_apostrophes_make_no_difference(clients: Clients, query: str) -> None:
    assert slugs(clients, query) == ["accents"]


@pytest.mark.parametrize("query", ["еще", "ЁЛКИ", "елка", "съемки", "объездом"])
def test_yo_is_ye_and_words_are_found_in_all_forms(clients: Clients, query: str) -> None:
    assert slugs(clients, query, language="ru") == ["swan"]


@pytest.mark.parametrize("query", ["13,300", "13300", '"13,300 thalers"', "2031 thaler"])
def test_numbers_are_found_however_they_are_grouped(clients: Clients, query: str) -> None:
    assert slugs(clients, query) == ["numbers"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("北京", ["script"]),
        ("京北", []),
        ("京", ["other-script", "script"]),
        ("東京タワー", ["script"]),
        ("北海道", ["other-script"]),
        ("ไทย", ["script"]),
        ("欢迎 visitor", ["script"]),
    ],
)
def test_scripts_without_spaces_are_found_by_their_characters(
    clients: Clients, query: str, found: list[str]
) -> None:
    assert sorted(slugs(clients, query)) == found


def test_pages_follow_each_other_both_ways_and_say_how_much_there_is(clients: Clients) -> None:
    whole = slugs(clients, "heron", first=100)
    assert len(whole) == 6
    seen: list[str] = []
    after: dict[str, Any] = {}
    while True:
        body = ask(clients, "heron", first=2, **after)
        assert body["page"]["total"] == 6
        seen += [item["article"]["slug"] for item in body["items"]]
        if not body["page"]["next"]:
            break
        assert f'<{body["page"]["next"]}>; rel="next"' in body["link"]
        after = {"after": body["page"]["next"].rpartition("after=")[2]}
    assert seen == whole
    assert slugs(clients, "heron", last=2) == whole[-2:]
    before = ask(clients, "heron", last=2)["page"]["previous"].rpartition("before=")[2]
    assert slugs(clients, "heron", last=3, before=before) == whole[1:4]


def test_a_cursor_of_another_query_or_filter_is_refused(clients: Clients) -> None:
    after = ask(clients, "heron", first=1)["page"]["next"].rpartition("after=")[2]
    for query, more in (("bread", {}), ("herons", {"section": "boats"}), ("heron -x", {})):
        body = ask(clients, query, after=after, **more)
        assert (body["status"], body["code"]) == (400, "CURSOR_INVALID")


def test_filters_narrow_what_is_found(clients: Clients) -> None:
    assert slugs(clients, "heron", tag="heron") == ["in-tag"]
    assert slugs(clients, "heron", **{"from": "2031-01-14"}) == ["newer"]
    assert slugs(clients, "heron", section="boats") == []
    assert ask(clients, "heron", section="nowhere")["code"] == "BAD_INPUT"


def facets(clients: Clients, query: str, **more: Any) -> dict[str, dict[str, int]]:
    asked = ask(clients, query, facets="SECTION,TAG,TREND,LANGUAGE,YEAR", first=0, **more)
    return {
        facet["of"]: {each["value"]: each["count"] for each in facet["values"]}
        for facet in asked["facets"]
    }


def test_facets_count_all_that_is_found_each_without_its_own_filter(clients: Clients) -> None:
    found = facets(clients, "heron")
    assert found["TAG"] == {"heron": 1}
    assert found["LANGUAGE"] == {"en": 6}
    assert found["YEAR"] == {"2031": 6}
    assert sum(found["SECTION"].values()) == 6
    narrowed = facets(clients, "heron", **{"from": "2031-01-14"})
    assert narrowed["YEAR"] == {"2031": 6}
    assert narrowed["LANGUAGE"] == {"en": 1}
    assert narrowed["TAG"] == {}


def test_the_facet_of_languages_reads_the_query_as_each_language_does(clients: Clients) -> None:
    found = facets(clients, "ёлками")
    assert found.pop("LANGUAGE") == {"ru": 1}
    assert not any(found.values())
