"""Picture credits and captions: the lines directly under a headline, a status or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.readers.page.language import is_other_script
from seed.readers.page.markdown import ends_a_sentence
from seed.readers.page.words import BARE_SITE, CREDIT_INSIDE, CREDIT_START

if TYPE_CHECKING:
    from seed.readers.page.head import Head
    from seed.readers.page.lines import Line

LONGEST = 300  # characters of a credit that its own words give away, or its place
LONGEST_APART = 160  # of one that stands in a paragraph of its own
LONGEST_SENTENCE = 140  # of a free caption that ends like a sentence; leads are longer


def take_credit(head: Head) -> str | None:
    """Take the credit's lines from the head's rest and give them as one text, else None."""
    taken: list[str] = []
    while head.rest and _is_credit(head, first=not taken):
        line = head.take("credit")
        taken.append(line.text)
    return " ".join(taken) or None


def _is_credit(head: Head, *, first: bool) -> bool:
    line, *others = head.rest
    if not others:  # the page was cut inside its head
        return first and head.has_week and not line.gap and _says_so_first(line.text)
    if line.gap or not any(other.gap for other in others):
        return first and len(line.text) <= LONGEST_APART and _says_so_first(line.text)
    if len(line.text) > LONGEST:
        return False
    if _says_so_first(line.text) or CREDIT_INSIDE.search(line.text):
        return True
    return first and _is_caption(head, line, others[0])


def _says_so_first(text: str) -> bool:
    return CREDIT_START.match(text) is not None or BARE_SITE.fullmatch(text) is not None


def _is_caption(head: Head, line: Line, below: Line) -> bool:
    """Tell free words under a picture from a lead that follows directly; guess, and say so."""
    if not below.gap and not CREDIT_INSIDE.search(below.text):
        return False
    text = " ".join(other.text for other in head.rest[1:])
    sure = is_other_script(line.text, text) or not ends_a_sentence(line.text)
    if not sure and len(line.text) > LONGEST_SENTENCE:
        return False
    if not sure:
        head.warn(
            line.number,
            "GUESSED_CREDIT",
            "a short sentence directly under the head was taken for a picture's caption",
            "If it is the lead, put a blank line above it.",
        )
    return True
