"""robots.txt (RFC 9309): all may be read, and where the sitemaps are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.respond import Body, respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def robots(request: Request) -> Response:
    """Answer `/robots.txt`."""
    address = request.app.state.settings.public_url
    sitemaps = "".join(f"Sitemap: {address}/{name}.xml\n" for name in ("sitemap", "sitemap-news"))
    content = f"User-agent: *\nDisallow:\n\n{sitemaps}".encode()
    return respond(request, Body(content, "text/plain; charset=utf-8"))
