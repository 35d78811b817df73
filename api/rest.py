"""The REST layer: a path and its parameters are a stored document and its variables.

parse the parameters → run the document → unwrap its result → send
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from starlette.routing import Route

from api.article_files import FORMATS, write_file
from api.copies.changes import ROOT, tell_changes
from api.documents import Document, load_document
from api.errors import Problem
from api.html import ARTICLE_POLICY
from api.issue_files import FILES, send_file
from api.profile import JSON
from api.respond import Body, move, respond
from api.stored import ask, found, negotiates
from schema.graph.cursors import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer

    Handler = Callable[[Request], Awaitable[Response]]

_ARTICLE = "/v1/articles/{language}/{slug}"
_ISSUE = "/v1/issues/{slug}"
_LATEST = "/v1/issues/latest"
_PAGING = ("first", "after", "last", "before")


@dataclass(frozen=True, slots=True)
class Address:
    """An address of `/v1`: a document and the form of its body.

    `many`: the body is a list. `suffix`: it is a file of that kind, and of `media_type`. `headers`
    names those that it has of its own.
    """

    path: str
    document: Document
    many: bool = False
    suffix: str = ""
    media_type: str = JSON
    headers: tuple[str, ...] = ()


def addresses() -> list[Address]:
    """Give the addresses of `/v1`; those of files are one route with the article's own."""
    article, file = load_document("article"), load_document("article-body")
    return [
        Address("/v1/publication", load_document("publication")),
        Address("/v1/languages", load_document("languages"), many=True),
        Address("/v1/sections", load_document("sections"), many=True),
        Address("/v1/tags", load_document("tags"), many=True),
        Address("/v1/issues", load_document("issues"), many=True),
        Address(_LATEST, load_document("latest-issue")),
        Address(_ISSUE, load_document("issue")),
        *_files_of_issues(),
        Address("/v1/archive", load_document("archive"), many=True),
        Address("/v1/articles", load_document("articles"), many=True),
        Address("/v1/search", load_document("search"), many=True),
        Address(_ARTICLE, article),
        *(
            Address(f"{_ARTICLE}.{suffix}", file, suffix=suffix, media_type=media_type)
            for suffix, (_, media_type) in FORMATS.items()
        ),
        Address("/v1/trends", load_document("trends"), many=True),
        Address("/v1/changes", load_document("changes")),
    ]


def _files_of_issues() -> Iterator[Address]:
    for suffix, file in FILES.items():
        for path, document in ((_LATEST, file.latest), (_ISSUE, file.one)):
            address = Address(f"{path}.{suffix}", document, suffix=suffix)
            yield replace(address, media_type=file.media_type, headers=file.headers)


def routes(found: list[Address]) -> list[Route]:
    """Give the routes of the addresses."""
    return [Route(each.path, _handler(each)) for each in found if not each.suffix]


def _handler(address: Address) -> Handler:
    if address.path == _ARTICLE:
        return _article(address.document, load_document("article-body"))
    if address.path == _ISSUE:
        return _issue(_one(address.document))
    if address.document.root == ROOT:
        return tell_changes(address.document)
    return _many(address.document) if address.many else _one(address.document)


def _one(document: Document) -> Handler:
    async def handle(request: Request) -> Response:
        variables, answer = await ask(request, document)
        return _send(request, document, variables, answer, found(request, document, answer))

    return handle


def _many(document: Document) -> Handler:
    async def handle(request: Request) -> Response:
        variables, answer = await ask(request, document)
        result = found(request, document, answer)
        if isinstance(result, list):
            alone = {"next": None, "previous": None, "total": len(result)}
            body = {"items": result, "page": alone}
            return _send(request, document, variables, answer, body)
        links = links_of(request, document, variables, answer)
        page: dict[str, Any] = {**links, "total": result["totalCount"]}
        headers = link_header(links)
        body = {"items": result["nodes"], "page": page}
        if variables.get("facets"):
            body["facets"] = result["facets"]
        return _send(request, document, variables, answer, body, headers)

    return handle


def _issue(plain: Handler) -> Handler:
    async def handle(request: Request) -> Response:
        slug, dot, suffix = request.path_params["slug"].partition(".")
        return await (send_file(request, slug, suffix) if dot else plain(request))

    return handle


def _article(whole: Document, text: Document) -> Handler:
    async def handle(request: Request) -> Response:
        language, asked = request.path_params["language"], request.path_params["slug"]
        slug, dot, suffix = asked.partition(".")
        if dot and suffix not in FORMATS:
            raise Problem("NOT_FOUND", f"there is no .{suffix} of an article")
        fixed: dict[str, Any] = {"language": language, "slug": slug}
        if dot:
            fixed |= {"format": FORMATS[suffix][0], "page": suffix == "html"}
        document = text if dot else whole
        variables, answer = await ask(request, document, fixed)
        article = found(request, document, answer)
        node = answer.nodes[0]
        if (node.language, node.slug) != (language, slug):
            path = f"/v1/articles/{node.language}/{node.slug}{dot}{suffix}"
            return move(request, path, answer)
        if not dot:
            return _send(request, document, variables, answer, article)
        content = write_file(answer.plain(), suffix, request.app.state.settings.public_url)
        headers = {**(ARTICLE_POLICY if suffix == "html" else {}), **text.deprecation}
        body = Body(content, FORMATS[suffix][1], node.language, headers=headers)
        return respond(request, body, answer)

    return handle


def links_of(
    request: Request, document: Document, variables: dict[str, Any], answer: Answer
) -> dict[str, str | None]:
    """Give the addresses of the next and previous page; a negotiated language is written out."""
    info = (answer.data or {})[document.root]["pageInfo"]
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in _PAGING
    ]
    if negotiates(document, variables):
        kept.append(("language", answer.language))
    size = str(variables.get("first") or variables.get("last") or PAGE_SIZE)
    address = request.app.state.settings.public_url + request.url.path
    following = [*kept, ("first", size), ("after", info["endCursor"] or "")]
    preceding = [*kept, ("last", size), ("before", info["startCursor"] or "")]
    there_is_next = info["hasNextPage"] and info["endCursor"]
    turns = "before" in document.variables
    there_is_previous = turns and info["hasPreviousPage"] and info["startCursor"]
    return {
        "next": f"{address}?{urlencode(following)}" if there_is_next else None,
        "previous": f"{address}?{urlencode(preceding)}" if there_is_previous else None,
    }


def link_header(links: dict[str, str | None]) -> dict[str, str]:
    """Write the links as RFC 8288 has them."""
    relations = {"next": "next", "previous": "prev"}
    parts = [f'<{url}>; rel="{relations[name]}"' for name, url in links.items() if url]
    return {"Link": ", ".join(parts)} if parts else {}


def _send(
    request: Request,
    document: Document,
    variables: dict[str, Any],
    answer: Answer,
    result: Any,
    headers: dict[str, str] | None = None,
) -> Response:
    negotiated = negotiates(document, variables)
    body = Body(
        orjson.dumps(result),
        JSON,
        language=languages_of(result, answer) or (answer.language if negotiated else None),
        vary=("Accept-Language",) if negotiated else (),
        headers={**(headers or {}), **document.deprecation},
    )
    return respond(request, body, answer)


def languages_of(result: Any, answer: Answer) -> str | None:
    """Give the languages of what is sent, as the publication writes them (RFC 9110 §8.5)."""
    if isinstance(result, dict) and "language" in result:
        return str(result["language"])
    return ", ".join(dict.fromkeys(node.language for node in answer.nodes)) or None
