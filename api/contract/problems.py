"""Answers that are errors: problems after RFC 9457, by status."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from api.contract.headers import refer
from api.errors import CODES

if TYPE_CHECKING:
    from api.contract.schemas import Schema

PROBLEM_JSON = "application/problem+json"

_WORDS = {
    HTTPStatus.REQUEST_TIMEOUT: (
        "The body did not come within ten seconds; the connection is closed (`BAD_REQUEST`)."
    ),
    HTTPStatus.GONE: (
        "It was published and has been withdrawn (`NOT_FOUND`); or a token of changes is of "
        "another database (`SYNC_TOKEN_EXPIRED`)."
    ),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: (
        "The file has no byte in the range that `Range` asks for (`BAD_REQUEST`)."
    ),
    HTTPStatus.PRECONDITION_FAILED: (
        "What `If-Match` or `If-Unmodified-Since` asks for is not what there is now "
        "(`BAD_REQUEST`)."
    ),
}
"""What statuses mean that no code has for its own."""

_OF_REST = {
    400: ("BAD_INPUT", "CURSOR_INVALID"),
    404: ("NOT_FOUND",),
    406: ("NOT_ACCEPTABLE",),
    403: ("FORBIDDEN",),
    405: ("METHOD_NOT_ALLOWED",),
    413: ("PAYLOAD_TOO_LARGE",),
    414: ("PAYLOAD_TOO_LARGE",),
    415: ("UNSUPPORTED_MEDIA_TYPE",),
    500: ("INTERNAL",),
    503: ("UNAVAILABLE", "TIMEOUT"),
}


def problem_schemas() -> dict[str, Schema]:
    """Describe the body of a problem, and the closed list of codes."""
    codes = "".join(f"\n- `{code}`: {title}" for code, (_, title) in CODES.items())
    text: Schema = {"type": "string"}
    fields: dict[str, tuple[Schema, str]] = {
        "type": (text | {"format": "uri"}, "What kind it is: an address in the list of codes."),
        "title": (text, "The kind in words."),
        "status": ({"type": "integer"}, "The status of the answer."),
        "detail": (text, "What is wrong with this request, and what is taken."),
        "code": ({"$ref": "#/components/schemas/ErrorCode"}, "The kind, for programs."),
        "instance": (text, "The path that was asked for."),
    }
    more = _more_fields(text)
    properties = {
        name: {**schema, "description": words} for name, (schema, words) in (fields | more).items()
    }
    return {
        "ErrorCode": {
            "type": "string",
            "enum": list(CODES),
            "description": f"Every code that there is.\n{codes}",
        },
        "Problem": {
            "type": "object",
            "description": "An answer that is an error (RFC 9457).",
            "properties": properties,
            "required": list(fields),
        },
    }


def _more_fields(text: Schema) -> dict[str, tuple[Schema, str]]:
    return {
        "errors": (
            {"type": "array", "items": _mistake()},
            "Mistakes in parameters, each with its parameter.",
        ),
        "requested": ({"type": "integer"}, "Where a limit was passed: how much was asked for."),
        "limit": ({"type": "integer"}, "Where a limit was passed: how much is allowed."),
        "url": (_bytes(), "Of a 414: the address's bytes, and how many are allowed."),
        "withdrawnAt": (text | {"format": "date-time"}, "Of a 410: when it was withdrawn."),
        "beginAgain": (
            text | {"format": "uri"},
            "Of a 410 of changes: where all content is, to begin again with.",
        ),
        "requestId": (text, "Of a 500: the id under which the log has it."),
    }


def _bytes() -> Schema:
    words = {"requested": "How many it has.", "limit": "How many are allowed."}
    properties = {name: {"type": "integer", "description": told} for name, told in words.items()}
    return {"type": "object", "properties": properties}


def _mistake() -> Schema:
    return {
        "type": "object",
        "properties": {
            "parameter": {"type": "string", "description": "The parameter's name."},
            "detail": {"type": "string", "description": "What is wrong with it."},
        },
        "required": ["parameter", "detail"],
    }


def words_for(status: int, codes: tuple[str, ...] = ()) -> str:
    """Say what a status means: its own words, else the titles of its codes."""
    known = codes or _OF_REST.get(status, ())
    own = _WORDS.get(HTTPStatus(status))
    return own or " ".join(f"{CODES[code][1]} (`{code}`)." for code in known)


def problem_responses() -> dict[str, Schema]:
    """Describe what REST answers that is an error, as components."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    statuses = (400, 404, 406, 408, 410, 412, 413, 414, 415, 416, 500, 503)
    return {
        _name(status): {
            "description": words_for(status),
            "headers": refer(headers_of(status)),
            "content": content,
        }
        for status in statuses
    }


def headers_of(status: int) -> list[str]:
    """Name the headers of an error."""
    more = {
        405: ["Allow"],
        406: ["Vary"],
        416: ["Content-Range"],
        500: ["X-Request-Id"],
        503: ["Retry-After"],
    }
    return ["Cache-Control", *more.get(status, ())]


def problems(*statuses: int) -> dict[str, Schema]:
    """Refer to the answers with these statuses."""
    return {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in statuses}


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")
