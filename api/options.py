"""OPTIONS at every address: which methods it knows (RFC 9110 §9.3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Match, Route

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Options:
    """Plain ASGI middleware; what is no OPTIONS of a known path passes."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before the router."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS with Allow."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            methods = _methods(scope)
            if methods:
                response = Response(status_code=204, headers={"Allow": ", ".join(methods)})
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _methods(scope: Scope) -> list[str]:
    for route in scope["app"].routes:
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            return sorted({*(route.methods or ()), "OPTIONS"})
    return []
