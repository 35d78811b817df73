"""The REST layer: a path and its parameters are a stored document and its variables.

parse the parameters → run the document → unwrap its result → send
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from starlette.routing import Route

from api.answer import Answer, Asked
from api.article_files import FORMATS, write_file
from api.documents import Document, load_document
from api.errors import CODES, Problem
from api.html import POLICY
from api.negotiate import accepted_languages
from api.parameters import read_parameters
from api.respond import Body, move, respond
from schema.graph.cursors import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from api.execute import Executor

    Handler = Callable[[Request], Awaitable[Response]]

_JSON = "application/json"
_PAGING = ("first", "after", "last", "before")


def routes() -> list[Route]:
    """Give the routes of `/v1`, each with its document."""
    return [
        Route("/v1/publication", _one("publication")),
        Route("/v1/languages", _many("languages")),
        Route("/v1/sections", _many("sections")),
        Route("/v1/tags", _many("tags")),
        Route("/v1/issues", _many("issues")),
        Route("/v1/issues/latest", _one("latest-issue")),
        Route("/v1/issues/{slug}", _one("issue")),
        Route("/v1/articles", _many("articles")),
        Route("/v1/articles/{language}/{slug}", _article()),
    ]


def _one(name: str) -> Handler:
    document = load_document(name)

    async def handle(request: Request) -> Response:
        variables, answer = await _run(request, document)
        return _send(request, document, variables, answer, _found(request, document, answer))

    return handle


def _many(name: str) -> Handler:
    document = load_document(name)

    async def handle(request: Request) -> Response:
        variables, answer = await _run(request, document)
        result = _found(request, document, answer)
        if isinstance(result, list):
            alone = {"next": None, "previous": None, "total": len(result)}
            body = {"items": result, "page": alone}
            return _send(request, document, variables, answer, body)
        links = _links(request, document, variables, answer)
        page: dict[str, Any] = {**links, "total": result["totalCount"]}
        headers = _link_header(links)
        body = {"items": result["nodes"], "page": page}
        return _send(request, document, variables, answer, body, headers)

    return handle


def _article() -> Handler:
    whole, text = load_document("article"), load_document("article-body")

    async def handle(request: Request) -> Response:
        language, asked = request.path_params["language"], request.path_params["slug"]
        slug, dot, suffix = asked.partition(".")
        if dot and suffix not in FORMATS:
            raise Problem("NOT_FOUND", f"there is no .{suffix} of an article")
        fixed = {"language": language, "slug": slug}
        if dot:
            fixed["format"] = FORMATS[suffix][0]
        document = text if dot else whole
        variables, answer = await _run(request, document, fixed)
        article = _found(request, document, answer)
        found = answer.nodes[0]
        if (found.language, found.slug) != (language, slug):
            path = f"/v1/articles/{found.language}/{found.slug}{dot}{suffix}"
            return move(request, path, answer)
        if not dot:
            return _send(request, document, variables, answer, article)
        content = write_file(answer.plain(), suffix, request.app.state.settings.public_url)
        headers = POLICY if suffix == "html" else {}
        body = Body(content, FORMATS[suffix][1], found.language, headers=headers)
        return respond(request, body, answer)

    return handle


async def _run(
    request: Request, document: Document, fixed: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], Answer]:
    path = request.path_params if fixed is None else fixed
    variables = read_parameters(request, document, path)
    accepted: list[str] = []
    if _negotiates(document, variables):
        accepted = accepted_languages(request.headers.get("accept-language", ""))
    executor: Executor = request.app.state.executor
    answer = await executor.run(Asked(document.text, variables, accepted=accepted, trusted=True))
    if answer.errors:
        raise _problem(answer.errors[0], document)
    return variables, answer


def _negotiates(document: Document, variables: dict[str, Any]) -> bool:
    """Accept-Language counts only where a language can be given and is not."""
    return "language" in document.variables and "language" not in variables


def _problem(error: dict[str, Any], document: Document) -> Problem:
    """Word one of the graph's errors as REST does; its argument was one of our parameters."""
    extensions = dict(error["extensions"])
    code = extensions.pop("code")
    argument = extensions.pop("argument", None)
    if argument is not None:
        parameter = document.arguments.get(argument, argument)
        extensions["errors"] = [{"parameter": parameter, "detail": error["message"]}]
    status = HTTPStatus.GONE if "withdrawnAt" in extensions else CODES[code][0]
    return Problem(code, error["message"], status=status, **extensions)


def _found(request: Request, document: Document, answer: Answer) -> Any:
    result = (answer.data or {}).get(document.root)
    if result is None:
        detail = f"there is nothing at {request.url.path} in the language asked for"
        raise Problem("NOT_FOUND", detail)
    return result


def _links(
    request: Request, document: Document, variables: dict[str, Any], answer: Answer
) -> dict[str, str | None]:
    """Give the addresses of the next and previous page; a negotiated language is written out."""
    info = (answer.data or {})[document.root]["pageInfo"]
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in _PAGING
    ]
    if _negotiates(document, variables):
        kept.append(("language", answer.language))
    size = str(variables.get("first") or variables.get("last") or PAGE_SIZE)
    address = request.app.state.settings.public_url + request.url.path
    following = [*kept, ("first", size), ("after", info["endCursor"] or "")]
    preceding = [*kept, ("last", size), ("before", info["startCursor"] or "")]
    there_is_next = info["hasNextPage"] and info["endCursor"]
    there_is_previous = info["hasPreviousPage"] and info["startCursor"]
    return {
        "next": f"{address}?{urlencode(following)}" if there_is_next else None,
        "previous": f"{address}?{urlencode(preceding)}" if there_is_previous else None,
    }


def _link_header(links: dict[str, str | None]) -> dict[str, str]:
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
    negotiated = _negotiates(document, variables)
    body = Body(
        orjson.dumps(result),
        _JSON,
        language=_languages_of(result, answer) or (answer.language if negotiated else None),
        vary=("Accept-Language",) if negotiated else (),
        headers=headers or {},
    )
    return respond(request, body, answer)


def _languages_of(result: Any, answer: Answer) -> str | None:
    """Give the languages of what is sent, as the publication writes them (RFC 9110 §8.5)."""
    if isinstance(result, dict) and "language" in result:
        return str(result["language"])
    return ", ".join(dict.fromkeys(node.language for node in answer.nodes)) or None
