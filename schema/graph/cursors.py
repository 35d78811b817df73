"""Pages asked for: `first`, `after`, `last`, `before` (Relay, Cursor Connections), and cursors.

A cursor holds the keys of the ordering columns, so it stays right while content is added, and a
fingerprint of the list it was given for, so it is refused with another filter, order or language.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any, NamedTuple

from schema.graph.ids import decode, encode
from schema.graph.refusals import Refused, bad_input
from schema.reads.conditions import ArticleFilter
from schema.reads.pages import Key, Window

PAGE_SIZE = 20
LARGEST_PAGE = 100
"""The most nodes that a client gets at once; documents of our own may have larger pages."""


class PageArguments(NamedTuple):
    """The four arguments as the client gave them."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None


class Fingerprint:
    """A short name of a list: its field, parent, language, filter and order. Made when needed."""

    def __init__(self, *parts: Any) -> None:
        """Keep what the list is told by."""
        self._parts = parts

    @cached_property
    def text(self) -> str:
        """Give the name."""
        parts = [_told(part) for part in self._parts]
        text = json.dumps(parts, sort_keys=True, default=repr)
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _told(part: Any) -> Any:
    """Name only conditions that are set: one more, known later, leaves cursors as they are."""
    if not isinstance(part, ArticleFilter):
        return part
    return {name: value for name, value in part._asdict().items() if value is not None}


def read_window(asked: PageArguments, fingerprint: Fingerprint, width: int, largest: int) -> Window:
    """Check the arguments; `width` is the number of ordering columns in a cursor."""
    if asked.first is not None and asked.last is not None:
        message = "give first or last, not both"
        raise bad_input(message, argument="last")
    backwards = asked.last is not None
    size = asked.last if backwards else asked.first
    size = PAGE_SIZE if size is None else size
    if not 0 <= size <= largest:
        name = "last" if backwards else "first"
        message = f"{name} is {size}; a page has 0 to {largest} nodes"
        raise bad_input(message, argument=name, requested=size, limit=largest)
    if asked.after is asked.before is None:
        return Window(size, backwards=backwards)
    after = _read_cursor("after", asked.after, fingerprint, width)
    before = _read_cursor("before", asked.before, fingerprint, width)
    return Window(size, after, before, backwards)


def write_cursor(fingerprint: Fingerprint, key: Key) -> str:
    """Write the cursor of a row."""
    return encode(json.dumps([fingerprint.text, *key], ensure_ascii=False, separators=(",", ":")))


def _read_cursor(name: str, text: str | None, fingerprint: Fingerprint, width: int) -> Key | None:
    if text is None:
        return None
    try:
        parts = json.loads(decode(text) or "")
    except (ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or not all(_is_key(part) for part in parts):
        message = f"{name} is no cursor of this API; take it from edges.cursor or pageInfo"
        raise Refused("CURSOR_INVALID", message, argument=name)
    if not parts or parts[0] != fingerprint.text or len(parts) != width + 1:
        message = f"{name} is the cursor of another list; keep its filter, order and language"
        raise Refused("CURSOR_INVALID", message, argument=name)
    return tuple(parts[1:])


def _is_key(part: object) -> bool:
    """JSON's escapes may give what no database takes: NUL, and half of a surrogate pair."""
    return isinstance(part, str) and part.isprintable()
