"""What makes no difference to search: case, accents, apostrophes, ё, how numbers are grouped."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

APOSTROPHES = "'’ʼ‘`´ʹ′＇"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BREVE = "\u0306"  # of й and ў, which are letters of their own
_MARKS = "".join(
    chr(code)
    for code in chain(range(0x300, 0x2100), range(0x302A, 0x309B), range(0xA66F, 0xAC00))
    if unicodedata.category(chr(code)).startswith("M")
)
_MOST_GROUPS = 12
"""Of three digits, in a number. What is longer is a list of numbers: in one of a thousand, the
beginning of each would be looked through to the end of the list."""

SPACELESS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Thai, Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Han
)
"""Letters of scripts that set no spaces: each is a word."""

WORD = re.compile(
    rf"[{SPACELESS}][{_MARKS}\uff9e\uff9f]*"
    rf"|(?<!\d)\d{{1,3}}(?:[,\u00a0\u202f\u2009]\d{{3}}){{1,{_MOST_GROUPS}}}(?![\d,.])"
    rf"|[^\W_{SPACELESS}]++"
    rf"(?:(?:[{_MARKS}{_INVISIBLE}]++(?:[{APOSTROPHES}](?=[^\W_]))?|[{APOSTROPHES}](?=[^\W_]))"
    rf"[^\W_{SPACELESS}]*+)*+"
)
"""A word in a text; a compound with a hyphen is several."""

_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_NOTHING = str.maketrans(dict.fromkeys(f"{_INVISIBLE},\u00a0\u202f\u2009"))


def is_spaceless(word: str) -> bool:
    """Tell whether a word is one letter of a script that sets no spaces."""
    return _SPACELESS.match(word) is not None


_SPACELESS = re.compile(f"[{SPACELESS}]")


def plain(word: str) -> str:
    """Fold case, width and invisible signs; apostrophes become `'`. Accents stay."""
    folded = unicodedata.normalize("NFKC", word.translate(_NOTHING)).casefold()
    return unicodedata.normalize("NFC", folded.translate(_APOSTROPHE))


def without_accents(word: str, *, but_breve: bool = False) -> str:
    """Take accents away, and apostrophes too; ё is е. With `but_breve`, й and ў stay."""
    letters = unicodedata.normalize("NFD", word)
    kept = [
        letter for letter in letters if letter.isalnum() or (but_breve and letter in (_BREVE, "'"))
    ]
    return unicodedata.normalize("NFC", "".join(kept))
