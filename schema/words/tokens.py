"""The words of an article as both engines index them: the same tokens, at the same places.

A token is an article's language, a field or nothing (anywhere in the article), a sign, and a word.
The sign tells a stem from a word as it is written. All that engines do is to compare tokens and
their order: what a word is has been decided before (`schema/words/analysis.py`).
"""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from schema.words.analysis import analyse
from schema.words.folding import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 16_000
"""The longest text that is indexed, in words: PostgreSQL counts places up to 16,383."""
_MOST_PLACES = 255
"""So many places of one token are kept: PostgreSQL takes 256."""
_MOST_BYTES = 900_000
"""The size of an article's tokens: PostgreSQL takes 1 MB, with two bytes for each place."""
_OVERHEAD = 8
_GAP = "·"
"""Stands where fields meet, so that no phrase goes from one into the next."""


class Field(enum.Enum):
    """Where a word stands; the values are parts of tokens."""

    TITLE = "1"
    LEAD = "2"
    TAGS = "3"
    BODY = ""


class Kind(enum.Enum):
    """Which form of a word a token has. The signs are no letters, and no ASCII."""

    STEM = "§"
    WRITTEN = "¶"


def token(language: str, where: Field, kind: Kind, word: str) -> str:
    """Write a token; in `Field.BODY` it stands for the whole article."""
    return f"{_start(language, where, kind)}{word}"


def _start(language: str, where: Field, kind: Kind) -> str:
    return f"{language.lower().replace('-', '')}{where.value}{kind.value}"


@dataclass(slots=True)
class Piece:
    """The texts of an article in one language; `tags` are the tags' names in that language."""

    language: str
    title: str
    lead: str = ""
    tags: Sequence[str] = ()
    body: str = ""

    def texts(self) -> list[tuple[Field, str]]:
        """Give its texts, each with its field, the heaviest field first."""
        tags = [(Field.TAGS, name) for name in self.tags]
        return [(Field.TITLE, self.title), (Field.LEAD, self.lead), *tags, (Field.BODY, self.body)]


@dataclass(slots=True)
class Tokens:
    """An article's tokens: runs, in each of which places count from 1, and what has no place."""

    runs: dict[Field, list[str]] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)

    def for_sqlite(self) -> str:
        """Write them for FTS5's tokenizer `ascii`, for which blanks part tokens."""
        parts = [*self.runs.values(), sorted(self.loose)]
        return f" {_GAP} ".join(" ".join(part) for part in parts)

    def for_postgresql(self) -> str:
        """Write them as a tsvector."""
        places: dict[str, list[str]] = {}
        for place, each in chain.from_iterable(
            enumerate(run, start=1) for run in self.runs.values()
        ):
            if each != _GAP:
                places.setdefault(each, []).append(str(place))
        placed = [f"'{each}':{','.join(at)}" for each, at in places.items()]
        return " ".join([*placed, *(f"'{each}'" for each in sorted(self.loose))])


def tokens_of(piece: Piece) -> Tokens:
    """Give an article's tokens. What is beyond the limits is left out, on all engines alike."""
    most = MOST_WORDS
    while _size(tokens := _tokens(piece, most)) > _MOST_BYTES:
        most //= 2
    return tokens


def _size(tokens: Tokens) -> int:
    """Give the bytes of a tsvector, or somewhat more."""
    placed = set(chain.from_iterable(tokens.runs.values()))
    places = sum(map(len, tokens.runs.values()))
    words = sum(len(each.encode()) + _OVERHEAD for each in chain(placed, tokens.loose))
    return words + 2 * places


def _tokens(piece: Piece, most: int) -> Tokens:
    found = Tokens({where: [] for where in Field})
    everywhere = found.runs[Field.BODY]
    for where, text in piece.texts():
        words = [analyse(word, piece.language) for word in WORD.findall(text)]
        words = words[: max(most - len(everywhere), 0)]
        for place in {where, Field.BODY}:
            stem, written = (_start(piece.language, place, kind) for kind in Kind)
            found.runs[place] += [*(f"{stem}{word}" for word, _ in words), _GAP]
            found.loose.update(f"{written}{word}" for _, word in words if word)
    for run in found.runs.values():
        if len(run) > _MOST_PLACES:
            _leave_out(run)
    return found


def _leave_out(run: list[str]) -> None:
    """Leave gaps where a token stands more often than its places are kept."""
    counts: Counter[str] = Counter()
    for place, each in enumerate(run):
        counts[each] += 1
        if counts[each] > _MOST_PLACES:
            run[place] = _GAP
