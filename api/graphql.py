"""GraphQL over HTTP (the GraphQL foundation's draft): GET and POST at one address."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import RedirectResponse, Response

from api.answer import Asked
from api.errors import Problem
from api.negotiate import graphql_media_type
from api.respond import Body, mark, respond

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answer import Answer
    from api.execute import Executor

_GRAPHQL = "application/graphql-response+json"
_JSON = "application/json"
_KEYS = ("query", "variables", "operationName", "extensions")


async def graphql(request: Request) -> Response:
    """Parse, run, send."""
    if _is_browser_without_query(request):
        return RedirectResponse(f"{request.app.state.settings.public_url}/#graphql", 303)
    media_type = graphql_media_type(request.headers.get("accept"))
    if media_type is None:
        detail = f"Accept allows neither {_GRAPHQL} nor {_JSON}"
        raise Problem("NOT_ACCEPTABLE", detail)
    given = await _read_post(request) if request.method == "POST" else _read_query(request)
    executor: Executor = request.app.state.executor
    answer = await executor.run(read_asked(given))
    return _send(request, answer, media_type)


def _is_browser_without_query(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return request.method != "POST" and not request.url.query and "text/html" in accept


def _send(request: Request, answer: Answer, media_type: str) -> Response:
    content = answer.as_json()
    if request.method != "POST" and not answer.errors:
        return respond(request, Body(content, media_type, vary=("Accept",)), answer)
    # The older media type tells a document's own errors in the body alone (draft, §6.4.1).
    refused = not answer.ran and media_type == _GRAPHQL
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if answer.revision:
        headers["X-Content-Revision"] = str(answer.revision)
    if not answer.errors:
        mark(request, answer, public=False)
    status = _status(answer) if refused else 200
    return Response(content, status, headers, media_type)


def _status(answer: Answer) -> int:
    codes = {error["extensions"]["code"] for error in answer.errors}
    return 503 if "UNAVAILABLE" in codes else 400


async def _read_post(request: Request) -> dict[str, Any]:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", "the body is encoded; send it as it is")
    content_type = request.headers.get("content-type", "")
    kind, _, parameters = content_type.partition(";")
    if kind.strip().lower() != _JSON:
        detail = f"the body is {content_type or 'of no media type'}; send {_JSON}"
        raise Problem("UNSUPPORTED_MEDIA_TYPE", detail)
    given = parameters.lower().replace('"', "").split(";")
    charsets = [text.strip() for text in given if text.strip().startswith("charset=")]
    if set(charsets) - {"charset=utf-8"}:
        raise Problem("UNSUPPORTED_MEDIA_TYPE", "the body's charset must be UTF-8")
    return _object("the body", await request.body())


def _read_query(request: Request) -> dict[str, Any]:
    pairs = request.query_params.multi_items()
    for name, times in Counter(name for name, _ in pairs).most_common(1):
        if times > 1:
            raise Problem("BAD_REQUEST", f"{name!r} is given more than once")
    given: dict[str, Any] = dict(pairs)
    for name in ("variables", "extensions"):
        text = given.pop(name, "")
        if text:
            given[name] = _object(name, text.encode("utf-8", "surrogatepass"))
    return given


def _object(what: str, text: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem("BAD_REQUEST", f"{what} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Problem("BAD_REQUEST", f"{what} is not a JSON object")
    return value


def read_asked(given: dict[str, Any]) -> Asked:
    """Read a request to the graph. Raises Problem."""
    query, variables = given.get("query"), given.get("variables")
    operation_name = given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        unknown = given.keys() - set(_KEYS)
        detail = "query is missing: the document to run, as a string"
        more = f"; {', '.join(sorted(unknown))} mean nothing here" if unknown else ""
        raise Problem("BAD_REQUEST", detail + more)
    if variables is not None and not isinstance(variables, dict):
        raise Problem("BAD_REQUEST", "variables is not an object")
    if operation_name is not None and not isinstance(operation_name, str):
        raise Problem("BAD_REQUEST", "operationName is not a string")
    if given.get("extensions") is not None and not isinstance(given["extensions"], dict):
        raise Problem("BAD_REQUEST", "extensions is not an object")
    return Asked(query, variables or {}, operation_name or None)
