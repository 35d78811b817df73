"""What readers type, as terms: words, "phrases", beginnings* and what is -not wanted.

Nothing of it is an engine's own language: `schema/words/matching.py` writes that, out of tokens.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from schema.words.analysis import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schema.words.analysis import Word

MOST_CHARACTERS = 500
MOST_TERMS = 16
SHORTEST_BEGINNING = 3
"""How many letters a beginning has at least; what is shorter is a whole word."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(r'(-?)"([^"]*)(?:"|$)|(-?)([^\s"]+)')


class Term(NamedTuple):
    """Words that stand one after the other: their stems; most often there is one.

    `beginning` are the letters that a word may begin with instead; empty: none.
    """

    stems: tuple[str, ...]
    beginning: str = ""


class Query(NamedTuple):
    """What an article must have, each term somewhere, and what it must not."""

    language: str
    wanted: tuple[Term, ...]
    refused: tuple[Term, ...]


class QueryError(ValueError):
    """A query that finds nothing as it is; the message says why."""


def read_query(text: str, language: str) -> Query:
    """Read a query as it was typed. Raises QueryError."""
    if len(text) > MOST_CHARACTERS:
        message = f"the query has {len(text)} characters; at most {MOST_CHARACTERS} are taken"
        raise QueryError(message)
    wanted: list[Term] = []
    refused: list[Term] = []
    last = None
    for minus, quoted, other_minus, bare in _PART.findall(text.translate(_QUOTES)):
        term = _phrase(quoted, language) if quoted or not bare else _bare(bare, language)
        if term is None:
            continue
        (refused if minus or other_minus else wanted).append(term)
        last = bare if bare and not other_minus else None
    if last is not None:
        wanted[-1] = _begun(wanted[-1], last, language)
    return _checked(Query(language, _distinct(wanted), _distinct(refused)))


def read_again(text: str, languages: Iterable[str]) -> Iterator[Query]:
    """Read a query in other languages; one in which it has too many different words is left out."""
    for language in languages:
        with suppress(QueryError):
            yield read_query(text, language)


def _distinct(terms: list[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))


def _checked(query: Query) -> Query:
    count = len(query.wanted) + len(query.refused)
    if count > MOST_TERMS:
        message = f"the query has {count} words and phrases; at most {MOST_TERMS} are taken"
        raise QueryError(message)
    if not query.wanted:
        only = "only what is not wanted; say also what is" if query.refused else "no word"
        message = f"the query has {only}"
        raise QueryError(message)
    return query


def _phrase(text: str, language: str) -> Term | None:
    words = tuple(word.stem for word in words_of(text, language))
    return Term(words) if words else None


def _bare(text: str, language: str) -> Term | None:
    """Read what has no blanks: a word, or several that a hyphen or the like holds together."""
    term = _phrase(text, language)
    return _begun(term, text, language) if term and text.endswith("*") else term


def _begun(term: Term, text: str, language: str) -> Term:
    """Let a term be the beginning of a word as well, where it is one word and long enough."""
    words: list[Word] = list(words_of(text, language))
    if len(words) > 1 or len(words[0].written) < SHORTEST_BEGINNING:
        return term
    return Term(term.stems, words[0].written)
