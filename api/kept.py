"""What was used lately, no more bytes of it than was allowed: the store of documents and nodes.

A dictionary in the order of use: a look-up costs 0.2 µs. cachetools' LRUCache does the same in 1.5,
and an answer of twenty nodes looks twenty times.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, each with its size in bytes; that leaves first which was not used longest."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with nothing; 0 bytes keep nothing."""
        self.most_bytes = most_bytes
        self.size = 0
        self.evicted = 0
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Give a value; None where it is not kept."""
        try:
            found = self._kept[key]
            self._kept.move_to_end(key)
        except KeyError:  # also where another thread has just let it go
            return None
        return found[0]

    def get_all(self, keys: list[Any]) -> list[Value | None]:
        """Give the values of some keys, in their order."""
        get, move = self._kept.get, self._kept.move_to_end
        found = [get(key) for key in keys]
        if None in found:
            return [self.get(key) for key in keys]
        with suppress(KeyError):  # another thread has just let one go; we have it
            for key in keys:
                move(key)
        return [pair[0] for pair in found if pair]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value, unless it alone is larger than all may be."""
        if size > self.most_bytes:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = (value, size)
            self.size += size - (before[1] if before else 0)
            while self.size > self.most_bytes:
                _, (_, freed) = self._kept.popitem(last=False)
                self.size -= freed
                self.evicted += 1

    def __len__(self) -> int:
        """Count the values."""
        return len(self._kept)
