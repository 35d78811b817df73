"""The whole description: OpenAPI 3.1 of everything that programs may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.contract.addresses import Examples, describe_addresses, not_modified
from api.contract.beside import describe_beside
from api.contract.copies import describe_copies
from api.contract.graphql_response import graphql_schemas
from api.contract.headers import header_components
from api.contract.offline import describe_offline
from api.contract.parameters import HEADERS
from api.contract.problems import problem_responses, problem_schemas
from api.contract.schemas import Schema, Schemas

if TYPE_CHECKING:
    from api.rest import Address

_ABOUT = """\
Read-only. Every body under `/v1` is the result of a stored GraphQL document, and its fields mean
what the graph says they mean.

Every address answers GET, HEAD (the same without a body) and OPTIONS; any other method is a 405
with `Allow`. Parameters that are not listed are refused under `/v1`. Any site may read the API from
a browser (CORS). Errors are problems after RFC 9457, and are not to be kept.

Bodies may get more fields: pass over what you do not know. What goes away is marked `deprecated`
first, and its answers have the headers `Deprecation` and `Sunset`."""


_INFO: Schema = {
    "title": "Newsstand",
    "summary": "The read-only content API for periodicals.",
    "description": _ABOUT,
    "version": "1",
    "contact": {"name": "Newsstand"},
    "license": {"name": "MIT", "identifier": "MIT"},
}


def describe(addresses: list[Address], base: str, examples: Examples) -> Schema:
    """Describe the API. `base` is the path before all others; examples depend on the content."""
    schemas = Schemas()
    content = describe_addresses(addresses, schemas, examples)
    paths = {
        **content,
        **describe_offline(schemas, examples),
        **describe_copies(),
        **describe_beside(examples.values),
    }
    used = _used_headers(paths)
    headers = header_components()
    responses = {"NotModified": not_modified(), **problem_responses()}
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": [{"url": base, "description": "Where this description is served."}],
        "tags": [
            {"name": "content", "description": "The publication, its issues and articles."},
            {"name": "graphql", "description": "The same content, asked in documents of your own."},
            {"name": "server", "description": "Contracts, health, numbers."},
        ],
        "paths": paths,
        "components": {
            "schemas": {**schemas.components, **problem_schemas(), **graphql_schemas()},
            "responses": responses,
            "parameters": HEADERS,
            "headers": {
                name: each
                for name, each in headers.items()
                if name in used | _used_headers(responses)
            },
        },
    }


def _used_headers(value: object) -> set[str]:
    """Name the headers that anything refers to."""
    if isinstance(value, list):
        return set().union(*map(_used_headers, value))
    if not isinstance(value, dict):
        return set()
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/components/headers/"):
        return {reference.rpartition("/")[2]}
    return set().union(*map(_used_headers, value.values()))
