"""The reader of saved pages: every layout, every known bite, and the pages it must refuse."""
# ruff: noqa: RUF001 - the pages are in Belarusian and Russian too, with the weekly's own dashes

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from seed.readers.page import NotAnArticle, PageFacts, read_page
from seed.readers.page_dates import read_week
from seed.readers.page_status import trend_of

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared" / "pages"
EXPECTED = PAGES / "expected.jsonl"
REFUSED = {"053.txt": "section list", "079.txt": "about page"}

LEAD = (
    "The ferry office hopes to be seen as busy by its neighbours across the lake, even where its "
    "boats lie still. It also looks for a second yard to mend them."
)
BODY = "On July 3rd, 2018, the boats lay in port.\n\nThe harbour master said nothing of it."
RUSSIAN = "Паромная служба надеется, что соседи заметят её усердие, хотя лодки стоят у причала."
BELARUSIAN = "Паромная служба спадзяецца, што суседзі заўважаць яе руплівасць, хоць лодкі стаяць."
TITLE = "Ferry office looks for a second yard"
TAIL = (
    "\n\nYou have been successfully subscribed\n\nSubscribe to our newsletter\n\nOnce a week, in "
    "coordination with a group of prominent Belarusian analysts, we provide commentaries.\nEN\n"
    "BE/RU\nSubscribe\n\nSituation in Belarus\n\nNovember 11 – November 17\nView all\n\n"
    "Subscribe to us\n\nRead more\n"
)


def weekly(  # noqa: PLR0913 - one argument for each part a page may have or lack
    *,
    switch: str = "by\n",
    week: str = "July 2 – July 8, 2018",
    section: str = "Security issues\n",
    title: str = TITLE,
    status: str = "The situation has not changed",
    repeat: str = TITLE + "\n",
    credit: str = "",
    text: str = f"{LEAD}\n\n{BODY}",
) -> str:
    """Lay out a page as the weekly does today."""
    return f"{switch}{week}\n{section}\n{title}\n\n{status}\n{repeat}{credit}\n{text}"


def older(*, category: str = "Category status:\n", when: str = "July 17, 2017 9:31\n") -> str:
    """Lay out a page as the weekly did before."""
    return f"header -->\n\n{TITLE}\n\n{category}{when}\n{LEAD}\n\n{BODY}"


def codes(page: PageFacts) -> list[str]:
    """List the warnings' codes."""
    return [warning.code for warning in page.warnings]


def refused(text: str, address: str | None = None) -> str:
    """Give the kind of page that the reader says this is instead of an article."""
    with pytest.raises(NotAnArticle) as refusal:
        read_page(text, address)
    assert refusal.value.line >= 1
    assert refusal.value.reason
    return refusal.value.kind


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


def test_a_status_sentence_inside_the_body_is_body() -> None:
    text = f"{LEAD}\n\nThe situation got worse\n\n{BODY}"
    page = read_page(weekly(text=text))
    assert (page.trend, page.body[0]) == ("unchanged", "The situation got worse")
    assert read_page(f"{TITLE}\n{text}").trend is None


@pytest.mark.parametrize(
    "repeat",
    [
        "",
        TITLE + "\n",
        "Ferry  office looks for a “second” yard\n",
        TITLE.replace("yard", "yards") + "\n",
    ],
)
def test_the_headline_s_repeat_may_be_missing_or_differ_a_little(repeat: str) -> None:
    assert read_page(weekly(repeat=repeat)).lead == LEAD


def test_a_lead_that_begins_with_the_headline_is_still_the_lead() -> None:
    lead = f"{TITLE}. {LEAD}"
    assert read_page(weekly(text=lead)).lead == lead
    assert read_page(f"{TITLE}\n{lead}\n{LEAD}").lead == lead


@pytest.mark.parametrize(
    "credit",
    [
        *("Image: weekly.example", "Photo: A. B.", "Фото: Имя Фамилия", "Фота:", "Image from"),
        *("Снимок носит иллюстративный характер. Фото: пример", "weekly.example", "A boat in port"),
        "Паром у прычала, травень 2023 года.",
    ],
)
@pytest.mark.parametrize("repeat", ["", TITLE + "\n"])
def test_a_credit_under_the_head_is_not_the_lead(credit: str, repeat: str) -> None:
    page = read_page(weekly(credit=credit + "\n", repeat=repeat))
    assert (page.credit, page.lead, page.language) == (credit, LEAD, "en")
    page = read_page(older(when=f"July 17, 2017 9:31\n{credit}\n"))
    assert (page.credit, page.lead) == (credit, LEAD)


def test_a_lead_directly_under_the_head_is_no_credit() -> None:
    page = read_page(weekly(credit=LEAD + "\n", text=BODY))
    assert (page.credit, page.lead, page.body) == (None, LEAD, tuple(BODY.split("\n\n")))


def test_a_lead_about_an_image_is_no_credit() -> None:
    lead = "Image of the ferries abroad suffers, and photo reporters see it. " + LEAD
    assert read_page(weekly(text=f"{lead}\n\n{BODY}")).lead == lead


@pytest.mark.parametrize("length", range(1, len(TAIL) + 1))
def test_a_tail_cut_anywhere_is_never_content(length: int) -> None:
    page = read_page(weekly() + TAIL[:length])
    assert (page.body[-1], codes(page)) == (BODY.rsplit("\n\n", maxsplit=1)[-1], [])


def test_a_page_cut_anywhere_below_its_headline_is_read_as_far_as_it_goes() -> None:
    text = weekly(credit="Image: weekly.example\n")
    for end in range(text.index(TITLE) + len(TITLE), len(text)):
        page = read_page(text[:end])
        assert (page.title, page.section) == (TITLE, "security-issues")
        assert page.lead is None or LEAD.startswith(page.lead) or end < text.index(LEAD)


def test_a_page_that_ends_within_a_sentence_is_warned_about() -> None:
    page = read_page(weekly()[:-5])
    assert [(w.line, w.code) for w in page.warnings] == [(14, "CUT")]


def test_the_older_layout_has_a_time_but_no_week() -> None:
    page = read_page(older())
    assert (page.title, page.lead) == (TITLE, LEAD)
    assert page.published_at == datetime(2017, 7, 17, 9, 31)  # noqa: DTZ001 - naive as printed
    assert codes(page) == ["NO_SECTION", "NO_WEEK"]


def test_the_day_on_which_old_material_was_loaded_is_taken_and_warned_about() -> None:
    page = read_page(older(when="April 22, 2016 17:55\n"))
    assert page.published_at == datetime(2016, 4, 22, 17, 55)  # noqa: DTZ001 - naive as printed
    assert "LOADED_DATE" in codes(page)


def test_a_category_status_with_a_value_is_the_trend() -> None:
    category = "Category status:\n- (The situation has deteriorated)\nImage from\n"
    page = read_page(older(category=category, when=""))
    assert (page.trend, page.credit, page.lead) == ("worsened", "Image from", LEAD)


@pytest.mark.parametrize("cut", [None, 30, 18, 5])
def test_similar_articles_and_recent_trends_never_belong_to_the_page(cut: int | None) -> None:
    other = "\n\nSimilar articles\n\nOther headline\nMay 8, 2017 10:43\nPhoto: X\n\nOther.\n\nMore."
    page = read_page((older() + other + "\n\nRecent trends\n")[: -cut if cut else None])
    assert (page.published_at, page.body) == (
        read_page(older()).published_at,
        tuple(BODY.split("\n\n")),
    )
    assert read_page(older() + "\n\nRecent trends").body == page.body


def test_the_bare_layout_is_headline_lead_and_body() -> None:
    text = f"{TITLE}\n{LEAD}\nIt goes on.\nSubscribe to our newsletter\nSituation in Belarus"
    page = read_page(text)
    assert (page.title, page.lead, page.body) == (TITLE, LEAD, ("It goes on.",))


@pytest.mark.parametrize(
    ("text", "language"),
    [(LEAD, "en"), (RUSSIAN, "ru"), (BELARUSIAN, "be"), (LEAD + " Так сказали в порту.", "en")],
)
def test_the_language_is_that_of_the_text_and_not_of_the_labels(text: str, language: str) -> None:
    labels = {"week": "Люты 22 – Люты 28, 2021", "section": "Кіруючы клас\n"}
    page = read_page(
        weekly(**labels, status="Сітуацыя пагоршылася", text=text), "/be/kiruyuchy-klas/a"
    )
    assert (page.language, page.trend) == (language, "worsened")


def test_bytes_that_editors_leave_behind_change_nothing() -> None:
    plain = read_page(weekly() + TAIL)
    text = "\ufeff" + (weekly() + TAIL).replace("\n", " \r\n")
    again = read_page(text.replace("\r\n \r\nOn July", "\r\n \r\n \r\nOn July"))
    assert (again.title, again.lead, again.body) == (plain.title, plain.lead, plain.body)


def test_no_break_spaces_stay_and_backslashed_quotes_lose_their_backslash() -> None:
    page = read_page(weekly(text=f'{LEAD}\n\nSome\u00a05 boats, called \\"small\\", lay there.'))
    assert page.body == ('Some\u00a05 boats, called "small", lay there.',)


def test_the_markdown_has_subheadings_and_nothing_that_could_be_misread() -> None:
    lines = [
        "Economy",
        "# 5 was *first* of [all] <b>.",
        "1. It began.",
        "> It said.",
        "- It ended.",
    ]
    page = read_page(weekly(text="\n\n".join([LEAD, *lines])))
    assert page.markdown().split("\n\n") == [
        "## Economy",
        "\\# 5 was \\*first\\* of \\[all\\] \\<b>.",
        "1\\. It began.",
        "\\> It said.",
        "\\- It ended.",
    ]
    assert read_page(weekly(text=LEAD)).markdown() == ""


LIST = "Boats rest\n\nJuly 2 – July 8\n\nWill boats sail?\n\nJune 25 – July 1\n\nBoats sa"
FRONT = f"Boats rest\n\n{LEAD[:-1]}...\n\nBoats sail\n\n{LEAD[:-1]}...\n\nBo"
CALL = "Please send your essay by March. The jury will choose three, and there are prizes."


@pytest.mark.parametrize(
    ("text", "address", "kind"),
    [
        ("", None, "empty page"),
        (" \n\ufeff\n\n", None, "empty page"),
        ("by\nJuly 2 – July 8, 20", None, "empty page"),
        (TITLE, None, "empty page"),
        ("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None, "not text"),
        ("<!DOCTYPE html><html></html>", None, "not text"),
        (f"All trends\n\nSecurity issues\n\n{LIST}", None, "section list"),
        ("by\nAll trends\nSecu", None, "section list"),
        (LIST, None, "section list"),
        (LIST.replace("\n\n", "\n"), None, "section list"),
        ("Boats rest\nBoats sail", "/analytics/security-issues/page/3", "section list"),
        (FRONT, None, "front page"),
        (f"Boats rest\n\n{LEAD}\n\nOur projects\n\n{LEAD}", None, "front page"),
        (f"Boats rest\n\n{LEAD}", "https://weekly.example/be/", "front page"),
        (f"Who we are\n\n{LEAD}\n> The ruling elite\n> Secu", None, "about page"),
        (f"Who we are\n\n{LEAD}\n- Кіруючы клас\n- Бяспека", None, "about page"),
        (f"About us\n\n{LEAD}", None, "about page"),
        (f"Who we are\n\n{LEAD}", "/about-monitoring", "about page"),
        (f"Essay contest: my lake\n\nMarch 2, 2015 10:00\n\n{LEAD}", None, "contest page"),
        (f"Competition opens\n\n{CALL}", None, "contest page"),
        (f"Write and win\n\nThe yearly competition is open. {CALL}", None, "contest page"),
        (f"Winners\n\n{LEAD}", "/contest/winners", "contest page"),
        (f"Конкурс для авторов\n\n{RUSSIAN} Присылайте статьи, жюри ждёт.", None, "contest page"),
        (f"Конкурс эсэ пра возера\n{BELARUSIAN}", None, "contest page"),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_a_clear_word(
    text: str, address: str | None, kind: str
) -> None:
    assert refused(text, address) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Competition between ministries intensifies",
        "Contest for influence: two neighbours on one lake",
        "Opposition to nominate a single candidate",
        "Ministers do not know how to apply the decree",
        "About half of the crews want other work",
        "All trends point to recession",
        "Конкурс на покупку верфи провалился",
        "The situation on the lake is tense",
    ],
)
def test_an_ordinary_article_is_never_refused(title: str) -> None:
    tender = f"{LEAD}\n\nThe tender had five applications; a contest with a jury was held in May."
    for text in (
        weekly(title=title, repeat="", text=tender),
        f"{title}\n{tender}",
        f"{title}\n\nCategory status:\nJuly 17, 2017 9:31\n\n{tender}",
    ):
        assert read_page(text, "/economy/a-b").title == title


def test_a_page_in_the_weekly_s_own_layout_is_an_article_whatever_its_address() -> None:
    assert read_page(weekly(), "/").title == TITLE


def test_every_section_alias_of_the_weekly_is_one_the_reader_knows() -> None:
    definition = yaml.safe_load((ROOT / "seed/weekly/publication.yaml").read_text(encoding="utf-8"))
    for section in definition["sections"]:
        for part in (section["slug"], *section.get("aliases", [])):
            page = read_page(f"{TITLE}\n{LEAD}", f"/{part}/a-b")
            assert page.section == section["slug"]
        for label in section["name"].values():
            assert read_page(weekly(section=label + "\n")).section == section["slug"]
    for labels in definition["trends"].values():
        assert all(trend_of(sentence) == trend for trend, sentence in labels.items())
