"""The plainest POST to the graph, answered in one piece: what most clients send all the time.

Nothing is decided here: whatever is not plain goes the long way, through the application, and gets
the same answer there. It saves two thirds of what an answer costs whose nodes were rendered before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from api.codings import (
    IDENTITY,
    QUICKLY_CODED,
    WORTH_CODING,
    choose_coding,
    choose_coding_of_short,
    encode,
)
from api.errors import Problem
from api.graphql import read_asked
from api.negotiate import graphql_media_type
from api.profile import content_type
from api.refusal import Refusal
from api.remember import remember
from api.reply import write_headers
from api.sharing import RAW_SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.execute import Executor
    from schema.reader import State

_PLAIN = frozenset((b"application/json", b"application/json; charset=utf-8"))
_UNUSUAL = frozenset((b"content-encoding", b"prefer"))
_OK = 200


class Written(NamedTuple):
    """An answer as bytes: its status, its headers, its body; and the document that it is of."""

    status: int
    head: bytes
    content: bytes
    document: str


def answer_post(
    executor: Executor, headers: Mapping[bytes, bytes], body: bytes, newest: State
) -> Written | None:
    """Answer a POST; None where it must go the long way. `newest` is the newest revision."""
    if headers.get(b"content-type") not in _PLAIN or not _UNUSUAL.isdisjoint(headers):
        return None
    media_type = _media_type(headers.get(b"accept"))
    try:
        given = orjson.loads(body)
        asked = (
            read_asked(given, executor.persisted) if type(given) is dict and media_type else None
        )
    except (orjson.JSONDecodeError, Problem, Refusal):
        return None
    if asked is None or asked.digest:
        return None
    answer = executor.run_here(asked, newest)
    if answer is None or answer.errors or not media_type:
        return None
    content = answer.as_json()
    codable = len(content) >= WORTH_CODING
    coding = _choose(content, headers.get(b"accept-encoding"))
    if coding is None:
        return None
    if coding != IDENTITY:
        content = encode(content, coding)
    profile = executor.settings.graphql_profile
    head = _head(media_type, profile, codable, coding, answer.state[0])
    return Written(_OK, b"%b%d\r\n\r\n" % (head, len(content)), content, asked.document)


@remember
def _media_type(accept: bytes | None) -> str | None:
    return graphql_media_type(None if accept is None else accept.decode("latin-1"))


def _choose(content: bytes, accepted: bytes | None) -> str | None:
    """Choose the coding; None where all are refused, or coding takes too long to do it here."""
    if len(content) < WORTH_CODING:
        return choose_coding_of_short(accepted)
    coding = choose_coding(accepted)
    return coding if coding == IDENTITY or len(content) <= QUICKLY_CODED else None


@lru_cache(32)
def _head(
    media_type: str,
    profile: int,
    codable: bool,  # noqa: FBT001 - a cache's key
    coding: str,
    revision: int,
) -> bytes:
    """Write the headers, up to the value of the last one, the length."""
    varies = codable or coding != IDENTITY
    headers = [
        (b"content-type", content_type(media_type, _OK, profile).encode()),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept, Accept-Encoding" if varies else b"Accept"),
        (b"x-content-revision", str(revision).encode()),
        *RAW_SHARED,
    ]
    if coding != IDENTITY:
        headers.append((b"content-encoding", coding.encode()))
    return write_headers(headers) + b"content-length: "
