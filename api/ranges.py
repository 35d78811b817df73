"""Range requests (RFC 9110 §14): the part of a file that a client lacks, to go on downloading.

One range of bytes is given; who asks for several gets the whole, as §14.2 allows.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from api.errors import Problem
from api.reply import Ready

if TYPE_CHECKING:
    from collections.abc import Mapping

RANGES = {"Accept-Ranges": "bytes"}
"""The header of a body of which parts can be had."""

_ONE = re.compile(rb"bytes=[ \t]*(?:([0-9]+)-([0-9]*)|-([0-9]+))[ \t]*", re.IGNORECASE)
_DIGITS = 18  # more than any body has, and few enough to be read as a number


def part_of(ready: Ready, headers: Mapping[bytes, bytes]) -> Ready:
    """Give the part that a request asks for, else the whole. Raises Problem where there is none.

    `ready` is a 200 whose parts can be had, in no coding.
    """
    if not _is_current(headers.get(b"if-range"), ready.etag):
        return ready
    found = _ONE.fullmatch(headers.get(b"range", b"").strip())
    if found is None:
        return ready
    size = len(ready.content)
    first, last = _bounds(found, size)
    if found[1] and found[2] and _number(found[1]) > _number(found[2]):
        return ready  # no range at all (§14.1.1)
    if first >= size or first > last:
        raise _unsatisfiable(size)
    return _cut(ready, first, last)


def _is_current(if_range: bytes | None, etag: bytes) -> bool:
    """Compare strongly (§13.1.5). A date never holds: two states may fall into its second."""
    return if_range is None or if_range.strip() == etag


def _bounds(found: re.Match[bytes], size: int) -> tuple[int, int]:
    """Give the first and the last byte."""
    if found[3]:
        return max(0, size - _number(found[3])), size - 1
    last = _number(found[2]) if found[2] else size - 1
    return _number(found[1]), min(last, size - 1)


def _number(digits: bytes) -> int:
    digits = digits.lstrip(b"0") or b"0"
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS


def _unsatisfiable(size: int) -> Problem:
    detail = f"there are {size} bytes, and none of them is in the range that was asked for"
    status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    headers = {"Content-Range": f"bytes */{size}", **RANGES}
    return Problem("BAD_REQUEST", detail, status=status, headers=headers)


def _cut(ready: Ready, first: int, last: int) -> Ready:
    content = ready.content[first : last + 1]
    size = len(ready.content)
    headers = [header for header in ready.start["headers"] if header[0] != b"content-length"]
    headers.append((b"content-range", b"bytes %d-%d/%d" % (first, last, size)))
    headers.append((b"content-length", b"%d" % len(content)))
    return Ready(HTTPStatus.PARTIAL_CONTENT.value, headers, content, ready.etag)
