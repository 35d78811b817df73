"""The addresses of feeds: a path is a stored document, its suffix the format.

read the parameters → run the document → read the feed → write it → send it
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import Route

from api.documents import Document, Variable, load_document
from api.errors import Problem
from api.feeds.atom import write_atom
from api.feeds.feed import Feed, Place, read_feed
from api.feeds.json_feed import write_json_feed
from api.feeds.opml import OPML, write_opml
from api.feeds.pages import sizes
from api.feeds.paths import MEDIA_TYPES, PATHS, path_of
from api.feeds.rss import write_rss
from api.parameters import read_parameters
from api.respond import Body, move, respond
from api.stored import found, run_stored

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer

    Handler = Callable[[Request], Awaitable[Response]]


WRITERS = {"atom": write_atom, "rss": write_rss, "json": write_json_feed}
"""What writes each format."""

DOCUMENTS = {
    "language": load_document("feed"),
    "section": load_document("feed-section"),
    "tag": load_document("feed-tag"),
}
"""What there are feeds of, each with its document."""

CONTENT = Variable(
    "content",
    "String",
    many=False,
    values=("FULL", "SUMMARY"),
    description="`summary`: without the full texts.",
    default="FULL",
)
"""The one parameter that is none of a document's variables."""

_FEEDS = load_document("feeds")
_MOST_TAGS = 1000


def routes() -> list[Route]:
    """Give the routes of all feeds and of their list."""
    feeds = [Route(path, _handler(kind, DOCUMENTS[kind])) for kind, path in PATHS.items()]
    return [Route("/feeds.opml", _opml), *feeds]


async def _opml(request: Request) -> Response:
    read_parameters(request, replace(_FEEDS, variables={}), {})
    answer = await run_stored(request, _FEEDS, {"tags": _MOST_TAGS}, largest_page=_MOST_TAGS)
    api = request.app.state.settings.public_url
    content = write_opml(answer.plain(), api, answer.seeded_at)
    answer.depends_on = {*answer.depends_on, "Revision"}  # it has the instant of the seeding
    return respond(request, Body(content, OPML), answer)


def _handler(kind: str, document: Document) -> Handler:
    asked = replace(document, variables=_parameters(document))

    async def handle(request: Request) -> Response:
        suffix = request.path_params["suffix"]
        if suffix not in WRITERS:
            known = ", ".join(f".{name}" for name in WRITERS)
            raise Problem("NOT_FOUND", f"there is no .{suffix} of a feed; there are {known}")
        path = {name: value for name, value in request.path_params.items() if name != "suffix"}
        given = read_parameters(request, asked, path)
        is_full = given.pop("content", "FULL") == "FULL"
        after = given.get("after", "")
        variables = {**given, **sizes(after), "full": is_full}
        answer = await _run(request, document, variables)
        found(request, document, answer)
        data = answer.plain()
        slug = data[kind]["slug"] if kind in data else ""
        address = path_of(kind, data["publication"]["language"], slug, suffix)
        if address != request.url.path:
            query = urlencode(request.query_params.multi_items())
            return move(request, f"{address}?{query}" if query else address, answer)
        settings = request.app.state.settings
        base = settings.public_url + address
        place = Place(settings.public_url, base, kind, slug, after, is_full, settings.hub)
        return _send(request, read_feed(data, place, answer.seeded_at), suffix, answer)

    return handle


def _parameters(document: Document) -> dict[str, Variable]:
    """Give those that clients may set: where to begin, and how much of each text."""
    return {"content": CONTENT, "after": document.variables["after"]}


async def _run(request: Request, document: Document, variables: Mapping[str, Any]) -> Answer:
    """Run the document; what its path names wrongly is not found."""
    try:
        return await run_stored(request, document, variables)
    except Problem as problem:
        if problem.code != "BAD_INPUT":
            raise
        raise Problem("NOT_FOUND", f"there is no feed at {request.url.path}") from problem


def _send(request: Request, feed: Feed, suffix: str, answer: Answer) -> Response:
    headers = {}
    if feed.hub:
        headers["Link"] = f'<{feed.hub}>; rel="hub", <{feed.address}>; rel="self"'
    # JSON is always UTF-8 and has no such parameter (RFC 8259 §11).
    charset = "" if suffix == "json" else "; charset=utf-8"
    content, media_type = WRITERS[suffix](feed), MEDIA_TYPES[suffix] + charset
    body = Body(content, media_type, feed.language, headers=headers)
    return respond(request, body, answer)
