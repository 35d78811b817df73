"""What is known of the newest revision, shared by all threads."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from api.errors import Problem
from api.kept import Kept
from api.memo import Memo
from schema.database import SCHEMA_VERSION
from schema.reads.catalogue import Catalogue, read_catalogue, schema_of

if TYPE_CHECKING:
    import orjson

    from api.memo import Tag
    from schema.reader import Reader, State

_SMALL = 2_000_000  # bytes: some 300 pages of 20, or some 2,000 tags and sections
_PATHS = 16  # the part of the nodes' bytes that the paths of articles get


class Current(NamedTuple):
    """What is known of one revision: its catalogue, the nodes that were rendered, first reads.

    `shared` are nodes of the catalogue as they stand in others, with their tags; `paths` are the
    keys and slugs of articles, as `Request` has them.
    """

    catalogue: Catalogue
    memo: Memo
    first_reads: Kept[Any]
    shared: Kept[tuple[orjson.Fragment, set[Tag | str]]]
    paths: Kept[str]


class Newest:
    """The newest revision that anybody has read."""

    def __init__(self, most_bytes: int) -> None:
        """Know none yet; so many bytes of nodes are kept of one."""
        self.current: Current | None = None
        self._most_bytes = most_bytes
        self._since = 0.0
        self._reading = threading.Lock()

    def at(self, reader: Reader, state: State | None, began: float) -> Current:
        """Give what is known of a revision, reading its catalogue where it is a new one.

        It may be an older one: of who began before, or of a database that was made anew.
        """
        if state is None:
            raise Problem("UNAVAILABLE", "nothing has been seeded yet: newsstand seed PATH")
        with self._reading:
            current = self.current
            if current is not None and current.catalogue.state == state:
                return current
            _refuse_earlier(schema_of(reader))
            made = Current(read_catalogue(reader, state), *self._stores())
            if current is None or began > self._since or not _is_older(state, current):
                self.current, self._since = made, time.monotonic()
            return made

    def _stores(self) -> tuple[Memo, Kept[Any], Kept[Any], Kept[str]]:
        most, small = self._most_bytes, min(_SMALL, self._most_bytes)
        paths = most // _PATHS
        return Memo(most - paths), Kept(small), Kept(small), Kept(paths)


def _refuse_earlier(schema: str) -> None:
    """Raise Problem where the database has become one of an earlier program, as a backup may be."""
    if schema < SCHEMA_VERSION:
        detail = (
            f"the database has schema {schema}, older than this program's {SCHEMA_VERSION}: "
            "start the server again, or seed"
        )
        raise Problem("UNAVAILABLE", detail, headers={"Retry-After": "60"})


def _is_older(state: State, current: Current) -> bool:
    other = current.catalogue.state
    return state[2] == other[2] and state[:2] < other[:2]
