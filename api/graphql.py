"""GraphQL over HTTP (the GraphQL foundation's draft): GET and POST at one address."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import RedirectResponse, Response

from api.answer import Answer, Asked
from api.errors import CODES, Malformed, Problem
from api.negotiate import graphql_media_type
from api.prepared import is_mutation
from api.profile import GRAPHQL, JSON, content_type, status_of_refused, status_of_result
from api.refusal import Refusal
from api.respond import Body, mark, respond
from api.timing import TIMING

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.execute import Executor
    from api.persisted import Persisted

_MEMBERS = ("query", "variables", "operationName", "extensions", "documentId")


async def graphql(request: Request) -> Response:
    """Parse, run, send."""
    if _is_browser_without_query(request):
        return RedirectResponse("explorer", 303, {"Vary": "Accept"})
    media_type = graphql_media_type(request.headers.get("accept"))
    if media_type is None:
        detail = f"Accept allows neither {GRAPHQL} nor {JSON}"
        raise Problem("NOT_ACCEPTABLE", detail)
    given = await _read_post(request) if request.method == "POST" else _read_query(request)
    executor: Executor = request.app.state.executor
    try:
        asked = read_asked(given, executor.persisted)
    except Refusal as refusal:
        return _send(request, Answer(None, refusal.errors, ran=False), media_type)
    answer = await executor.run(asked)
    request.scope[TIMING] = answer.timing
    if asked.digest and answer.ran:
        executor.persisted.keep(asked)
    if request.method != "POST" and not answer.ran:
        _refuse_mutation(asked, answer)
    return _send(request, answer, media_type)


def _is_browser_without_query(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return request.method != "POST" and not request.url.query and "text/html" in accept


def _refuse_mutation(asked: Asked, answer: Answer) -> None:
    """Raise Problem where what is refused is a mutation: GET only reads."""
    if answer.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED" and is_mutation(
        asked.document, asked.operation_name
    ):
        detail = "GET runs no mutation; there are none by POST either, content comes by seeding"
        raise Problem("METHOD_NOT_ALLOWED", detail, headers={"Allow": "OPTIONS, POST"})


def _send(request: Request, answer: Answer, media_type: str) -> Response:
    content, profile = answer.as_json(), request.app.state.settings.graphql_profile
    status = _status(answer, media_type, profile)
    kind = content_type(media_type, status, profile)
    if request.method != "POST" and not answer.errors:
        return respond(request, Body(content, kind, vary=("Accept",)), answer)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if answer.revision:
        headers["X-Content-Revision"] = str(answer.revision)
    if not answer.errors:
        mark(request, answer, public=False)
    return Response(content, status, headers, kind)


def _status(answer: Answer, media_type: str, profile: int) -> int:
    if answer.ran:
        return status_of_result(media_type, profile, partial=bool(answer.errors))
    code = answer.errors[0]["extensions"]["code"]
    return status_of_refused(code, CODES[code][0], media_type, profile)


async def _read_post(request: Request) -> dict[str, Any]:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", "the body is encoded; send it as it is")
    content_type = request.headers.get("content-type", "")
    kind, _, parameters = content_type.partition(";")
    if kind.strip().lower() != JSON:
        detail = f"the body is {content_type or 'of no media type'}; send {JSON}"
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
            raise Malformed(f"{name!r} is given more than once")
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
        raise Malformed(f"{what} is not a JSON object")
    return value


def read_asked(given: dict[str, Any], persisted: Persisted) -> Asked:
    """Read a request to the graph. Raises Problem, and Refusal of a document that is not served."""
    query, variables = given.get("query"), given.get("variables")
    operation_name, extensions = given.get("operationName"), given.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise Malformed("extensions is not an object")
    trusted, digest = False, ""
    names_one = "documentId" in given or (extensions and "persistedQuery" in extensions)
    if names_one or persisted.looks_at_all:
        query, trusted, digest = persisted.find(given)
    if not isinstance(query, str) or not query or query.isspace():
        unknown = given.keys() - set(_MEMBERS)
        detail = "query is missing: the document to run, as a string"
        means = "mean" if len(unknown) > 1 else "means"
        more = f"; {', '.join(sorted(unknown))} {means} nothing here" if unknown else ""
        raise Malformed(detail + more)
    if variables is not None and not isinstance(variables, dict):
        raise Malformed("variables is not an object")
    if operation_name is not None and not isinstance(operation_name, str):
        raise Malformed("operationName is not a string")
    asked = Asked(query, variables or {}, operation_name or None)
    if extensions:
        asked.tells_cost = extensions.get("cost") is True
    if trusted or digest:
        asked.trusted, asked.digest = trusted, digest
    return asked
