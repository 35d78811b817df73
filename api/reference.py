"""What can be looked up: the graph, the REST addresses, and what the error codes mean."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from api.contract.addresses import Examples
from api.contract.description import describe
from api.errors import CODES
from api.explorer import BUILD_IT, BUILT_POLICY, built_page
from api.html import HTML, POLICY, page
from api.respond import Body, respond
from schema.graph.query import write_sdl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from api.assets import Assets

_OPENAPI = "/openapi.json"
_HOME = '<nav><a href="./">← Front page</a></nav>'
_METHODS = ("get", "post")


async def sdl(request: Request) -> Response:
    """Give the schema as SDL."""
    content = write_sdl().encode()
    return respond(request, Body(content, "text/plain; charset=utf-8", "en"))


async def docs(request: Request) -> Response:
    """Show the REST addresses, to be tried where the reference is built."""
    assets: Assets = request.app.state.assets
    if assets.has("reference.js"):
        body = f'<header class="home">{_HOME}</header><main id="reference"></main>'
        content = built_page("REST reference", assets, "reference", body)
        return respond(request, Body(content, HTML, "en", headers=BUILT_POLICY))
    described = describe(request.app.state.addresses, "/", Examples())
    content = _plain(described)
    return respond(request, Body(content, HTML, "en", headers=POLICY))


def _plain(described: Any) -> bytes:
    calls = [
        _call(method.upper(), path, operation, described)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]
    text = f'<p><a href=".{_OPENAPI}">openapi.json</a> says all of it.</p>{"".join(calls)}'
    body = f"{_HOME}\n<main><h1>REST reference</h1>\n{text}{BUILD_IT}</main>"
    return page("REST reference", "en", "ltr", body)


def _call(
    method: str, path: str, operation: Mapping[str, Any], described: Mapping[str, Any]
) -> str:
    about = operation.get("summary") or operation.get("description") or ""
    parameters = [_follow(each, described) for each in operation.get("parameters", ())]
    rows = "".join(
        f"<tr><td><code>{html.escape(each['name'])}</code></td>"
        f"<td>{_marked(each.get('description', ''))}</td></tr>"
        for each in parameters
        if each["in"] != "header"
    )
    table = f'<div class="table" tabindex="0"><table>{rows}</table></div>' if rows else ""
    return f"<h2><code>{method} {html.escape(path)}</code></h2><p>{_marked(about)}</p>{table}\n"


def _marked(text: str) -> str:
    """Write as HTML what has no more of Markdown than code between backticks."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _follow(part: Any, described: Any) -> Any:
    """Give what a reference into the same document stands for (RFC 6901); else the part itself."""
    if "$ref" not in part:
        return part
    found = described
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


async def errors(request: Request) -> Response:
    """Show the list of codes: what a problem's `type` points to."""
    rows = "".join(
        f'<tr id="{code}"><td><code>{code.replace("_", "_<wbr>")}</code></td>'
        f"<td>{status}</td><td>{title}</td></tr>"
        for code, (status, title) in CODES.items()
    )
    table = f"<table><tr><th>code</th><th>status</th><th>meaning</th></tr>{rows}</table>"
    body = (
        f'{_HOME}<main><h1>Error codes</h1>\n<div class="table" tabindex="0">{table}</div></main>'
    )
    content = page("Error codes", "en", "ltr", body)
    return respond(request, Body(content, HTML, "en", headers=POLICY))
