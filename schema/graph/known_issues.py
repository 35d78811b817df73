"""Pages of issues from the days of all issues, which a weekly has few of: read once in a revision.

Archives are walked through by days, and each span of days is another page; the list that they are
cut from is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from schema.reads.conditions import IssueFilter
from schema.reads.pages import List, Window, read_keys
from schema.wanted import Wanted

if TYPE_CHECKING:
    from schema.graph.request import Request

Day = tuple[str, str, str]
"""A language, the day on which an issue begins, and its slug: as `read_keys` gives them."""

MOST = 2_000
"""Of so many issues a language's list is kept: a weekly has them in 38 years."""

_LEAST = 50
_TAKES = 300  # bytes, of an issue
_SHARE = 2  # one half of the place is for all languages' lists; the other one is for first pages
_LAST = chr(0x10FFFF)


def known_keys(request: Request, of: List, window: Window) -> list[Day] | None:
    """Do as `read_keys`; None where that must be read: another filter, or too many issues."""
    span = _span(request, of)
    return _cut(span, window, descending=of.descending) if span else None


def known_count(request: Request, of: List) -> int | None:
    """Count a list of issues; None where that takes a statement, as in `known_keys`."""
    span = _span(request, of)
    return max(0, span.high - span.low) if span else None


class _Span(NamedTuple):
    """The days of all issues in a language, the oldest first, and the part of them asked for."""

    days: list[Day]
    low: int
    high: int


def _span(request: Request, of: List) -> _Span | None:
    """Give the span of days that a list of issues is; None where it is none, or must be read."""
    chosen = of.chosen
    if not isinstance(chosen, IssueFilter) or of.wanted.fallback:
        return None
    first, last, most = chosen.starts_from, chosen.starts_until, _most(request)
    if not most or chosen != IssueFilter(starts_from=first, starts_until=last):
        return None
    language = of.wanted.language
    days = _all_days(request, language, most)
    low = 0 if first is None else bisect_left(days, (language, first))
    high = len(days) if last is None else bisect_right(days, (language, last, _LAST))
    return _Span(days, low, high) if days else None


def _most(request: Request) -> int:
    """Give of how many issues each language's list can be kept beside the others."""
    if request.first_reads is None:
        return 0
    room = request.first_reads.most_bytes // _SHARE // _TAKES // len(request.catalogue.languages)
    return 0 if room < _LEAST else min(MOST, room)


def _all_days(request: Request, language: str, most: int) -> list[Day]:
    """Give the days of all issues in a language, the oldest first; none where they are too many."""

    def read() -> list[Day]:
        every = List("issue", Wanted(language), IssueFilter(), descending=False)
        found = [row[:3] for row in read_keys(request.reader, every, Window(most))]
        return found if len(found) <= most else []

    days: list[Day] = request.read_first(("days", language), read)
    return days


def _cut(span: _Span, window: Window, *, descending: bool) -> list[Day]:
    days, low, high = span
    language = days[0][0]
    after, before = window.after, window.before
    oldest, newest = (before, after) if descending else (after, before)
    if oldest is not None:
        low = max(low, bisect_right(days, (language, *oldest)))
    if newest is not None:
        high = min(high, bisect_left(days, (language, *newest)))
    if descending is window.backwards:
        return days[low:high][: window.size + 1]
    return days[max(low, high - window.size - 1) : max(low, high)][::-1]
