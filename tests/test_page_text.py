"""What the reader of saved pages takes for text: credit, lead, body, and what is none of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from saved_pages import (
    BELARUSIAN,
    BODY,
    LEAD,
    RUSSIAN,
    TAIL,
    TITLE,
    codes,
    older,
    weekly,
)

from seed.readers.page.reader import read_page


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
