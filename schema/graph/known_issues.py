"""Pages of issues from the days of all issues, which a weekly has few of: read once in a revision.

Archives are walked through by days, and each span of days is another page; the list that they are
cut from is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from schema.reads.conditions import IssueFilter
from schema.reads.pages import List, Window, read_keys
from schema.wanted import Wanted

if TYPE_CHECKING:
    from schema.graph.request import Request

Day = tuple[str, str, str]
"""A language, the day on which an issue begins, and its slug: as `read_keys` gives them."""

MOST = 2_000
"""Of so many issues a language's list is kept: a weekly has them in 38 years."""

_ROOM = 1_000_000  # bytes that the place for them must have
_LAST = chr(0x10FFFF)


def known_keys(request: Request, of: List, window: Window) -> list[Day] | None:
    """Do as `read_keys`; None where that must be read: another filter, or too many issues."""
    chosen, kept = of.chosen, request.first_reads
    if kept is None or kept.most_bytes < _ROOM or of.source != "issue" or of.wanted.fallback:
        return None
    first, last = getattr(chosen, "starts_from", None), getattr(chosen, "starts_until", None)
    if chosen != IssueFilter(starts_from=first, starts_until=last):
        return None
    days = _all_days(request, of.wanted.language)
    return _cut(days, first, last, window, descending=of.descending) if days else None


def _all_days(request: Request, language: str) -> list[Day]:
    """Give the days of all issues in a language, the oldest first; none where they are too many."""

    def read() -> list[Day]:
        every = List("issue", Wanted(language), IssueFilter(), descending=False)
        found = [row[:3] for row in read_keys(request.reader, every, Window(MOST))]
        return found if len(found) <= MOST else []

    days: list[Day] = request.read_first(("days", language), read)
    return days


def _cut(
    days: list[Day], first: str | None, last: str | None, window: Window, *, descending: bool
) -> list[Day]:
    language = days[0][0]
    after, before = window.after, window.before
    oldest, newest = (before, after) if descending else (after, before)
    low, high = 0, len(days)
    if first is not None:
        low = bisect_left(days, (language, first))
    if last is not None:
        high = bisect_right(days, (language, last, _LAST))
    if oldest is not None:
        low = max(low, bisect_right(days, (language, *oldest)))
    if newest is not None:
        high = min(high, bisect_left(days, (language, *newest)))
    if descending is window.backwards:
        return days[low:high][: window.size + 1]
    return days[max(low, high - window.size - 1) : max(low, high)][::-1]
