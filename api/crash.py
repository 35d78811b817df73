"""The last resort: an exception that nothing foresaw becomes a 500 with an id.

It stands inside of CORS, so that a browser may read the answer, and it does not raise again, so
that the server does not log the same thing a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request

from api.errors import crash_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Crash:
    """Plain ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around the router."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for what fails before anything was sent."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, note)
        except ClientDisconnect:
            return  # nobody is there to answer
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await crash_response(Request(scope), error)(scope, receive, send)
