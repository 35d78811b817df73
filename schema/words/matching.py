"""A query in the languages of the engines, and what a match is worth.

Both are made of tokens only, quoted: letters, digits, `§` and `¶`. Nothing that was typed is left.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from schema.words.tokens import Field, Kind, token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schema.words.query import Query, Term

_WORTH = ((Field.TITLE, 16, 8), (Field.LEAD, 8, 4), (Field.TAGS, 4, 2), (Field.BODY, 2, 1))
"""What a term is worth by the best field that has it: as it is, and as the beginning of a word."""


class Engine(NamedTuple):
    """How an engine writes words in a row, the beginning of one, and their combinations."""

    words: Callable[[list[str]], str]
    beginning: Callable[[str], str]
    both: str
    either: str
    but_not: str


ENGINES = {
    "sqlite": Engine(
        lambda words: f'"{" ".join(words)}"', lambda word: f'"{word}" *', " AND ", " OR ", " NOT "
    ),
    "postgresql": Engine(
        lambda words: "('" + "' <-> '".join(words) + "')",
        lambda word: f"'{word}':*",
        " & ",
        " | ",
        " & !",
    ),
}


def match(query: Query, engine: str) -> str:
    """Write which articles a query finds: an FTS5 expression, or a tsquery."""
    writing = ENGINES[engine]
    wanted = writing.both.join(_anywhere(term, query.language, writing) for term in query.wanted)
    if not query.refused:
        return wanted
    refused = writing.either.join(
        _anywhere(term, query.language, writing) for term in query.refused
    )
    return f"({wanted}){writing.but_not}({refused})"


def _anywhere(term: Term, language: str, writing: Engine) -> str:
    ways = [_exact(term, Field.BODY, language, writing)]
    if term.beginning:
        ways.append(_begun(term, Field.BODY, language, writing))
    return f"({writing.either.join(ways)})"


def _exact(term: Term, where: Field, language: str, writing: Engine) -> str:
    return writing.words([token(language, where, Kind.STEM, stem) for stem in term.stems])


def _begun(term: Term, where: Field, language: str, writing: Engine) -> str:
    return writing.beginning(token(language, where, Kind.WRITTEN, term.beginning))


def least_score(query: Query) -> int:
    """Give what every match has: each term somewhere, in the way that is worth least."""
    return sum(1 if term.beginning else 2 for term in query.wanted)


def levels(query: Query, engine: str) -> list[tuple[int, int, str]]:
    """Give what is worth more than the least: (number of the term, what it adds, which articles).

    Of what an article has of one term, the most counts.
    """
    writing = ENGINES[engine]
    found: list[tuple[int, int, str]] = []
    for number, term in enumerate(query.wanted):
        least = 1 if term.beginning else 2
        ways = [(worth - least, way) for worth, way in _ways(term, query.language, writing)]
        found += [(number, adds, writing.either.join(of)) for adds, of in _grouped(ways) if adds]
    return found


def _ways(term: Term, language: str, writing: Engine) -> list[tuple[int, str]]:
    ways = []
    for where, exact, begun in _WORTH:
        ways.append((exact, _exact(term, where, language, writing)))
        if term.beginning:
            ways.append((begun, _begun(term, where, language, writing)))
    return ways


def _grouped(ways: Iterable[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    ordered = sorted(ways, key=lambda way: -way[0])
    return [
        (worth, [text for _, text in group])
        for worth, group in groupby(ordered, key=lambda way: way[0])
    ]
