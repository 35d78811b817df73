"""Bytes to an answer: its validators and headers, and what the cache must know to keep it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from api.conditions import write_date
from api.surrogates import surrogate_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.answer import Answer
    from schema.reader import State

KEPT = "newsstand.kept"
"""Where the scope has the mark of an answer that may be kept; without it none is."""


@dataclass(frozen=True, slots=True)
class Body:
    """A representation: its bytes and what its headers say. `vary` names request headers."""

    content: bytes
    media_type: str
    language: str | None = None
    vary: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of an answer that may be kept.

    `state` is the one that it belongs to; None: it is the program's, the same in all of them.
    `ahead` are instants of publication that lay ahead. `public`: others may keep it as well.
    `timing` is what took how many milliseconds.
    """

    state: State | None = None
    ahead: tuple[str, ...] = ()
    public: bool = True
    timing: Mapping[str, float | str] = field(default_factory=dict)


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
        headers["Last-Modified"] = write_date(answer.seeded_at)
        headers |= _of_revision(answer)
    mark(request, answer)
    return Response(body.content, headers=headers, media_type=body.media_type)


def move(request: Request, path: str, answer: Answer) -> Response:
    """Lead to the address of today."""
    address = f"{request.app.state.settings.public_url}{path}"
    mark(request, answer)
    return RedirectResponse(address, HTTPStatus.MOVED_PERMANENTLY, _of_revision(answer))


def mark(request: Request, answer: Answer | None, *, public: bool = True) -> None:
    """Let the cache keep what is answered to this request."""
    found = Mark(public=public)
    if answer is not None:
        found = Mark(answer.state, answer.ahead, public, answer.timing)
    request.scope[KEPT] = found


def _of_revision(answer: Answer) -> dict[str, str]:
    return {"X-Content-Revision": str(answer.revision), **surrogate_headers(answer.tags)}
