"""Addresses have an end: a long document is to be posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.errors import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Bounds:
    """Plain ASGI middleware: refuses addresses of more than so many bytes (RFC 9110 §15.5.15)."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Stand before the router."""
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is short enough. Raises Problem."""
        if scope["type"] == "http":
            query = scope["query_string"]
            length = len(scope.get("raw_path") or scope["path"]) + (len(query) + 1 if query else 0)
            if length > self._limit:
                detail = f"the request's url: {length} bytes asked for, {self._limit} allowed"
                told = {"requested": length, "limit": self._limit}
                raise Problem("PAYLOAD_TOO_LARGE", detail, status=414, url=told)
        await self._app(scope, receive, send)
