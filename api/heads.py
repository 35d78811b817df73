"""Heads of requests that came lately, by their bytes: clients send the same ones again and again.

Equal bytes say the same only where a request may begin: whoever asks here must know that one may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 1_000_000  # bytes
_LONGEST = 2_048
_FIELD = 200  # bytes that a field takes besides its own
_END = b"\r\n\r\n"
_PRIVATE = frozenset((b"authorization", b"cookie", b"proxy-authorization"))
_CHUNKED = b"transfer-encoding"


class Head(NamedTuple):
    """What the head of a request says: its method, target, and fields by name in small letters."""

    method: bytes
    url: bytes
    headers: Mapping[bytes, bytes]


class Heads:
    """Heads by their bytes, each with the size of the body that it came with; of one process."""

    def __init__(self) -> None:
        """Know none."""
        self._kept: Kept[tuple[Head, int]] = Kept(_MOST)

    def find(self, piece: bytes) -> tuple[Head, bytes] | None:
        """Take a whole request apart; None where its head is not known, or it is not whole."""
        end = piece.find(_END, 0, _LONGEST) + len(_END)
        found = self._kept.get(piece[:end])
        if found is None or found[1] != len(piece) - end:
            return None
        return found[0], piece[end:]

    def keep(self, piece: bytes, head: Head, body: bytes) -> None:
        """Keep what the head of a whole request says; not of one that tells who the client is."""
        written = piece[: len(piece) - len(body)]
        if len(written) > _LONGEST or written.find(_END) != len(written) - len(_END):
            return
        if _CHUNKED not in head.headers and _PRIVATE.isdisjoint(head.headers):
            size = 2 * len(written) + _FIELD * (len(head.headers) + 4)
            self._kept.put(written, (head, len(body)), size)
