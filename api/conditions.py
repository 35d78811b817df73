"""Conditional requests (RFC 9110 §13): whether a client's copy, or its wish, is of today."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from api.remember import remember

if TYPE_CHECKING:
    from collections.abc import Mapping

CONDITIONS = frozenset(
    (b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since")
)
"""The request headers that `judge` looks at."""

_ENTITY_TAG = re.compile(rb'(W/)?("[^"]*")')
_IMF_FIXDATE = "%a, %d %b %Y %H:%M:%S GMT"
_RFC_850 = "%A, %d-%b-%y %H:%M:%S GMT"
_ASCTIME = "%a %b %d %H:%M:%S %Y"
_FAR = 50  # years: RFC 850 has two digits, and what is further ahead lies in the past


def judge(headers: Mapping[bytes, bytes], etag: bytes, modified: float | None) -> int:
    """Give the status: 200 go on, 304 the client has it, 412 it asked for another state.

    `etag` is the selected representation's, strong; `modified` its Last-Modified, seconds since
    1970. The order is that of §13.2.2.
    """
    if _asks_for_another(headers, etag, modified):
        return HTTPStatus.PRECONDITION_FAILED
    given = headers.get(b"if-none-match")
    if given is not None:
        same = given == etag or _names(given, etag, weakly=True)
    else:
        since = read_date(headers.get(b"if-modified-since"))
        same = since is not None and modified is not None and modified <= since
    return HTTPStatus.NOT_MODIFIED if same else HTTPStatus.OK


def _asks_for_another(headers: Mapping[bytes, bytes], etag: bytes, modified: float | None) -> bool:
    given = headers.get(b"if-match")
    if given is not None:
        return not _names(given, etag, weakly=False)
    since = read_date(headers.get(b"if-unmodified-since"))
    return since is not None and modified is not None and modified > since


def _names(given: bytes, etag: bytes, *, weakly: bool) -> bool:
    """Tell whether a list of entity tags has one of ours; `*` stands for any."""
    if given.strip() == b"*":
        return True
    return any(tag == etag and (weakly or not weak) for weak, tag in _ENTITY_TAG.findall(given))


@remember
def read_date(value: bytes | None) -> float | None:
    """Read any of the three forms of HTTP-date (§5.6.7), seconds since 1970; None if it is none."""
    text = (value or b"").decode("latin-1").strip()
    for form in (_IMF_FIXDATE, _RFC_850, _ASCTIME):
        try:
            found = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        return (_in_its_century(found) if form == _RFC_850 else found).timestamp()
    return None


def _in_its_century(found: dt.datetime) -> dt.datetime:
    this_year = dt.datetime.now(dt.UTC).year
    year = this_year - this_year % 100 + found.year % 100
    return found.replace(year=year - 100 if year > this_year + _FAR else year)


def write_date(instant: str) -> str:
    """Write an ISO 8601 instant as an HTTP-date."""
    return format_datetime(dt.datetime.fromisoformat(instant).astimezone(dt.UTC), usegmt=True)
