"""What is asked again after a seeding: requests that were made often, and documents that were."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson

from api.codings import IDENTITY
from api.reply import Call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.reply import Reply

Place = tuple[Any, ...]
Key = tuple[Any, ...]
Headers = Mapping[bytes, bytes]

_MOST = 64
_FADES = 0.5  # what is left of a wish's weight after each seeding
_LONGEST = 20_000  # bytes of a body
_OFTEN = 2  # times that a document must have been asked


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that was made often, and the codings in which it was."""

    place: Place
    asked: Call
    codings: list[str]
    weight: float


def weigh_wishes(kept: Iterable[Reply], before: dict[Place, Wish]) -> dict[Place, Wish]:
    """Choose the most used requests: those of now, and what is left of those from before."""
    left = {place: wish.weight * _FADES for place, wish in before.items()}
    found = [
        Wish(each.place, each.asked, each.codings(), left.pop(each.place, 0.0) + each.hits)
        for each in kept
    ]
    found += [replace(before[place], weight=weight) for place, weight in left.items()]
    best = heapq.nlargest(_MOST, found, key=attrgetter("weight"))
    return {wish.place: wish for wish in best if wish.weight >= 1}


class Posted:
    """The documents that were posted most, each with the request that it came with last.

    Their answers may never be asked for again, as where each reader has variables of their own;
    but one of them renders nodes that the others have too.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.wishes: list[Wish] = []
        self._asked: dict[str, tuple[float, Key, Headers]] = {}

    def count(self, document: str, key: Key, headers: Headers) -> None:
        """Count a request that was not answered from what is kept."""
        if len(key[-1]) > _LONGEST:
            return
        found = self._asked.get(document)
        times = found[0] if found else 0.0
        if not times and len(self._asked) >= _MOST:
            rarest = min(self._asked, key=lambda each: self._asked[each][0])
            del self._asked[rarest]
        self._asked[document] = (times + 1, key, headers)

    def end(self) -> None:
        """Make wishes of what was asked often; what is not asked again fades."""
        self.wishes = [
            Wish(key, Call.of(key, headers), [IDENTITY], times)
            for times, key, headers in self._asked.values()
            if times >= _OFTEN
        ]
        self._asked = {
            document: (times * _FADES, key, headers)
            for document, (times, key, headers) in self._asked.items()
            if times >= 1
        }


def document_of(body: bytes) -> str:
    """Give the document of a POST that was answered, or what it was asked for by."""
    given = orjson.loads(body)
    return str(given.get("query") or given.get("documentId") or given["extensions"])
