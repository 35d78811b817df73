"""What a header's value means, worked out once: clients send the same few again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Meaning = TypeVar("Meaning")

_MOST = 1000
_LONGEST = 300  # bytes: whoever sends long ones of their own must not fill the memory with them


def remember(read: Callable[[bytes | None], Meaning]) -> Callable[[bytes | None], Meaning]:
    """Keep what a function made of the values that came lately."""
    kept = lru_cache(_MOST)(read)

    def look_up(value: bytes | None) -> Meaning:
        return kept(value) if value is None or len(value) <= _LONGEST else read(value)

    return look_up
