"""Snowball's stemmer for Russian, and what it leaves apart of frequent nouns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NOUN_IN_FULL = re.compile(
    "^(паром|альбом|симптом|режим|остров|дефицит|кредит|лимит|транзит|бандит|визит|аудит|депозит|"
    "митрополит|магнит|гранит|отдел|раздел|предел|футбол|протокол|престол|канал|журнал|финал|"
    "генерал|материал|сигнал|вокзал|капитал|квартал|металл|персонал|филиал)"
    "(?:а|у|е|ы|и|ом|ов|ам|ами|ах)?$"
)
"""Nouns whose last letters are taken for the ending of another word: `паром` for that of `пар`."""

_FLEETING = re.compile("(?<=.[бвгджзйклмнпрстфхцчш])[ео](?=[кц]$)")
"""A vowel that is there in one form only: `колодец`, `колодца`."""


def stem(word: str, snowball: Callable[[str], str]) -> str:
    """Give the stem of a word in small letters, without accents; ё is е."""
    noun = _NOUN_IN_FULL.match(word)
    return noun[1] if noun else _FLEETING.sub("", snowball(word))
