"""Texts as words: where each stands, its stem, and how it is written.

`ANALYSIS` names how: where it changes, the next seeding makes the index anew.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import Stemmer

from schema.words import belarusian, russian
from schema.words.folding import WORD, is_spaceless, plain, without_accents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANALYSIS = f"2 {Stemmer.version()}"
"""Part of every entry of the index. A new number makes all of them anew at the next seeding."""

MOST_LETTERS = 40
"""What is longer counts by its beginning: it is no word of any language."""

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


class Word(NamedTuple):
    """A word of a text: its place there, its stem, and its own letters, as `analyse` gives them."""

    start: int
    end: int
    stem: str
    written: str


def words_of(text: str, language: str) -> Iterator[Word]:
    """Give the words of a text in their order."""
    for found in WORD.finditer(text):
        stem, written = analyse(found.group(), language)
        yield Word(found.start(), found.end(), stem, written)


@lru_cache(32_768)
def analyse(word: str, language: str) -> tuple[str, str]:
    """Give a word's stem and its own letters, both folded. `language` is a BCP 47 code.

    A letter of a script that sets no spaces is its own stem, and no word can begin with it: "".
    """
    letters = plain(word)[:MOST_LETTERS]
    if is_spaceless(letters):
        return letters, ""
    written = without_accents(letters)
    if language.partition("-")[0] == "be":
        written = written.replace("и", "і")
    return without_accents(_stem(letters, language)) or written, written


def _stem(letters: str, language: str) -> str:
    code = language.partition("-")[0].lower()
    if code == "be":
        return belarusian.stem(without_accents(letters, but_breve=True))
    stemmer = _stemmer(code)
    if stemmer is None:
        return letters
    if code == "ru":
        return russian.stem(without_accents(letters, but_breve=True), stemmer)
    return stemmer(without_accents(letters) if code == "en" else letters)


@lru_cache
def _stemmer(code: str) -> Callable[[str], str] | None:
    if code not in _SNOWBALL:
        return None
    made = Stemmer.Stemmer(_SNOWBALL[code], 0)  # `analyse` keeps what it gives

    def stem(word: str) -> str:
        with _ALONE:
            return str(made.stemWord(word))

    return stem


_ALONE = threading.Lock()  # a stemmer is for one thread at a time
