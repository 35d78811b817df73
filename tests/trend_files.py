"""Publications for the tests of the table of trends, and what is read out of its files."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from publications import PUBLICATION, write_json, write_publication

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from httpx2 import Response

SVG = "{http://www.w3.org/2000/svg}"
TRENDS = ("improved", "unchanged", "worsened")
AWKWARD = {
    "en": '=HYPERLINK("x"), the <pier> & \'co\' ]]> -- "quoted"',
    "ar": "الرصيف <&> 2030",
}
ARABIC = {"improved": "تحسّن", "unchanged": "لم يتغير", "worsened": "ساء"}


def write_weeks(folder: Path, weeks: int, sections: int = 2, **changed: object) -> Path:
    """Write an issue a week from 2020-01-06 on, with an article of each section and a trend."""
    names = [{"slug": f"s{number}", "name": {"en": f"S {number}"}} for number in range(sections)]
    only_english = {
        "name": {"en": "Weekly"},
        "description": {"en": "Each week."},
        "languages": [{"code": "en", "name": "English"}],
        "tags": [],
        "trends": {"en": PUBLICATION["trends"]["en"]},
    }
    write_publication(folder, **{**only_english, "sections": names, **changed})
    for week in range(weeks):
        day = dt.date(2020, 1, 6) + dt.timedelta(weeks=week)
        write_issue(folder, str(day), {f"s{n}": TRENDS[(week + n) % 3] for n in range(sections)})
    return folder


def write_issue(
    folder: Path, day: str, trends: dict[str, str], languages: Iterable[str] = ("en",)
) -> None:
    """Write an issue with an article of each section named."""
    articles = [
        {
            "key": f"a-{day}-{section}",
            "section": section,
            "trend": trend,
            "translations": {
                code: {"title": f"Of {section}", "slug": f"{section}-{day}", "body": ""}
                for code in languages
            },
        }
        for section, trend in trends.items()
    ]
    days = {"slug": day, "starts_on": day, "ends_on": day}
    facts = {**days, "number": dt.date.fromisoformat(day).toordinal(), "articles": articles}
    write_json(folder / f"{day}.json", facts)


def write_awkward(folder: Path) -> Path:
    """Write two issues in two languages, one read from the right, with names that hurt."""
    languages = [
        {"code": "en", "name": "English"},
        {"code": "ar", "name": "العربية", "direction": "rtl"},
    ]
    sections = [
        {"slug": "pier", "name": AWKWARD},
        {"slug": "boats", "name": {"en": "+1, -1", "ar": "قوارب " * 30}},
    ]
    changed: dict[str, Any] = {
        "name": {"en": "Ferry <News> & 'more'", "ar": "أخبار العبّارة"},
        "description": {"en": "One.", "ar": "واحد"},
        "languages": languages,
        "sections": sections,
        "tags": [],
        "trends": {"en": {**PUBLICATION["trends"]["en"], "improved": "@ 100 % <b>"}, "ar": ARABIC},
    }
    write_publication(folder, **changed)
    for day, trend in (("2020-01-06", "improved"), ("2020-01-13", "worsened")):
        write_issue(folder, day, {"pier": trend, "boats": "unchanged"}, ("en", "ar"))
    return folder


def read_csv(answer: Response) -> list[dict[str, str]]:
    """Read a table; every line ends as RFC 4180 has it."""
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(StringIO(text, newline="")))


def read_svg(answer: Response) -> ET.Element:
    """Read a picture, which must be well-formed."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return ET.fromstring(answer.content)


def marks(picture: ET.Element) -> list[tuple[str, str]]:
    """Give the state and the words of each judgement in a picture; the legend's have none."""
    return [
        (str(each.get("class")).removeprefix("mark "), str(each.findtext(f"{SVG}title")))
        for each in picture.iterfind(f".//{SVG}g/{SVG}path")
    ]


def texts(picture: ET.Element) -> list[str]:
    """Give the texts that are to be seen."""
    return [str(each.text) for each in picture.iter(f"{SVG}text")]
