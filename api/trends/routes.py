"""The addresses of the table of trends as files: each is a stored document, as all of REST.

parse the parameters → run the document → write its result → send
"""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING

from starlette.routing import Route

from api.documents import load_document
from api.respond import Body, respond
from api.rest import Address
from api.stored import ask, negotiates
from api.trends.drawing import POLICY, SVG, draw_chart
from api.trends.table import CSV, write_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response

    from api.documents import Document

_TABLE, _CHART = load_document("trends-csv"), load_document("trends-svg")


def addresses() -> list[Address]:
    """Give the addresses of `/v1` that have the table as a file."""
    return [
        Address("/v1/trends.csv", _TABLE, suffix="csv", media_type=CSV),
        Address("/v1/trends.svg", _CHART, suffix="svg", media_type=SVG),
    ]


def routes() -> list[Route]:
    """Give the routes."""
    handlers = (trends_csv, trends_svg)
    return [
        Route(address.path, handler) for address, handler in zip(addresses(), handlers, strict=True)
    ]


async def trends_csv(request: Request) -> Response:
    """Answer with the table for spreadsheets."""
    return await _send(request, _TABLE, CSV, lambda data, _: write_table(data))


async def trends_svg(request: Request) -> Response:
    """Answer with the table as a picture; as a page of its own it loads and runs nothing."""
    return await _send(request, _CHART, SVG, draw_chart, POLICY)


async def _send(
    request: Request,
    document: Document,
    media_type: str,
    write: Callable[[dict[str, Any], dict[str, Any]], bytes],
    headers: dict[str, str] | None = None,
) -> Response:
    """Send what `write` makes of the document's data and the variables, in a thread of its own."""
    variables, answer = await ask(request, document)
    data = answer.plain()
    body = Body(
        await to_thread(write, data, variables),
        media_type,
        language=data["publication"]["language"],
        vary=("Accept-Language",) if negotiates(document, variables) else (),
        headers={**(headers or {}), **document.deprecation},
    )
    return respond(request, body, answer)
