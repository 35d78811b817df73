"""The addresses of ninjs and JSON-LD: each is a stored document, as all of REST.

parse the parameters → run the document → write its result → send
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from starlette.routing import Route

from api.documents import load_document
from api.newsroom.ninjs import NINJS, write_changes, write_item, write_page
from api.respond import Body, move, respond
from api.rest import Address, languages_of, link_header, links_of
from api.stored import ask, found, negotiates

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer
    from api.documents import Document

JSON_LD = "application/ld+json"
_ARTICLE = "/v1/articles/{language}/{slug}"
_ITEM, _ITEMS, _CHANGES, _ARTICLE_DATA, _ISSUE_DATA = map(
    load_document,
    ("article-ninjs", "articles-ninjs", "records-ninjs", "article-jsonld", "issue-jsonld"),
)


def addresses() -> list[Address]:
    """Give the addresses of `/v1` that have a format of their own."""
    return [
        Address("/v1/articles.ninjs", _ITEMS, suffix="ninjs", media_type=NINJS),
        Address("/v1/records.ninjs", _CHANGES, suffix="ninjs", media_type=NINJS),
        Address(f"{_ARTICLE}.ninjs", _ITEM, suffix="ninjs", media_type=NINJS),
        Address(f"{_ARTICLE}.jsonld", _ARTICLE_DATA, suffix="jsonld", media_type=JSON_LD),
        Address("/v1/issues/{slug}.jsonld", _ISSUE_DATA, suffix="jsonld", media_type=JSON_LD),
    ]


def routes() -> list[Route]:
    """Give the routes; they must be asked before those of REST, where a slug may have a suffix."""
    handlers = (ninjs_page, ninjs_changes, ninjs_item, article_json_ld, issue_json_ld)
    return [
        Route(address.path, handler) for address, handler in zip(addresses(), handlers, strict=True)
    ]


async def ninjs_page(request: Request) -> Response:
    """Answer with a page of articles as one ninjs object."""
    return await _send_page(request, _ITEMS, write_page)


async def ninjs_changes(request: Request) -> Response:
    """Answer with a page of what changed as one ninjs object."""
    return await _send_page(request, _CHANGES, write_changes)


async def _send_page(
    request: Request, document: Document, write: Callable[[dict[str, Any], str, str], Any]
) -> Response:
    variables, answer = await ask(request, document)
    address = _address(request, document, variables, answer)
    page = write(answer.plain(), _public_url(request), address)
    body = _body(document, variables, answer, orjson.dumps(page), NINJS)
    body.headers.update(link_header(links_of(request, document, variables, answer)))
    return respond(request, body, answer)


def _public_url(request: Request) -> str:
    url: str = request.app.state.settings.public_url
    return url


def _address(
    request: Request, document: Document, variables: dict[str, Any], answer: Answer
) -> str:
    """Give the address of what is answered; a negotiated language is written out."""
    query = request.query_params.multi_items()
    if negotiates(document, variables):
        query.append(("language", answer.language))
    address = f"{_public_url(request)}{request.url.path}"
    return f"{address}?{urlencode(query)}" if query else address


async def ninjs_item(request: Request) -> Response:
    """Answer with one article as ninjs; with `canceled` where it was taken back."""
    variables, answer = await ask(request, _ITEM)
    found(request, _ITEM, answer)
    data = answer.plain()
    record = data["record"]
    moved = _moved(request, record["language"], record["slug"], answer)
    if moved is not None:
        return moved
    content = orjson.dumps(write_item(data, _public_url(request)))
    body = _body(_ITEM, variables, answer, content, NINJS, record["language"])
    return respond(request, body, answer)


async def article_json_ld(request: Request) -> Response:
    """Answer with one article as JSON-LD."""
    variables, answer = await ask(request, _ARTICLE_DATA)
    found(request, _ARTICLE_DATA, answer)
    article = answer.plain()["article"]
    moved = _moved(request, article["language"], article["slug"], answer)
    return moved or _send_json_ld(request, _ARTICLE_DATA, variables, answer, article)


async def issue_json_ld(request: Request) -> Response:
    """Answer with one issue as JSON-LD."""
    variables, answer = await ask(request, _ISSUE_DATA)
    found(request, _ISSUE_DATA, answer)
    return _send_json_ld(request, _ISSUE_DATA, variables, answer, answer.plain()["issue"])


def _send_json_ld(
    request: Request, document: Document, variables: dict[str, Any], answer: Answer, node: Any
) -> Response:
    content = node["seo"]["jsonLd"].encode()
    body = _body(document, variables, answer, content, JSON_LD, node["language"])
    return respond(request, body, answer)


def _moved(request: Request, language: str, slug: str, answer: Answer) -> Response | None:
    """Lead from an earlier slug, or a language in other letters, to the address of today."""
    asked = request.path_params
    if (asked["language"], asked["slug"]) == (language, slug):
        return None
    suffix = request.url.path.rpartition(".")[2]
    return move(request, f"/v1/articles/{language}/{slug}.{suffix}", answer)


def _body(
    document: Document,
    variables: dict[str, Any],
    answer: Answer,
    content: bytes,
    media_type: str,
    language: str | None = None,
) -> Body:
    negotiated = negotiates(document, variables)
    return Body(
        content,
        media_type,
        language=language
        or languages_of(None, answer)
        or (answer.language if negotiated else None),
        vary=("Accept-Language",) if negotiated else (),
        headers=dict(document.deprecation),
    )
