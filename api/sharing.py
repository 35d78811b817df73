"""Reading from anywhere: CORS for every origin, and OPTIONS at every address.

Everybody may read everything, so no answer depends on Origin, and none needs `Vary: Origin`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Match, Route

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EXPOSED = (
    "Accept-Ranges, Cache-Tag, Content-Language, Content-Range, Deprecation, ETag, Link, "
    "Preference-Applied, Retry-After, Server-Timing, Sunset, Surrogate-Key, X-Content-Revision, "
    "X-Request-Id"
)
_KNOWN_HEADERS = (
    "Accept, Accept-Language, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, "
    "If-Unmodified-Since, Prefer, Range"
)
_PREFLIGHT_SECONDS = "86400"

_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    "X-Content-Type-Options": "nosniff",
}
RAW_SHARED = [(name.lower().encode(), value.encode()) for name, value in _SHARED.items()]
"""The headers that every answer has."""


class Sharing:
    """Plain ASGI middleware: adds the headers of Fetch's CORS protocol, answers OPTIONS."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before the router."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what comes back may be read from anywhere."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def share(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *RAW_SHARED]}
            await send(message)

        methods = _methods(scope) if scope["method"] == "OPTIONS" else []
        if methods:
            await _options(Headers(scope=scope), methods)(scope, receive, share)
        else:
            await self.app(scope, receive, share)


def _methods(scope: Scope) -> list[str]:
    for route in scope["app"].routes:
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            return sorted({*(route.methods or ()), "OPTIONS"})
    return []


def _options(asked: Headers, methods: list[str]) -> Response:
    """Tell the methods (RFC 9110 §9.3.7); to a browser's preflight, what it may send."""
    allowed = ", ".join(methods)
    headers = {"Allow": allowed}
    if "access-control-request-method" in asked:
        headers |= {
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": _KNOWN_HEADERS,
            "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        }
    return Response(status_code=204, headers=headers)
