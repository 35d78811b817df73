"""The head of a saved page, line by line: week, section, headline, status, date, credit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from seed.readers.page_dates import read_moment, read_week
from seed.readers.page_facts import PageWarning, Trend
from seed.readers.page_lines import Line, without_switch
from seed.readers.page_markdown import looks_like_heading
from seed.readers.page_status import is_cut_status, is_status, trend_of
from seed.readers.page_words import SECTIONS, STATUS_LABEL, normal

LOADED = date(2016, 4, 22)  # the day on which old material was brought into the site
LONGEST_HEADLINE = 250  # characters
NEARLY = 0.92  # of a headline's letters agree with those of its repeat


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


def read_head(lines: list[Line]) -> Head:
    """Read everything above the credit and the lead; `title` is empty where there is none."""
    head = Head(list(lines))
    _read_week_and_section(head)
    _read_title(head)
    read_marks(head)
    return head


def _read_week_and_section(head: Head) -> None:
    while head.rest:
        head.rest = without_switch(head.rest)
        if head.rest and read_week(head.rest[0].text) is not None:
            _take_week(head)
        elif head.rest and head.section_label is None and _is_section(head):
            _take_section(head)
        else:
            return


def _take_week(head: Head) -> None:
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
    """Tell a section line: a known label above a headline, or any label between week and headline."""
    line, *others = head.rest
    if not others or not _can_be_headline(others[0]) or _is_mark(others, line):
        return False
    if normal(line.text) in SECTIONS:
        return head.has_week or (others[0].gap and len(others) > 1)
    return head.has_week and not line.gap and others[0].gap and _is_headline_next(others, line)


def _is_mark(others: list[Line], line: Line) -> bool:
    """Tell whether a status, date or label follows, so that the line above must be the headline."""
    below = others[0].text
    marks = (trend_of(below), read_moment(below), read_week(below), STATUS_LABEL.fullmatch(below))
    repeated = len(others) > 1 and is_status(below) and _is_same(others[1].text, line.text)
    cut = len(others) == 1 and line.gap and is_cut_status(below)
    return repeated or cut or any(mark is not None for mark in marks)


def _is_headline_next(others: list[Line], line: Line) -> bool:
    """Tell whether the headline is still to come below a line that may be an unknown section."""
    follows_status = len(others) > 1 and is_status(others[1].text)
    repeated = any(_is_same(other.text, others[0].text) for other in others[1:3])
    own_repeat = any(_is_same(other.text, line.text) for other in others[:3])
    return not own_repeat and (follows_status or repeated or looks_like_heading(line.text))


def _can_be_headline(line: Line) -> bool:
    return len(line.text) <= LONGEST_HEADLINE and not re.search(r"[^.]\.$", line.text)


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


def _read_title(head: Head) -> None:
    if not head.rest:
        return
    if len(head.rest) > 1 and is_status(head.rest[0].text) and not is_status(head.rest[1].text):
        below = head.rest[1]
        if head.has_week and not below.gap and _can_be_headline(below):
            read_marks(head)  # the headline above the status is missing, its repeat is below
    if head.rest:
        head.title = head.take("title").text


def read_marks(head: Head) -> None:
    """Take the lines that may stand between headline and lead, in whatever order they come."""
    while head.rest:
        line = head.rest[0]
        if STATUS_LABEL.fullmatch(line.text):
            _take_label(head)
        elif not head.has_status and _is_status_here(head):
            _take_status(head)
        elif not head.has_date and read_moment(line.text) is not None:
            _take_date(head)
        elif read_week(line.text) is not None:
            _take_week(head)
        elif not head.has_repeat and _is_repeat(head):
            head.has_repeat = True
            head.is_cut |= len(head.rest) == 1
            head.take("repeat")
        else:
            return


def _take_label(head: Head) -> None:
    line = head.take()
    found = STATUS_LABEL.fullmatch(line.text)
    inline = found.group(1) if found else ""
    if inline:
        head.rest.insert(0, Line(line.number, inline, gap=False))
    if head.rest and (inline or head.rest[0].text.startswith(("-", "(", "–"))):  # noqa: RUF001
        _take_status(head)


def _is_status_here(head: Head) -> bool:
    """Tell whether the next line is the status: by its words, or by the repeat right under it."""
    line, *others = head.rest
    if trend_of(line.text) is not None:
        return True
    if is_cut_status(line.text) and not others:
        return True
    if not head.has_week:
        return False
    above_repeat = bool(others) and not others[0].gap and _is_same(others[0].text, head.title)
    return not _is_same(line.text, head.title) and (is_status(line.text) or above_repeat)


def _take_status(head: Head) -> None:
    line = head.take("trend")
    head.has_status = True
    head.trend = trend_of(line.text)
    if head.trend is None and not head.rest and is_cut_status(line.text):
        head.is_cut = True
    elif head.trend is None:
        head.warn(
            line.number,
            "UNKNOWN_STATUS",
            f"{line.text!r} is none of the known status sentences",
            "Give the article a trend by hand; it is never guessed from the text.",
        )


def _take_date(head: Head) -> None:
    line = head.take("published_at")
    moment = read_moment(line.text)
    head.has_date = True
    head.published_at = moment.at if moment else None
    if head.published_at is None:
        message, code = f"{line.text!r} names no day or hour there is", "BAD_DATE"
        head.warn(line.number, code, message, "Write it as `October 31, 2016 11:26`.")
    elif head.published_at.date() == LOADED:
        message, code = f"{line.text!r} is the day on which old material was loaded", "LOADED_DATE"
        head.warn(line.number, code, message, "Find the day of publication and correct it.")


def _is_repeat(head: Head) -> bool:
    line = head.rest[0]
    if not (head.has_week or head.has_status):
        return _letters(line.text) == _letters(head.title)
    if len(head.rest) == 1 and _letters(head.title).startswith(_letters(line.text)):
        return True
    is_sentence = line.text.endswith(".") and not head.title.endswith(".")
    return _is_same(line.text, head.title) and not (is_sentence and line.gap)


def _is_same(text: str, title: str) -> bool:
    """Tell whether two lines are one headline, whatever their spaces, quotes, a letter or two."""
    ours, theirs = _letters(text), _letters(title)
    if ours == theirs or not ours or not theirs:
        return bool(ours) and ours == theirs
    shorter, longer = sorted((len(ours), len(theirs)))
    if shorter < NEARLY * longer or longer > LONGEST_HEADLINE:
        return False
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= NEARLY


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
