"""The answers of one state of the content: found, kept, dropped together, remembered as wishes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from api.variants import meanings
from api.wishes import Posted, Wish, weigh_wishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.flight import Flight
    from api.reply import Call, Reply
    from schema.reader import State
    from schema.watch import Watch

Key = tuple[Any, ...]

_MOST_ONCE = 20_000
_KEY_SIZE = 600  # bytes that a key takes beside its texts, in all the places where it stands


@dataclass(frozen=True, slots=True)
class Fork:
    """Stands where a request has several answers: they depend on these of its headers."""

    names: tuple[bytes, ...]
    size: int


class Entries(LRUCache[Key, "Reply | Fork"]):
    """Answers, bounded by their sizes in bytes: the one not asked for the longest goes first.

    `answers` are how many there are, `evicted` how many had to make room; a Fork is none.
    """

    def __init__(self, most: int) -> None:
        """Begin with none."""
        super().__init__(most, getsizeof=attrgetter("size"))
        self.answers = 0
        self.evicted = 0

    def __setitem__(self, key: Key, entry: Reply | Fork) -> None:
        """Put one in. Raises ValueError where it is larger than all may be."""
        self.pop(key, None)
        super().__setitem__(key, entry)
        self.answers += type(entry) is not Fork

    def __delitem__(self, key: Key) -> None:
        """Take one out."""
        self.answers -= type(self[key]) is not Fork
        super().__delitem__(key)

    def popitem(self) -> tuple[Key, Reply | Fork]:
        """Let one go."""
        key, entry = super().popitem()
        self.evicted += type(entry) is not Fork
        return key, entry


class Store:
    """Keeps answers of the newest state only. It belongs to one event loop."""

    def __init__(self, watch: Watch, most: int) -> None:
        """Begin with nothing; `most` is how many bytes may be kept."""
        self.entries = Entries(most)
        self.flights: dict[Key, Flight] = {}
        self.state: State | None = None
        self.posted = Posted()
        self.evicted = 0
        self._wishes: dict[Key, Wish] = {}
        self._watch = watch
        self._once: set[int] = set()
        self._seen: State | None = None
        self._looked = False
        self._loop = asyncio.get_running_loop()

    def is_first(self, key: Key) -> bool:
        """Tell whether a request comes for the first time in this state, as far as is known."""
        if key in self.entries:
            return False
        place = hash(key)
        if place in self._once:
            return False
        if len(self._once) >= _MOST_ONCE:
            self._once.clear()
        self._once.add(place)
        return True

    def look(self) -> State | None:
        """Give the newest state; None: nothing may be answered from here.

        The watch is asked once in each round of the event loop. What runs in a round had arrived
        before it began, so for all of that the first look is late enough.
        """
        if not self._looked:
            self._looked = True
            self._loop.call_soon(self._end_round)
            seen = self._watch.seen()
            if seen != self._seen:
                self._follow(seen)
        return None if self._seen is None else self.state

    def _end_round(self) -> None:
        self._looked = False

    def _follow(self, seen: State | None) -> None:
        """Believe the watch when it says something new; an answer may have been newer still."""
        self._seen = seen
        if seen is not None and seen != self.state:
            self._drop(seen)

    def _drop(self, state: State) -> None:
        kept = [each for each in self.entries.values() if not isinstance(each, Fork)]
        self._wishes = weigh_wishes(kept, self._wishes)
        self.posted.end()
        self.evicted += self.entries.evicted
        self.entries = Entries(int(self.entries.maxsize))
        # Who comes now must not be given what was begun before.
        self.flights = {}
        self._once = set()
        self.state = state

    @property
    def wishes(self) -> list[Wish]:
        """Give what to ask again in this state: what was used most before."""
        return [*self._wishes.values(), *self.posted.wishes]

    def find(self, key: Key, headers: Mapping[bytes, bytes]) -> Reply | None:
        """Find the answer to a request."""
        if self.look() is None or key not in self.entries:  # an exception takes longer
            return None
        try:
            found = self.entries[key]
            if type(found) is Fork:  # on every hit: isinstance takes longer
                found = self.entries[key, meanings(found.names, headers)]
        except KeyError:
            return None
        return found  # type: ignore[return-value]

    def keep(self, asked: Call, kept: Reply) -> None:
        """Keep an answer, if it belongs to the newest state that is known; it may be newer."""
        known, state = self.look(), kept.mark.state
        if known is None:
            return
        if state is not None and state[0] > known[0] and state[2] == known[2]:
            self._drop(state)
        elif state not in (None, known):
            return
        size = _KEY_SIZE + sum(map(len, asked.key)) + sum(map(len, asked.headers.values()))
        kept.asked, kept.place = asked, asked.key
        kept.size += size
        if kept.names:
            kept.place = (asked.key, meanings(kept.names, asked.headers))
            self._put(asked.key, Fork(kept.names, size))
        self._put(kept.place, kept)

    def grow(self, kept: Reply) -> None:
        """Count an answer anew that has grown since it was kept."""
        if self.entries.get(kept.place) is kept:
            self._put(kept.place, kept)

    def _put(self, place: Key, entry: Reply | Fork) -> None:
        try:
            self.entries[place] = entry
        except ValueError:  # larger than all that may be kept
            self.entries.pop(place, None)


def key_of_post(path: str, query: bytes, headers: Mapping[bytes, bytes], body: bytes) -> Key:
    """Name a POST by all of it that its answer depends on."""
    kind = headers.get(b"content-type", b""), headers.get(b"content-encoding", b"")
    return (path, query, *kind, body)


def plain_address(url: bytes, longest: int) -> tuple[str, bytes] | None:
    """Part a request's target; None where what the path is, is for the usual way to say."""
    path, _, query = url.partition(b"?")
    if b"%" in path or b"#" in url or not path.startswith(b"/") or not url.isascii():
        return None
    return (path.decode("ascii"), query) if len(url) <= longest else None
