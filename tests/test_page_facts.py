"""What the reader of saved pages makes of the head of a page: week, section, status."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from saved_pages import (
    BODY,
    EXPECTED,
    LEAD,
    PAGES,
    REFUSED,
    TAIL,
    TITLE,
    codes,
    refused,
    weekly,
)

from seed.readers.page.dates import read_week
from seed.readers.page.reader import read_page
from seed.readers.page.status import trend_of


def expectations() -> list[Any]:
    """Read what a reader must get from the shared pages, if they are here."""
    if not EXPECTED.exists():
        return []
    return [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not PAGES.exists(), reason="the shared pages are not on this machine")
@pytest.mark.parametrize("expected", expectations(), ids=lambda record: str(record["file"]))
def test_shared_pages_are_read_as_expected(expected: dict[str, Any]) -> None:
    text = (PAGES / expected["file"]).read_text(encoding="utf-8")
    if expected["file"] in REFUSED:
        assert refused(text) == REFUSED[expected["file"]]
        return
    page = read_page(text)
    at = page.published_at
    assert {
        "file": expected["file"],
        "language": page.language,
        "starts_on": page.starts_on.isoformat() if page.starts_on else None,
        "ends_on": page.ends_on.isoformat() if page.ends_on else None,
        "published_at": at.isoformat(timespec="minutes") if at else None,
        "section": page.section_label,
        "trend": page.trend,
        "title": page.title,
        "paragraph_count": 1 + len(page.body),
    } == {key: expected[key] for key in expected if key not in {"lead_first_words", "last_words"}}
    paragraphs = (page.lead or "", *page.body)
    assert paragraphs[0].startswith(expected["lead_first_words"])
    assert paragraphs[-1].endswith(expected["last_words"])


@pytest.mark.skipif(not PAGES.exists(), reason="the shared pages are not on this machine")
@pytest.mark.parametrize("name", ["030.txt", "051.txt", "053.txt", "079.txt"])
def test_shared_pages_that_are_no_articles_are_refused_without_an_address(name: str) -> None:
    assert refused((PAGES / name).read_text(encoding="utf-8")).endswith(("list", "page"))


def test_a_page_of_the_weekly_is_read_with_the_line_of_every_fact() -> None:
    page = read_page(
        weekly(credit="Image: weekly.example\n") + TAIL, "/security-issues/second-yard/"
    )
    assert (page.language, page.title, page.lead) == ("en", TITLE, LEAD)
    assert (page.starts_on, page.ends_on) == (date(2018, 7, 2), date(2018, 7, 8))
    assert (page.section, page.section_label) == ("security-issues", "Security issues")
    assert (page.trend, page.credit) == ("unchanged", "Image: weekly.example")
    assert (page.slug, page.published_at, page.warnings) == ("second-yard", None, ())
    assert page.body == tuple(BODY.split("\n\n"))
    assert dict(page.lines) == {
        "week": 2,
        "section": 3,
        "title": 5,
        "trend": 7,
        "repeat": 8,
        "credit": 9,
        "lead": 11,
        "body": 13,
    }


@pytest.mark.parametrize("switch", ["", "by\n", "en\n", "ru\n", "be\n\n"])
def test_the_switch_line_is_neither_content_nor_the_language(switch: str) -> None:
    page = read_page(weekly(switch=switch))
    assert (page.language, page.title) == ("en", TITLE)


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("December 31 – January 6, 2019", date(2018, 12, 31)),
        ("December 29, 2014 – January 4, 2015", date(2014, 12, 29)),
        ("July 2 - July 8, 2018", date(2018, 7, 2)),
        ("July 2 — July 8, 2018", date(2018, 7, 2)),
        ("July 2–8, 2018", date(2018, 7, 2)),
        ("July\u00a02 –\u00a0July 8, 2018", date(2018, 7, 2)),
        ("Люты 22 – Люты 28, 2021", date(2021, 2, 22)),
        ("Снежань 27 – Студзень 2, 2022", date(2021, 12, 27)),
        ("Май 3 – Май 9, 2021", date(2021, 5, 3)),
        ("траўня 3 – Травень 9, 2021", date(2021, 5, 3)),
        ("2 июля – 8 июля 2018 г.", date(2018, 7, 2)),
        ("28 чэрвеня – 4 ліпеня 2021", date(2021, 6, 28)),
        ("Декабрь 27 – Январь 2, 2022", date(2021, 12, 27)),
    ],
)
def test_a_week_is_read_in_every_language_dash_and_over_the_year_end(
    printed: str, first: date
) -> None:
    page = read_page(weekly(week=printed))
    assert page.starts_on == first
    assert "WEEK_NOT_MONDAY" not in codes(page)


def test_every_belarusian_month_is_known() -> None:
    months = (
        "Студзень Люты Сакавік Красавік Травень Чэрвень Ліпень Жнівень Верасень Кастрычнік "
        "Лістапад Снежань"
    )
    for number, name in enumerate(months.split(), start=1):
        week = read_week(f"{name} 1 – {name} 7, 2021")
        assert week is not None
        assert week.starts_on == date(2021, number, 1)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("July 3 – July 9, 2018", "WEEK_NOT_MONDAY"),
        ("July 2 – July 9, 2018", "WEEK_NOT_MONDAY"),
        ("February 26 – February 31, 2018", "BAD_WEEK"),
        ("July 2 – July 8", "WEEK_WITHOUT_YEAR"),
    ],
)
def test_a_strange_week_is_warned_about_at_its_line(printed: str, code: str) -> None:
    page = read_page(weekly(week=printed))
    assert [(w.line, w.code) for w in page.warnings] == [(2, code)]
    assert page.warnings[0].remedy


def test_only_the_first_of_two_weeks_is_the_issue_s() -> None:
    page = read_page(weekly(week="July 2 – July 8, 2018\nJuly 9 – July 15, 2018"))
    assert (page.starts_on, page.section) == (date(2018, 7, 2), "security-issues")
    assert codes(page) == ["SECOND_WEEK"]


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("The ruling elite", "ruling-elite"),
        ("Кіруючы клас", "ruling-elite"),
        ("Society and political parties", "society-and-political-parties"),
        ("Грамадства і партыі", "society-and-political-parties"),
        ("Belarus–West relations", "belarus-west-relations"),
        ("Belarus-Russia relations", "belarus-russia-relations"),
        ("Безопасность", "security-issues"),
    ],
)
def test_a_section_label_gives_the_slug_of_today(label: str, slug: str) -> None:
    page = read_page(weekly(section=label + "\n"))
    assert (page.section, page.section_label, page.title) == (slug, label, TITLE)


def test_an_unknown_section_stays_none_with_a_warning_even_where_the_address_has_one() -> None:
    page = read_page(weekly(section="Lakes and rivers\n"), "/security-issues/second-yard")
    assert (page.section, page.section_label, page.title) == (None, "Lakes and rivers", TITLE)
    assert codes(page) == ["UNKNOWN_SECTION"]


def test_a_headline_named_like_a_section_is_the_headline_where_it_stands_alone() -> None:
    text = weekly(section="", title="Security issues", repeat="Security issues\n")
    page = read_page(text)
    assert (page.title, page.section_label, page.lead) == ("Security issues", None, LEAD)


@pytest.mark.parametrize(
    ("address", "section", "slug"),
    [
        ("/security-issues/second-yard", "security-issues", "second-yard"),
        ("https://weekly.example/the-ruling-elite/a-b/?page=1", "ruling-elite", "a-b"),
        ("/by/kiruyuchy-klas/vtoroy-prichal/", "ruling-elite", "vtoroy-prichal"),
        ("/be/gramadstva-i-partyi/x1", "society-and-political-parties", "x1"),
        ("/society-and-politics/a-b", "society-and-political-parties", "a-b"),
        ("/economy-2/a-b", None, "a-b"),
        ("/6873-2", None, None),
        ("/second-yard", None, "second-yard"),
        (None, None, None),
    ],
)
def test_an_address_gives_the_slug_and_the_unprinted_section(
    address: str | None, section: str | None, slug: str | None
) -> None:
    page = read_page(f"{TITLE}\n{LEAD}\n{BODY}", address)
    assert (page.section, page.slug) == (section, slug)
    assert ("NO_SECTION" in codes(page)) == (section is None)


@pytest.mark.parametrize(
    ("sentence", "trend"),
    [
        ("The situation has not changed", "unchanged"),
        ("The situation did not change.", "unchanged"),
        ("The situation got worse", "worsened"),
        ("- (The situation has deteriorated)", "worsened"),
        ("The situation has gotten better", "improved"),
        ("The situation has improved", "improved"),
        ("Сітуацыя пагоршылася", "worsened"),
        ("Сітуацыя палепшылася", "improved"),
        ("Сітуацыя не змянілася", "unchanged"),
        ("Ситуация не изменилась", "unchanged"),
        ("Ситуация ухудшилась", "worsened"),
        ("Ситуация улучшилась", "improved"),
        ("The situation has not improved", None),
        ("The situation is tense", None),
        ("Ситуация не улучшилась", None),
    ],
)
def test_a_status_sentence_gives_a_trend_or_a_warning_and_never_a_guess(
    sentence: str, trend: str | None
) -> None:
    page = read_page(weekly(status=sentence))
    assert (trend_of(sentence), page.trend, page.lead) == (trend, trend, LEAD)
    assert ("UNKNOWN_STATUS" in codes(page)) == (trend is None)
