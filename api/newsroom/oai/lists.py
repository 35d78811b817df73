"""Which records a list has, and where the next part of it begins: a token says all of it.

A token is not kept by the server and has no end: it holds what was asked for, and the place of
the last record that was given. A record that changes moves behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from api.newsroom.oai.asked import Mistake, Refused, read_instant
from schema.graph.ids import decode, encode

if TYPE_CHECKING:
    from api.newsroom.oai.asked import Asked

PAGE = 250
"""How many records one answer has."""

_PARTS = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """A list and a place in it. `given`: how many records came before; `after`: a cursor."""

    verb: str
    chosen: str | None = None
    first: str | None = None
    last: str | None = None
    given: int = 0
    after: str | None = None

    @property
    def variables(self) -> dict[str, Any]:
        """Give the variables of the documents `oai-headers` and `oai-records`."""
        kind, _, value = (self.chosen or "").partition(":")
        found: dict[str, Any] = {
            "language": value if kind == "language" else None,
            "section": value if kind == "section" else None,
            "inSection": True if self.chosen == "section" else None,
            "from": self.first,
            "until": self.last,
            "after": self.after,
        }
        return {name: each for name, each in found.items() if each} | {"first": PAGE}

    def token(self, shown: int, cursor: str) -> str:
        """Write the token of the part after this one, which has `shown` records."""
        parts = [self.verb, self.chosen, self.first, self.last, self.given + shown, cursor]
        return encode(orjson.dumps(parts).decode())


def read_list(asked: Asked) -> Listed:
    """Read which list is asked for. Raises Refused."""
    arguments = asked.arguments
    if "resumptionToken" in arguments:
        return _read_token(asked.verb, arguments["resumptionToken"])
    first, last = (
        read_instant(name, arguments[name]) if name in arguments else None
        for name in ("from", "until")
    )
    listed = Listed(asked.verb, arguments.get("set"), first, last)
    kind, colon, value = (listed.chosen or "section").partition(":")
    if kind not in ("section", "language") or ":" in value or (colon and not value):
        raise Refused(no_records())
    return listed


def no_records() -> Mistake:
    """Say that a list is empty."""
    return Mistake("noRecordsMatch", "no record is in this set and changed in this span of time")


def bad_token() -> Mistake:
    """Say that a token is none of ours."""
    return Mistake("badResumptionToken", "the token is not one that this list was continued with")


def _read_token(verb: str, text: str) -> Listed:
    try:
        parts = orjson.loads(decode(text) or "")
    except orjson.JSONDecodeError:
        parts = None
    kinds = (str, str | None, str | None, str | None, int, str)
    is_ours = isinstance(parts, list) and len(parts) == _PARTS and parts[0] == verb
    if not is_ours or not all(map(isinstance, parts, kinds)):
        raise Refused(bad_token())
    return Listed(*parts)
