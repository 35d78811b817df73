"""The closed list of error codes, and how an error is worded in GraphQL and in REST."""

from __future__ import annotations

import logging
import re
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from graphql import GraphQLError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.negotiate import graphql_media_type
from api.profile import JSON, content_type, status_of_unfit

if TYPE_CHECKING:
    from starlette.requests import Request

CODES: dict[str, tuple[int, str]] = {
    "BAD_REQUEST": (400, "The request cannot be answered as it is"),
    "GRAPHQL_PARSE_FAILED": (400, "The document is not GraphQL"),
    "GRAPHQL_VALIDATION_FAILED": (400, "The document does not fit the schema"),
    "BAD_INPUT": (400, "A parameter or variable has a value that cannot be used"),
    "CURSOR_INVALID": (400, "The cursor is not one of this list"),
    "COST_EXCEEDED": (400, "The document asks for more than one request may"),
    "NOT_FOUND": (404, "There is nothing here"),
    "METHOD_NOT_ALLOWED": (405, "The method is not allowed here"),
    "NOT_ACCEPTABLE": (406, "There is no representation that the request accepts"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "The body's media type is not read here"),
    "PAYLOAD_TOO_LARGE": (413, "The request is too large"),
    "DOCUMENT_UNKNOWN": (404, "The stored document is not known"),
    "PERSISTED_QUERY_NOT_FOUND": (404, "No document of this hash was sent before"),
    "SYNC_TOKEN_EXPIRED": (410, "The token is not good any more; begin again"),
    "UNAUTHORIZED": (401, "The request needs credentials"),
    "FORBIDDEN": (403, "The request is not allowed"),
    "RATE_LIMITED": (429, "There were too many requests"),
    "UNAVAILABLE": (503, "The content cannot be served now"),
    "TIMEOUT": (503, "The request took too long"),
    "INTERNAL": (500, "Something went wrong on our side"),
}
"""Every code, with its status in REST and its title. docs/errors.md describes the same ones."""

_LONG_WORD = re.compile(r"(\S{200})\S+")
_LONGEST = 2000
_log = logging.getLogger("newsstand")


def shorten(message: str) -> str:
    """Cut what a message repeats of the client's text: a number or a name may be as long as all."""
    cut = _LONG_WORD.sub(r"\1…", message)
    return cut if len(cut) <= _LONGEST else f"{cut[:_LONGEST]}…"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """An answer that is an error. `status` differs from the code's where the case asks for it."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Keep what the answer says."""
        super().__init__(detail)
        self.code = code
        self.detail = shorten(detail)
        self.status = status or CODES[code][0]
        self.headers = headers or {}
        self.more = more


class Malformed(Problem):
    """JSON, or a query string, that is no request to the graph."""

    def __init__(self, detail: str) -> None:
        """Keep what is wrong with it."""
        super().__init__("BAD_REQUEST", detail)


def problem_response(request: Request, problem: Problem) -> Response:
    """Write `application/problem+json` (RFC 9457); GraphQL's address answers in GraphQL's form."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    if request.url.path == "/graphql":
        varied = problem.headers.get("Vary")
        headers["Vary"] = f"Accept, {varied}" if varied else "Accept"
        return _graphql_response(request, problem, headers)
    body = orjson.dumps(_fields(request, problem))
    return Response(body, problem.status, headers, "application/problem+json")


def _graphql_response(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    extensions = {"code": problem.code, **problem.more}
    body = orjson.dumps({"errors": [{"message": problem.detail, "extensions": extensions}]})
    profile, status = request.app.state.settings.graphql_profile, problem.status
    if isinstance(problem, Malformed):
        status = status_of_unfit(status, profile)
    media_type = graphql_media_type(request.headers.get("accept")) or JSON
    return Response(body, status, headers, content_type(media_type, status, profile))


def _fields(request: Request, problem: Problem) -> dict[str, Any]:
    public_url = request.app.state.settings.public_url
    return {
        "type": f"{public_url}/errors#{problem.code}",
        "title": CODES[problem.code][1],
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "instance": request.url.path,
        **problem.more,
    }


def on_problem(request: Request, error: Exception) -> Response:
    """Answer a Problem."""
    assert isinstance(error, Problem)  # noqa: S101 - starlette's signature says Exception
    return problem_response(request, error)


def on_http(request: Request, error: Exception) -> Response:
    """Answer what the router itself refuses: no such path, no such method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = (error.headers or {}).get("Allow", "GET, HEAD").split(", ")
        allowed = ", ".join(sorted({*methods, "OPTIONS"}))
        detail = f"{request.method} is not allowed here; {allowed} are"
        problem = Problem("METHOD_NOT_ALLOWED", detail, headers={"Allow": allowed})
    elif error.status_code == HTTPStatus.NOT_FOUND:
        problem = Problem(
            "NOT_FOUND", f"there is nothing at {request.url.path}; /docs lists what there is"
        )
    else:
        problem = Problem("BAD_REQUEST", error.detail, status=error.status_code)
    return problem_response(request, problem)


def crash_response(request: Request, error: Exception) -> Response:
    """Answer what nobody foresaw: logged once, here, with the id that the client gets."""
    request_id = uuid.uuid4().hex
    _log.error("request %s failed: %s %s", request_id, request.method, request.url, exc_info=error)
    detail = "something went wrong; the log has it under the requestId"
    headers = {"X-Request-Id": request_id}
    problem = Problem("INTERNAL", detail, headers=headers, requestId=request_id)
    return problem_response(request, problem)


def format_error(error: GraphQLError, phase: str) -> dict[str, Any]:
    """Write one of GraphQL's errors with its code; `phase` is the code of plain GraphQL errors."""
    formatted: dict[str, Any] = {**error.formatted, "message": shorten(error.message)}
    extensions = dict(error.extensions or {})
    if "code" in extensions:
        return {**formatted, "extensions": extensions}
    cause = error.original_error
    # Without a path no field had begun: the fault is the document's or its variables'.
    if cause is None or error.path is None or isinstance(cause, GraphQLError):
        return {**formatted, "extensions": {"code": phase}}
    request_id = uuid.uuid4().hex
    _log.error("request %s failed in %s", request_id, error.path, exc_info=cause)
    message = f"something went wrong; the log has it under {request_id}"
    return {**formatted, "message": message, "extensions": {"code": "INTERNAL"}}
