"""The addresses beside `/v1` that programs ask: GraphQL, the two contracts, health, metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.contract.feeds import describe_feeds
from api.contract.harvesting import describe_harvesting
from api.contract.headers import OF_CONTENT, OF_PROGRAM, kept, maybe, refer, unchanged
from api.contract.parameters import CONDITIONS, EVERYWHERE
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import headers_of, problems, words_for
from api.contract.sitemaps import describe_sitemaps
from api.profile import GRAPHQL, JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.contract.schemas import Schema

_TEXT: Schema = {"text/plain": {"schema": {"type": "string"}}}
_NOT_MODIFIED = {"$ref": "#/components/responses/NotModified"}
_PARTS: dict[str, tuple[Schema, str]] = {
    "query": ({"type": "string", "minLength": 1}, "The document, unless an id stands for it."),
    "variables": ({"type": ["object", "null"]}, "The values of its variables."),
    "operationName": (
        {"type": ["string", "null"]},
        "Which of its operations, if there are several.",
    ),
    "extensions": (
        {"type": ["object", "null"]},
        "`persistedQuery` of Apollo, and `cost`: true to be told the cost.",
    ),
    "documentId": (
        {"type": ["string", "null"], "minLength": 1},
        "The id of a persisted document.",
    ),
}
"""The parts of a request of GraphQL over HTTP."""


def describe_beside(values: Mapping[str, Any]) -> dict[str, Schema]:
    """Describe the addresses, in their order; `values` are examples of parameters."""
    return {
        "/graphql": {"get": _graphql_get(), "post": _graphql_post()},
        "/oai": describe_harvesting(),
        "/schema.graphql": {"get": _sdl()},
        "/openapi.json": {"get": _openapi()},
        **describe_sitemaps(),
        **describe_feeds(values),
        "/healthz": {"get": _health("healthz", "Alive", "The process answers.", {})},
        "/readyz": {"get": _health("readyz", "Ready", "The content can be read.", _ready())},
        "/metrics": {"get": _metrics()},
    }


def _graphql_get() -> Schema:
    responses: Schema = {
        "200": {
            "description": "The result; errors of fields stand beside it.",
            "headers": maybe(OF_CONTENT) | kept(["Cache-Control"]),
            "content": _results(),
        },
        "303": {
            "description": "A browser without a query is led to a page for people.",
            "headers": refer(["Location", "Vary"]),
        },
        "304": _NOT_MODIFIED,
    }
    return {
        **_about("graphqlGet", "Ask GraphQL, by GET", "Answers may be kept, as those of `/v1`."),
        "tags": ["graphql"],
        "parameters": [*map(_part, _PARTS), *refer_parameters(*CONDITIONS)],
        "responses": responses | _refusals(400, 403, 404, 405, 406, 412, 414, 422, 500, 503),
    }


def _part(name: str) -> Schema:
    schema, words = _PARTS[name]
    found: Schema = {"name": name, "in": "query", "description": words}
    if name == "query":
        return {**found, "schema": schema, "example": "{ revision { number } }"}
    if "object" in schema["type"]:
        return {**found, "content": {JSON: {"schema": {"type": "object"}}}}
    return {**found, "schema": {**schema, "type": "string"}}


def _graphql_post() -> Schema:
    properties = {
        name: {**schema, "description": words} for name, (schema, words) in _PARTS.items()
    }
    body = {"type": "object", "properties": properties}
    example: dict[str, Any] = {"query": "{ latestIssue { slug articles { title trend } } }"}
    ok = {
        "description": "The result; errors of fields stand beside it.",
        "headers": refer(["Cache-Control", "Vary"]) | maybe(["X-Content-Revision"]),
        "content": _results(),
    }
    return {
        **_about("graphqlPost", "Ask GraphQL, by POST", "For documents that are long."),
        "tags": ["graphql"],
        "parameters": refer_parameters(*EVERYWHERE),
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": body, "example": example}},
        },
        "responses": {"200": ok} | _refusals(400, 403, 404, 406, 408, 413, 414, 415, 422, 500, 503),
    }


def _results() -> Schema:
    schema = {"schema": {"$ref": "#/components/schemas/GraphQLResponse"}}
    return {GRAPHQL: schema, JSON: schema}


def _refusals(*statuses: int) -> Schema:
    """Describe what GraphQL refuses: in its own form."""
    codes = {
        400: (
            "BAD_REQUEST",
            "GRAPHQL_PARSE_FAILED",
            "GRAPHQL_VALIDATION_FAILED",
            "BAD_INPUT",
            "COST_EXCEEDED",
        ),
        404: ("DOCUMENT_UNKNOWN", "PERSISTED_QUERY_NOT_FOUND"),
        422: ("BAD_REQUEST", "GRAPHQL_VALIDATION_FAILED", "BAD_INPUT", "COST_EXCEEDED"),
    }
    return {
        str(status): {
            "description": words_for(status, codes.get(status, ())),
            "headers": refer([*headers_of(status), "Vary"]) | maybe(["X-Content-Revision"]),
            "content": _results(),
        }
        for status in statuses
    }


def _sdl() -> Schema:
    words = "What GraphQL can be asked."
    ok = {"description": words, "headers": kept(OF_PROGRAM), "content": _TEXT}
    same = {
        "description": "The copy that the client has is of today.",
        "headers": unchanged(OF_PROGRAM),
    }
    return {
        **_about("sdl", "The schema of the graph", words),
        "tags": ["server"],
        "parameters": refer_parameters(*CONDITIONS),
        "responses": {"200": ok, "304": same} | problems(406, 412, 414, 500),
    }


def _openapi() -> Schema:
    words = "The contract of REST. Its examples are of the publication that is served."
    ok = {
        "description": words,
        "headers": maybe(OF_CONTENT) | kept(["Cache-Control"]),
        "content": {JSON: {"schema": {"type": "object"}}},
    }
    return {
        **_about("openapi", "This description", words),
        "tags": ["server"],
        "parameters": refer_parameters(*CONDITIONS),
        "responses": {"200": ok, "304": _NOT_MODIFIED} | problems(406, 412, 414, 500),
    }


def _ready() -> Schema:
    return {
        "revision": {"type": "integer", "description": "The revision that is served."},
        "seededAt": {"type": "string", "format": "date-time", "description": "When it began."},
    }


def _health(name: str, summary: str, description: str, more: Schema) -> Schema:
    status = {
        "type": "string",
        "description": "`ok` or `ready`; what is not answers with a problem.",
    }
    properties = {"status": status, **more}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    ok = {
        "description": description,
        "headers": refer(["Cache-Control"]),
        "content": {JSON: {"schema": schema}},
    }
    failures = problems(414, 500, 503) if more else problems(414)
    responses = {"200": ok} | failures
    return {
        **_about(name, summary, description),
        "tags": ["server"],
        "parameters": refer_parameters(*EVERYWHERE),
        "responses": responses,
    }


def _metrics() -> Schema:
    description = "Numbers of the process that answers, in Prometheus' text format."
    ok = {"description": description, "headers": refer(["Cache-Control"]), "content": _TEXT}
    return {
        **_about("metrics", "Numbers for Prometheus", description),
        "tags": ["server"],
        "parameters": refer_parameters(*EVERYWHERE),
        "responses": {"200": ok} | problems(414, 500),
    }


def _about(name: str, summary: str, description: str) -> Schema:
    return {"operationId": name, "summary": summary, "description": description}
