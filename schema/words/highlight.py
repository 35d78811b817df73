"""Where a query's words stand in a text: fragments as HTML, in which only `<mark>` is a tag."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from schema.words.analysis import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schema.words.analysis import Word
    from schema.words.query import Query, Term

MOST_FRAGMENTS = 3
LONGEST = 160
"""Characters of a fragment, tags and escapes not counted."""
_BEFORE = 50  # characters of a fragment before its first mark, about
_MOST_MARKS = 300


class Mark(NamedTuple):
    """Characters of a text that a term has found."""

    start: int
    end: int
    term: int


def fragments(text: str, query: Query) -> list[str]:
    """Give the parts of a text that show best why it was found, in their order; maybe none."""
    words = list(words_of(text, query.language))
    marks = sorted(set(_marks(words, query)))[:_MOST_MARKS]
    if not marks:
        return []
    if len(text) <= LONGEST:
        return [_write(text, 0, len(text), marks)]
    return [_write(text, start, end, marks) for start, end in _windows(text, words, marks)]


def _marks(words: list[Word], query: Query) -> Iterator[Mark]:
    beginning: dict[str, list[tuple[int, Term]]] = {}
    for number, term in enumerate(query.wanted):
        beginning.setdefault(term.stems[0], []).append((number, term))
    for place, word in enumerate(words):
        yield from (
            Mark(word.start, words[place + len(term.stems) - 1].end, number)
            for number, term in beginning.get(word.stem, ())
            if _stands(words, place, term)
        )
    for number, term in enumerate(query.wanted):
        if term.beginning:
            yield from (
                Mark(word.start, word.end, number)
                for word in words
                if word.written.startswith(term.beginning)
            )


def _stands(words: list[Word], place: int, term: Term) -> bool:
    row = words[place : place + len(term.stems)]
    return tuple(word.stem for word in row) == term.stems


def _windows(text: str, words: list[Word], marks: list[Mark]) -> list[tuple[int, int]]:
    """Choose the parts with the most terms, the earlier ones of equals; none overlaps another."""
    bounds = [word.start for word in words], [word.end for word in words]
    starts = [mark.start for mark in marks]
    terms: dict[tuple[int, int], int] = {}
    for window in dict.fromkeys(_window(len(text), bounds, mark) for mark in marks):
        inside = slice(*(bisect_left(starts, bound) for bound in window))
        terms[window] = len({mark.term for mark in marks[inside]})
    chosen: list[tuple[int, int]] = []
    for window in sorted(terms, key=lambda each: (-terms[each], each)):
        if all(window[1] <= start or end <= window[0] for start, end in chosen):
            chosen.append(window)
    return sorted(chosen[:MOST_FRAGMENTS])


def _window(length: int, bounds: tuple[list[int], list[int]], mark: Mark) -> tuple[int, int]:
    """Give a part that begins somewhat before a mark, between words.

    `bounds` are where the text's words begin and where they end.
    """
    starts, ends = bounds
    earliest = max(min(mark.start - _BEFORE, length - LONGEST), 0)
    start = min(starts[bisect_left(starts, earliest)], mark.start) if earliest else 0
    latest = start + LONGEST
    if latest >= length:
        return start, length
    last = bisect_right(ends, latest) - 1
    end = ends[last] if last >= 0 and ends[last] > start else latest
    return start, max(end, min(mark.end, latest))


def _write(text: str, start: int, end: int, marks: list[Mark]) -> str:
    parts = ["…" if start > 0 else ""]
    at = start
    for first, last in _joined(marks, start, end):
        parts += [_escape(text[at:first]), "<mark>", _escape(text[first:last]), "</mark>"]
        at = last
    parts += [_escape(text[at:end]), "…" if end < len(text) else ""]
    return "".join(parts).strip()


def _joined(marks: list[Mark], start: int, end: int) -> list[tuple[int, int]]:
    """Give the marks of a part, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _escape(text: str) -> str:
    """Write text as HTML, line breaks as blanks."""
    blank = " ".join(text.split())
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and blank else ""
    return html.escape(f"{head}{blank}{tail}", quote=False)
