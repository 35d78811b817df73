"""The top of a saved page, above the headline: the week and the section."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seed.readers.page.dates import read_moment, read_week
from seed.readers.page.facts import PageWarning, Trend
from seed.readers.page.headline import can_be_headline, is_same
from seed.readers.page.lines import Line, without_switch
from seed.readers.page.markdown import looks_like_heading
from seed.readers.page.status import is_cut_status, is_status, trend_of
from seed.readers.page.words import SECTIONS, STATUS_LABEL, normal

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(slots=True)
class Head:
    """The lines not yet read, and what those read so far have told."""

    rest: list[Line]
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    published_at: datetime | None = None
    section: str | None = None
    section_label: str | None = None
    trend: Trend | None = None
    has_week: bool = False
    has_status: bool = False
    has_date: bool = False
    has_repeat: bool = False
    is_cut: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    warnings: list[PageWarning] = field(default_factory=list)

    def take(self, fact: str | None = None) -> Line:
        """Take the next line; its number is kept as that of the fact."""
        line = self.rest.pop(0)
        if fact is not None:
            self.lines.setdefault(fact, line.number)
        return line

    def warn(self, line: int, code: str, message: str, remedy: str) -> None:
        """Note something for a person to look at."""
        self.warnings.append(PageWarning(line, code, message, remedy))


def read_week_and_section(head: Head) -> None:
    """Take the lines above the headline, in whatever order they come."""
    while head.rest:
        head.rest = without_switch(head.rest)
        if head.rest and read_week(head.rest[0].text) is not None:
            take_week(head)
        elif head.rest and head.section_label is None and _is_section(head):
            _take_section(head)
        else:
            return


def take_week(head: Head) -> None:
    """Take a line that is a week; the first one on the page is the issue's."""
    line = head.take("week")
    week = read_week(line.text)
    if week is None:
        return
    if head.has_week:
        head.warn(
            line.number,
            "SECOND_WEEK",
            f"a second week stands on the page: {line.text}",
            "The first one counts; check that it is the issue's.",
        )
        return
    head.has_week = True
    head.starts_on, head.ends_on = week.starts_on, week.ends_on
    if week.starts_on is None or week.ends_on is None:
        head.starts_on = head.ends_on = None
        head.warn(
            line.number,
            "BAD_WEEK" if week.has_year else "WEEK_WITHOUT_YEAR",
            f"no days can be told from {line.text!r}",
            "Write the week as `July 2 - July 8, 2018`.",
        )
    elif not week.is_usual:
        head.warn(
            line.number,
            "WEEK_NOT_MONDAY",
            f"{week.starts_on} to {week.ends_on} is not a Monday to a Sunday",
            "Check the days and the year against the weekly.",
        )


def _is_section(head: Head) -> bool:
    """Tell a section: a known label above a headline, or any between week and headline."""
    line, *others = head.rest
    if not others or not can_be_headline(others[0].text) or _is_mark(others, line):
        return False
    if normal(line.text) in SECTIONS:
        return head.has_week or (others[0].gap and len(others) > 1)
    return head.has_week and not line.gap and others[0].gap and _is_headline_next(others, line)


def _is_mark(others: list[Line], line: Line) -> bool:
    """Tell whether a status, date or label follows, so that the line above must be the headline."""
    below = others[0].text
    marks = (trend_of(below), read_moment(below), read_week(below), STATUS_LABEL.fullmatch(below))
    repeated = len(others) > 1 and is_status(below) and is_same(others[1].text, line.text)
    cut = len(others) == 1 and line.gap and is_cut_status(below)
    return repeated or cut or any(mark is not None for mark in marks)


def _is_headline_next(others: list[Line], line: Line) -> bool:
    """Tell whether the headline is still to come below a line that may be an unknown section."""
    follows_status = len(others) > 1 and is_status(others[1].text)
    repeated = any(is_same(other.text, others[0].text) for other in others[1:3])
    own_repeat = any(is_same(other.text, line.text) for other in others[:3])
    return not own_repeat and (follows_status or repeated or looks_like_heading(line.text))


def _take_section(head: Head) -> None:
    line = head.take("section")
    head.section_label = line.text
    head.section = SECTIONS.get(normal(line.text))
    if head.section is None:
        head.warn(
            line.number,
            "UNKNOWN_SECTION",
            f"{line.text!r} is no section of today",
            "Give the article a section of the publication, or leave it without one.",
        )
