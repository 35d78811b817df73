"""The mark of a revision: a hash of all that was ever written, so that equal marks are one history.

Databases that were seeded with the same files in the same steps have the same marks; one that was
made anew, or went another way since a copy of it was made, has others.
"""

from __future__ import annotations

from dataclasses import astuple
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seed.difference import Difference

_SIZE = 9  # bytes


def make_mark(before: str, difference: Difference) -> str:
    """Make the mark of a revision from the one before and all that is written with it."""
    found = blake2b(before.encode(), digest_size=_SIZE)
    for entry in difference.log:
        found.update(_digest(astuple(entry)))
    for digest in sorted(map(_digest, _written(difference))):
        found.update(digest)
    return found.hexdigest()


def _digest(part: Any) -> bytes:
    written = orjson.dumps(part, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return blake2b(written, digest_size=16).digest()


def _written(difference: Difference) -> Iterator[Any]:
    """Give all rows, in no order: some come out of sets."""
    for name, change in difference.tables.items():
        for kind in ("new", "changed", "old"):
            yield from ((name, kind, row) for row in getattr(change, kind))
    for id_ in difference.relations:
        yield id_, difference.aliases.get(id_, {})
    yield from difference.bodies.values()
    yield from difference.lost_aliases
