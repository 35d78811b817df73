"""Headlines: what can be one, and when two lines are the same one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LONGEST_HEADLINE = 250  # characters
NEARLY = 0.92  # of a headline's letters agree with those of its repeat


def can_be_headline(text: str) -> bool:
    """Tell whether a line is not a sentence of the text."""
    return len(text) <= LONGEST_HEADLINE and not re.search(r"[^.]\.$", text)


def is_same(text: str, title: str) -> bool:
    """Tell whether two lines are one headline, whatever their spaces, quotes, a letter or two."""
    ours, theirs = letters(text), letters(title)
    if ours == theirs or not ours or not theirs:
        return bool(ours) and ours == theirs
    shorter, longer = sorted((len(ours), len(theirs)))
    if shorter < NEARLY * longer or longer > LONGEST_HEADLINE:
        return False
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= NEARLY


def letters(text: str) -> str:
    """Give the letters and digits alone, small: what spaces and quotation marks do not change."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
