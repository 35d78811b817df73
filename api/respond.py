"""Bytes to an answer: validators, caching, HEAD, and 304 where the client has it already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.execute import Answer
    from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Body:
    """A representation: its bytes and what its headers say. `vary` names request headers."""

    content: bytes
    media_type: str
    language: str | None = None
    vary: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def respond(request: Request, body: Body, answer: Answer | None = None) -> Response:
    """Answer with a cacheable representation of one revision; without one, of the program."""
    etag = f'"{hashlib.blake2b(body.content, digest_size=12).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Cache-Control": cache_control(request.app.state.settings),
        **body.headers,
    }
    if answer is not None:
        headers["Last-Modified"] = _http_date(answer.seeded_at)
        headers["X-Content-Revision"] = str(answer.revision)
    if body.vary:
        headers["Vary"] = ", ".join(body.vary)
    if body.language:
        headers["Content-Language"] = body.language
    if _has_it(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Length"] = str(len(body.content))
    content = b"" if request.method == "HEAD" else body.content
    return Response(content, headers=headers, media_type=body.media_type)


def cache_control(settings: Settings) -> str:
    """Say how long an answer may be kept: by browsers, by shared caches, and past its time."""
    return (
        f"public, max-age={settings.max_age}, s-maxage={settings.shared_max_age}, "
        "stale-while-revalidate=60, stale-if-error=86400"
    )


def _http_date(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant).astimezone(UTC), usegmt=True)


def _has_it(request: Request, etag: str) -> bool:
    """Compare If-None-Match weakly, as RFC 9110 §13.1.2 asks."""
    if request.method not in ("GET", "HEAD"):
        return False
    given = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or etag in [tag.removeprefix("W/") for tag in given]
