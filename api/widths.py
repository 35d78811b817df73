"""How wide a text is, guessed on the safe side: whoever shows it has fonts of their own."""

from __future__ import annotations

import unicodedata

_WIDE, _BROAD, _CAPITAL, _USUAL, _THIN = 1.05, 1.0, 0.76, 0.54, 0.32  # of a font's size
_BROAD_ONES, _THIN_ONES = frozenset("@%—WMwmШЩЖЮФЫшщжюфы№"), frozenset(" .,:;!|'’iIjlІіїt()·")


def width_of(words: str) -> float:
    """Guess the width, of a font's size."""
    return sum(map(_width_of_one, words))


def is_wide(char: str) -> bool:
    """Tell whether it is a character of East Asia, as wide as it is high."""
    return unicodedata.east_asian_width(char) in "WF"


def _width_of_one(char: str) -> float:
    if is_wide(char):
        return _WIDE
    if char in _BROAD_ONES:
        return _BROAD
    if char in _THIN_ONES:
        return _THIN
    return _CAPITAL if char.isupper() else _USUAL
