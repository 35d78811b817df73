"""Python's collector of cyclic garbage, told how this program lives."""

from __future__ import annotations

import gc

_YOUNGEST = 20_000  # new objects before a look at the youngest; Python's own 700 are one answer
_MIDDLE = 50
_OLDEST = 100


def settle_collector() -> None:
    """Let it look less often, and never again through what is there by now.

    An answer leaves no cycles behind, and what caches keep lives long: looking through all of that
    took 30 ms and more at a time, while every client waited.
    """
    gc.freeze()
    gc.set_threshold(_YOUNGEST, _MIDDLE, _OLDEST)
