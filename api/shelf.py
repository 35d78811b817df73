"""Prepared documents, as many as fit: counted with all that hangs on them, the least used go first.

What is looked up is the very text of a request. A document is there as long as one of these texts
stands for it, and no longer, so nothing is held that is not counted.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Hashable

Ready = TypeVar("Ready")


@dataclass(slots=True)
class Held:
    """What a document takes, in bytes, and how many texts stand for it."""

    size: int
    uses: int = 0


class Document:
    """What texts may stand for; to be inherited."""

    def __init__(self, size: int) -> None:
        """Begin with what it takes by itself."""
        self.held = Held(size)


Found = TypeVar("Found", bound=Document)


class Shelf(Generic[Ready, Found]):
    """What is ready for each text, and the documents behind it; shared by all threads."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with nothing."""
        self.most_bytes = most_bytes
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Ready, int, Found]] = OrderedDict()
        self._documents: WeakValueDictionary[str, Found] = WeakValueDictionary()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Ready | None:
        """Give what is ready for a text."""
        try:
            found = self._kept[key]
            self._kept.move_to_end(key)
        except KeyError:  # also where another thread has just let it go
            return None
        return found[0]

    def document(self, shape: str) -> Found | None:
        """Give the document of a shape, if a text stands for it."""
        return self._documents.get(shape)

    def name(self, shape: str, document: Found) -> None:
        """Let a document be found by its shape, as long as texts stand for it."""
        self._documents[shape] = document

    def put(self, key: Hashable, ready: Ready, size: int, document: Found) -> None:
        """Keep what is ready for a text, unless that is more than all may be."""
        held = document.held
        if size + held.size > self.most_bytes:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            held.uses += 1
            self.size += size + (held.size if held.uses == 1 else 0)
            self._kept[key] = (ready, size, document)
            if before is not None:
                self._let_go(before)
            self._shrink()

    def grow(self, held: Held, more: int) -> None:
        """Count what a document takes besides, from now on."""
        with self._lock:
            held.size += more
            if held.uses:
                self.size += more
                self._shrink()

    def _shrink(self) -> None:
        while self.size > self.most_bytes:
            self._let_go(self._kept.popitem(last=False)[1])

    def _let_go(self, entry: tuple[Ready, int, Found]) -> None:
        _, size, document = entry
        document.held.uses -= 1
        self.size -= size + (0 if document.held.uses else document.held.size)
