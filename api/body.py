"""The body of a request: it comes whole, in time, and not without end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from api.errors import Problem

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

WHOLE = "newsstand.whole"
"""Where the scope says that the whole request has come: there is nothing to wait for."""

_SLOWEST = 10  # seconds
_CLOSING = {"Connection": "close"}


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read a body of at most `limit` bytes. Raises Problem, and ClientDisconnect.

    One that says itself that it is longer is not waited for.
    """
    if WHOLE in scope:
        return await _read(receive, limit)  # a timer costs as much as the rest of a hit
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if said.isdigit() and int(said[:20]) > limit:
        raise _too_long(limit)
    try:
        async with asyncio.timeout(_SLOWEST):
            return await _read(receive, limit)
    except TimeoutError as error:
        detail = f"the body did not come within {_SLOWEST} s"
        raise Problem("BAD_REQUEST", detail, status=408, headers=_CLOSING) from error


async def _read(receive: Receive, limit: int) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_long(limit)
        more = message.get("more_body", False)
    return body


def _too_long(limit: int) -> Problem:
    detail = f"the request's body: more than the {limit} bytes that are allowed"
    told = {"limit": limit}  # how much was asked for is not known: the rest is not read
    return Problem("PAYLOAD_TOO_LARGE", detail, headers=_CLOSING, body=told)


def give_again(body: bytes, receive: Receive) -> Receive:
    """Make a `receive` that gives a body that was read already, and then what comes."""
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again


def refuse(problem: Problem) -> Receive:
    """Make a `receive` that tells the reader what was wrong with the body."""

    async def raise_it() -> Message:
        raise problem

    return raise_it
