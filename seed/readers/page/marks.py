"""The headline and what stands between it and the lead: status, date and the headline again."""

from __future__ import annotations

from datetime import date

from seed.readers.page.dates import read_moment, read_week
from seed.readers.page.head import Head, take_week
from seed.readers.page.headline import can_be_headline, is_same, letters
from seed.readers.page.lines import Line
from seed.readers.page.status import is_cut_status, is_status, trend_of
from seed.readers.page.words import STATUS_LABEL

LOADED = date(2016, 4, 22)  # the day on which old material was brought into the site


def read_title(head: Head) -> None:
    """Take the headline; where it is missing above the status, its repeat below serves."""
    if not head.rest:
        return
    if len(head.rest) > 1 and is_status(head.rest[0].text) and not is_status(head.rest[1].text):
        below = head.rest[1]
        if head.has_week and not below.gap and can_be_headline(below.text):
            read_marks(head)
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
        elif read_moment(line.text) is not None:
            _take_date(head)
        elif read_week(line.text) is not None:
            take_week(head)
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
    if head.rest and (inline or head.rest[0].text.startswith(("-", "(", "–"))):
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
    above_repeat = bool(others) and not others[0].gap and is_same(others[0].text, head.title)
    return not is_same(line.text, head.title) and (is_status(line.text) or above_repeat)


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
    if head.has_date:
        return
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
        return letters(line.text) == letters(head.title)
    if len(head.rest) == 1 and letters(head.title).startswith(letters(line.text)):
        return True
    is_sentence = line.text.endswith(".") and not head.title.endswith(".")
    return is_same(line.text, head.title) and not (is_sentence and line.gap)
