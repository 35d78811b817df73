"""What is wrong with issue files, said so that an editor can mend it."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

CODES = {
    "BAD_SYNTAX": "the file is not YAML, JSON or front matter, or not UTF-8",
    "BAD_VALUE": "a value is of the wrong kind or outside its bounds",
    "DISAGREES": "two files say different things of the same article",
    "KEY_TAKEN": "another article or issue has the key, slug or number",
    "MASS_DELETE": "more than a fifth of the articles would disappear, or the publication itself",
    "MISSING": "a required key is not there",
    "NOT_AN_ARTICLE": "the saved page is no article",
    "NO_PUBLICATION": "nothing says which publication the files belong to",
    "SLUG_TAKEN": "another article has the slug in that language",
    "UNKNOWN_FILE": "the file has none of the forms of an issue file",
    "UNKNOWN_KEY": "the key means nothing here",
    "UNKNOWN_NAME": "a section, tag or language that publication.yaml does not define",
}
"""Every code of a mistake, with its meaning; docs/seeding.md has the same list."""

WARNINGS = {
    "BAD_DATE": "the printed date is no day or hour that there is",
    "BAD_WEEK": "the printed week is no span of days",
    "CUT": "the page ends in the middle of a sentence",
    "GUESSED_CREDIT": "a line was taken for the picture's credit by its place alone",
    "LOADED_DATE": "the date is the day on which old material was loaded, not that of publication",
    "NO_SECTION": "neither the page nor its address names a section",
    "NO_TEXT": "nothing stands under the headline",
    "NO_WEEK": "the page names no week",
    "SECOND_ARTICLE": "the section has another article in that language and week: is it a copy?",
    "SECOND_WEEK": "two weeks stand on the page; the first one counts",
    "SECTIONS_DIFFER": "the page and its address name different sections; the page counts",
    "UNKNOWN_SECTION": "the printed section is none of the weekly's",
    "UNKNOWN_STATUS": "the sentence about the situation is not known, so there is no trend",
    "WEEKS_DIFFER": "pages of one week name different last days; the first one counts",
    "WEEK_NOT_MONDAY": "the week is not from a Monday to a Sunday",
    "WEEK_WITHOUT_YEAR": "the week has no year, so it names no days",
}
"""Every code of a warning, likewise."""


_MOST_COMPARED = 100
"""Each comparison takes some 20 µs, and there may be as many mistakes as names."""
_MOST_NAMED = 30


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the file as it was named, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing to mend: `file:line:column: CODE message → remedy`."""

    place: Place
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Give the line that the command prints."""
        at = self.place
        head = f"{at.file}:{at.line}:{at.column}: {self.code} {self.message}"
        return f"{head} → {self.remedy}"

    def as_json(self) -> dict[str, Any]:
        """Give the flat object of `--json`: file, line, column, code, message, remedy."""
        fields = asdict(self)
        return {**fields.pop("place"), **fields}


class SeedError(Exception):
    """Nothing was written; `mistakes` says why, all of them, in the order of the files."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Keep each mistake once."""
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def suggest(word: str, known: Iterable[str]) -> str:
    """Word the remedy for an unknown name: the nearest known one, else all of them, if few."""
    names = tuple(known)
    near = difflib.get_close_matches(word, _around(word, names), n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    more = ", …" if len(names) > _MOST_NAMED else ""
    listed = ", ".join(sorted(names)[:_MOST_NAMED])
    return f"one of: {listed}{more}" if names else "define it in publication.yaml"


def _around(word: str, names: tuple[str, ...]) -> list[str]:
    """Give the names to compare with: of very many, those that stand near it in the alphabet."""
    ordered = _ordered(names)
    if len(ordered) <= _MOST_COMPARED:
        return ordered
    start = max(bisect_left(ordered, _letters(word), key=_letters) - _MOST_COMPARED // 2, 0)
    return ordered[start : start + _MOST_COMPARED]


@lru_cache(8)
def _ordered(names: tuple[str, ...]) -> list[str]:
    return sorted(names, key=lambda name: (_letters(name), name))


def _letters(name: str) -> str:
    return name.replace("-", "").replace("_", "")
