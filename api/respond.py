"""Bytes to an answer: its validators and headers, and what the cache must know to keep it."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from api.conditions import write_date
from api.freshness import read_instant
from api.surrogates import surrogate_headers

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answer import Answer
    from schema.reader import State

BODILESS = "newsstand.bodiless"
"""Where the scope says that only the head of the answer is wanted, though the method is GET."""

KEPT = "newsstand.kept"
"""Where the scope has the mark of an answer that may be kept; without it none is."""


@dataclass(frozen=True, slots=True)
class Body:
    """A representation: its bytes and what its headers say. `vary` names request headers.

    A Cache-Control among `headers` holds instead of the one that the settings make. `over` is an
    instant at which other bytes are the right ones, in the same revision.
    """

    content: bytes
    media_type: str
    language: str | None = None
    vary: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    over: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of an answer that may be kept.

    `state` is the one that it belongs to; None: it is the program's, the same in all of them.
    `ahead` are instants of publication that lay ahead. `public`: others may keep it as well, as
    long as the settings say; else its own Cache-Control holds. `over`: not kept past this time
    (seconds since 1970).
    """

    state: State | None = None
    ahead: tuple[str, ...] = ()
    public: bool = True
    over: float = math.inf


def respond(request: Request, body: Body, answer: Answer | None = None) -> Response:
    """Answer with a cacheable representation of one revision; without one, of the program.

    Cache-Control, conditions and codings are the cache's: they are the same on its hits.
    """
    digest = hashlib.blake2b(body.content, digest_size=12).hexdigest()
    headers = {"ETag": f'"{digest}"', "Accept-Ranges": "none", **body.headers}
    if body.vary:
        headers["Vary"] = ", ".join(body.vary)
    if body.language:
        headers["Content-Language"] = body.language
    if answer is not None:
        headers |= _of_revision(answer)
    if answer is not None and body.over is None:
        headers["Last-Modified"] = write_date(answer.seeded_at)
    over = math.inf if body.over is None else read_instant(body.over)
    mark(request, answer, public="Cache-Control" not in body.headers, over=over)
    return Response(body.content, headers=headers, media_type=body.media_type)


def move(request: Request, path: str, answer: Answer) -> Response:
    """Lead to the address of today."""
    address = f"{request.app.state.settings.public_url}{path}"
    mark(request, answer)
    return RedirectResponse(address, HTTPStatus.MOVED_PERMANENTLY, _of_revision(answer))


def mark(
    request: Request, answer: Answer | None, *, public: bool = True, over: float = math.inf
) -> None:
    """Let the cache keep what is answered to this request."""
    found = Mark(public=public)
    if answer is not None:
        found = Mark(answer.state, answer.ahead, public, over)
    request.scope[KEPT] = found


def _of_revision(answer: Answer) -> dict[str, str]:
    return {"X-Content-Revision": str(answer.revision), **surrogate_headers(answer.tags)}
