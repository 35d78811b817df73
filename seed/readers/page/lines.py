"""A saved page as numbered lines, without debris, and without the tail that is not content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from seed.readers.page.dates import read_week
from seed.readers.page.facts import NotAnArticle
from seed.readers.page.words import (
    SWITCHES,
    TAIL_BLURBS,
    TAIL_STARTS,
    TAIL_WORDS,
    normal,
)

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
MOST_CONTROLS = 0.02  # of all characters; a page cut inside a letter has one
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060\xad"))
ESCAPED_QUOTE = re.compile(r"\\([\"'“”«»])")
DEBRIS = re.compile(r"(?:<!--\s*)?(?:/?\s*header|footer)?\s*--(?:>|&gt;)|<!--.*?-->", re.IGNORECASE)
MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)
STARTS = frozenset(map(normal, TAIL_STARTS))
WORDS = frozenset(map(normal, TAIL_WORDS))
CUT_WEEK = re.compile(r"[^\W\d_]{1,12}(?:\s+\d{1,2}(?:\s*[–-].{0,15})?)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text: its 1-based number, and whether a blank line (or nothing) stands above."""

    number: int
    text: str
    gap: bool


def read_lines(text: str) -> list[Line]:
    """Give the lines that have text, stripped; raise NotAnArticle for an empty or binary page."""
    if MARKUP.match(text) or len(CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise NotAnArticle(
            kind="not text", line=1, reason="a saved page is plain text, this is markup or binary"
        )
    lines: list[Line] = []
    gap = True
    plain = normalize("NFC", text).translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    for number, raw in enumerate(plain.split("\n"), start=1):
        line = ESCAPED_QUOTE.sub(r"\1", CONTROL.sub("", raw)).strip()
        if line and not DEBRIS.fullmatch(line):
            lines.append(Line(number, line, gap))
        gap = not line
    if not any(letter.isalpha() for line in lines for letter in line.text):
        raise NotAnArticle(kind="empty page", line=1, reason="there is no text")
    return lines


def without_switch(lines: list[Line]) -> list[Line]:
    """Leave out the links to the other editions that may stand on top."""
    at = 0
    while at < len(lines) and normal(lines[at].text) in SWITCHES:
        at += 1
    return lines[at:]


def without_tail(lines: list[Line]) -> list[Line]:
    """Leave out everything from the newsletter block, the similar articles or the trends on."""
    end = next((at for at in range(len(lines)) if _starts_tail(lines, at)), len(lines))
    if end == len(lines) and _is_cut_tail(lines):
        end -= 1
    while end and (_is_tail_word(lines[end - 1]) or _is_cut_word(lines, end - 1)):
        end -= 1
    return lines[:end]


def _starts_tail(lines: list[Line], at: int) -> bool:
    if normal(lines[at].text) in STARTS:
        return True
    return _is_tail_word(lines[at]) and at + 1 < len(lines) and _is_tail_word(lines[at + 1])


def _is_tail_word(line: Line) -> bool:
    label = normal(line.text)
    return label in WORDS or label in STARTS or label.startswith(TAIL_BLURBS) or _is_bare_week(line)


def _is_bare_week(line: Line) -> bool:
    week = read_week(line.text)
    return week is not None and not week.has_year


def _is_cut_tail(lines: list[Line]) -> bool:
    """Tell a last line that is the beginning of a tail phrase: the page was cut inside it."""
    last = lines[-1].text
    return any(phrase.startswith(last) for phrase in TAIL_STARTS)


def _is_cut_word(lines: list[Line], at: int) -> bool:
    if at == 0 or at != len(lines) - 1 or not _is_tail_word(lines[at - 1]):
        return False
    last = lines[at].text
    begun = any(phrase.startswith(last) for phrase in (*TAIL_WORDS, *TAIL_STARTS))
    return begun or CUT_WEEK.fullmatch(last) is not None
