"""/v1/changes: what has changed since a token was given.

It is asked again and again, mostly for nothing: a 304 is what that costs. Nobody may answer it
without asking here, so that who was told of a new revision finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson

from api.errors import Problem
from api.parameters import read_parameters
from api.profile import JSON
from api.respond import Body, respond
from api.stored import run_stored

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer
    from api.documents import Document

ROOT = "changes"
"""The root field of the document."""

NODE, ISSUE = "node", "issue"
"""Where the document has the node of a change: an issue stands apart."""

_EXPIRED = "SYNC_TOKEN_EXPIRED"


def tell_changes(document: Document) -> Callable[[Request], Awaitable[Response]]:
    """Make the handler of the document."""

    async def handle(request: Request) -> Response:
        variables = read_parameters(request, document, {})
        try:
            answer = await run_stored(request, document, variables)
        except Problem as problem:
            raise _with_addresses(request, problem) from None
        return _send(request, answer)

    return handle


def _with_addresses(request: Request, problem: Problem) -> Problem:
    """Say where to begin again: with the export, or with the first page."""
    if problem.code == _EXPIRED:
        public_url = request.app.state.settings.public_url
        problem.more["beginAgain"] = again = f"{public_url}/v1/export.ndjson"
        problem.headers["Link"] = f'<{again}>; rel="start"'
    return problem


def _send(request: Request, answer: Answer) -> Response:
    told: dict[str, Any] = (answer.data or {})[ROOT]
    items = [_put_together(item) for item in told["nodes"]]
    following = f"{_address(request)}{urlencode({'since': told['token']})}"
    page = {
        "token": told["token"],
        "hasMore": told["hasMore"],
        "next": following if told["hasMore"] else None,
        "revision": told["revision"],
    }
    headers = {"Cache-Control": "no-cache"}
    if told["hasMore"]:
        headers["Link"] = f'<{following}>; rel="next"'
    body = Body(orjson.dumps({"items": items, "page": page}), JSON, headers=headers)
    return respond(request, body, answer)


def _put_together(item: dict[str, Any]) -> dict[str, Any]:
    """Put an issue where all nodes are: a document cannot, since its title may be null."""
    found = {name: value for name, value in item.items() if name != ISSUE}
    return {**found, NODE: item[ISSUE]} if item["type"] == ISSUE.upper() else found


def _address(request: Request) -> str:
    """Give the address with its parameters but `since`, for that to be added."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "since"]
    query = f"{urlencode(kept)}&" if kept else ""
    return f"{request.app.state.settings.public_url}{request.url.path}?{query}"
