"""Which pages the reader refuses, with a word that says what they are."""

from __future__ import annotations

import pytest
import yaml
from saved_pages import (
    BELARUSIAN,
    LEAD,
    ROOT,
    RUSSIAN,
    TITLE,
    refused,
    weekly,
)

from seed.readers.page.reader import read_page
from seed.readers.page.status import trend_of

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
