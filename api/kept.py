"""What was used lately, no more bytes of it than was allowed: the store of documents and nodes.

A dictionary in the order of use: a look-up costs 0.2 µs. cachetools' LRUCache does the same in 1.5,
and an answer of twenty nodes looks twenty times.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")


def trim(content: bytes) -> bytes:
    """Copy bytes to keep them: orjson leaves unused room behind its own, 4 KB at least."""
    return b"%b" % content


class Kept(Generic[Value]):
    """Values by key, each with its size in bytes; that leaves first which was not used longest."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with nothing; 0 bytes keep nothing."""
        self.most_bytes = most_bytes
        self.size = 0
        self.evicted = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Give a value; None where it is not kept."""
        try:
            found = self._kept[key]
            self._kept.move_to_end(key)
        except KeyError:  # also where another thread has just let it go
            return None
        return found

    def get_all(self, keys: list[Any]) -> list[Value | None]:
        """Give the values of some keys, in their order."""
        # As two loops, but without a step of Python for each key.
        found = list(map(self._kept.get, keys))
        with suppress(KeyError):  # it is not kept, or another thread has just let it go
            deque(map(self._kept.move_to_end, keys), maxlen=0)
        return found

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value, unless it alone is larger than all may be."""
        if size > self.most_bytes:
            return
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            self.size += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            while self.size > self.most_bytes:
                oldest, _ = self._kept.popitem(last=False)
                self.size -= self._sizes.pop(oldest)
                self.evicted += 1

    def __len__(self) -> int:
        """Count the values."""
        return len(self._kept)
