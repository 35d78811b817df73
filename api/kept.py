"""What was used lately, no more bytes of it than was allowed: the store of documents and nodes.

Values stand in the order in which they came. Of what was used since, the oldest gets a second
chance (Corbató's clock): a look-up only leaves a mark, where an LRU moves what it has found, and
looks for its place a second time. An answer of twenty nodes looks twenty times.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")


def trim(content: bytes) -> bytes:
    """Copy bytes to keep them: orjson leaves unused room behind its own, 4 KB at least."""
    return b"%b" % content


_MOST_CHANCES = 64  # for one value that comes: others wait for it


class _Entry(Generic[Value]):
    """A value, its size in bytes, and whether it was used since it was last looked at for room."""

    __slots__ = ("is_used", "size", "value")

    def __init__(self, value: Value, size: int) -> None:
        self.value = value
        self.size = size
        self.is_used = False


class Kept(Generic[Value]):
    """Values by key, each with its size in bytes; what was not used for long leaves first."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with nothing; 0 bytes keep nothing."""
        self.most_bytes = most_bytes
        self.size = 0
        self._kept: OrderedDict[Hashable, _Entry[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Give a value; None where it is not kept."""
        entry = self._kept.get(key)
        if entry is None:
            return None
        entry.is_used = True
        return entry.value

    def get_all(self, keys: list[Any]) -> list[Value | None]:
        """Give the values of some keys, in their order."""
        # As a loop, but without a step of Python for each key.
        found: list[Any] = list(map(self._kept.get, keys))
        for place, entry in enumerate(found):
            if entry is not None:
                entry.is_used = True
                found[place] = entry.value
        return found

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value, unless it alone is larger than all may be."""
        if size > self.most_bytes:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += size - (before.size if before else 0)
            if self.size > self.most_bytes:
                self._make_room()
            self._kept[key] = _Entry(value, size)

    def _make_room(self) -> None:
        """Let the oldest ones go; one that was used stands last again, but not without end."""
        chances = _MOST_CHANCES
        while self.size > self.most_bytes:
            key, oldest = self._kept.popitem(last=False)
            if oldest.is_used and chances:
                oldest.is_used = False
                self._kept[key] = oldest
                chances -= 1
            else:
                self.size -= oldest.size

    def __len__(self) -> int:
        """Count the values."""
        return len(self._kept)
