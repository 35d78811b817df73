"""Tokens of `changes`: where a client stands in the log, in which history, for which nodes.

A token names the revision that was read and its mark (seed/history.py), so it is told from those of
another history; it is good for ever, because the log is never cut.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from schema.graph.ids import decode, encode
from schema.graph.refusals import Refused
from schema.reads.changes import Place, Scope, read_mark

if TYPE_CHECKING:
    from schema.graph.request import Request
    from schema.reads.catalogue import Catalogue

_END = 2**31 - 1
"""A position behind all entries of a revision."""

_WIDTH = 6
_AGAIN = "/v1/export.ndjson"


class _Token(NamedTuple):
    """`seen` is the revision that was read, `mark` its mark, `scope` of which nodes was asked."""

    seen: int
    mark: str
    place: Place
    scope: str


def token_of_now(catalogue: Catalogue) -> str:
    """Write the token of who has everything of a revision."""
    return write_token(catalogue, Place(catalogue.revision, _END), "")


def write_token(catalogue: Catalogue, place: Place, scope: str) -> str:
    """Write the token of who has read up to a place."""
    # Behind the revision at which the client began, that it began there does not matter any more.
    bare = place.bare if place.bare > place.revision else 0
    parts = [catalogue.revision, catalogue.mark, place.revision, place.position, bare, scope]
    return encode(json.dumps(parts, separators=(",", ":")))


def end_of(catalogue: Catalogue) -> Place:
    """Give the place behind everything of a revision."""
    return Place(catalogue.revision, _END)


def name_scope(scope: Scope) -> str:
    """Name the nodes that are told of; nothing where all are."""
    if scope == (None, None):
        return ""
    text = json.dumps([sorted(part) if part else part for part in scope])
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def read_token(text: str, request: Request, scope: str) -> Place:
    """Give the place that a token names. Raises Refused for what is none, or of another history.

    The token of all nodes is good for fewer of them as well.
    """
    token = _parse(text)
    if token is None:
        message = (
            "since is no token of this API; take it from `token` of an answer, or leave it out"
        )
        raise Refused("CURSOR_INVALID", message, argument="since")
    if token.scope not in ("", scope):
        message = "since is the token of other languages or types; keep those that it was given for"
        raise Refused("CURSOR_INVALID", message, argument="since")
    catalogue = request.catalogue
    if token.seen == catalogue.revision:
        mark: str | None = catalogue.mark
    else:
        mark = read_mark(request.reader, token.seen)
    if mark != token.mark or token.seen > catalogue.revision:
        message = (
            f"the token is of a state that this content never had, revision {token.seen}: the "
            "database was replaced; drop what you have and begin again, without since or with "
            f"{_AGAIN}"
        )
        raise Refused("SYNC_TOKEN_EXPIRED", message, argument="since", beginAgain=_AGAIN)
    return token.place


def _parse(text: str) -> _Token | None:
    try:
        parts = json.loads(decode(text) or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != _WIDTH:
        return None
    seen, mark, revision, position, bare, scope = parts
    numbers = (seen, revision, position, bare)
    if not all(type(number) is int and -1 <= number <= _END for number in numbers):
        return None
    if not all(isinstance(name, str) and name.isalnum() | (not name) for name in (mark, scope)):
        return None
    return _Token(seen, mark, Place(revision, position, bare), scope)
