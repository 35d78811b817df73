"""Statuses and media types of GraphQL over HTTP, by the draft of the year that is set.

The drafts are `spec/GraphQLOverHTTP.md` of https://github.com/graphql/graphql-over-http: that of
2025 at 127bbfd; that of 2026 at e1e46e7, which has 422 for what can be read and not be run, 294 for
data with errors, and one list of statuses for all who ask.
"""

from __future__ import annotations

from http import HTTPStatus

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
PROFILES = (2025, 2026)

_OLDER = PROFILES[0]
_PARTIAL = 294  # of nobody's registry


def status_of_result(media_type: str, profile: int, *, partial: bool) -> int:
    """Give the status of a document that ran; `partial`: with errors."""
    # The newer media type says what this status means; others are not sent it ("Partial success").
    if partial and media_type == GRAPHQL and profile != _OLDER:
        return _PARTIAL
    return HTTPStatus.OK


def status_of_refused(code: str, status: int, media_type: str, profile: int) -> int:
    """Give the status of a document that is not run; `status` is what its code has in REST."""
    if profile == _OLDER and media_type == JSON:
        return HTTPStatus.OK  # its errors are told in the body alone (§6.4.1)
    return status if code == "GRAPHQL_PARSE_FAILED" else status_of_unfit(status, profile)


def status_of_unfit(status: int, profile: int) -> int:
    """Give the status of what is JSON, or GraphQL, and not what is asked for."""
    unfit = status == HTTPStatus.BAD_REQUEST and profile != _OLDER
    return HTTPStatus.UNPROCESSABLE_ENTITY if unfit else status


def content_type(media_type: str, status: int, profile: int) -> str:
    """Name the media type of a body.

    Who accepts only JSON cannot tell GraphQL's errors from a proxy's, unless the type says so.
    """
    failed = status >= HTTPStatus.BAD_REQUEST and profile != _OLDER
    return f"{GRAPHQL if failed else media_type}; charset=utf-8"
