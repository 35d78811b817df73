"""GraphQL's response as OpenAPI's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.contract.schemas import Schema


def graphql_schemas() -> dict[str, Schema]:
    """Describe GraphQL's response (spec §7)."""
    return {
        "GraphQLResponse": {
            "type": "object",
            "description": "What GraphQL answers: `data`, `errors`, or both.",
            "properties": {
                "data": {
                    "type": ["object", "null"],
                    "description": "What was asked for; not there where nothing could run.",
                },
                "errors": {
                    "type": "array",
                    "items": _error(),
                    "minItems": 1,
                    "description": "What went wrong; not there where nothing did.",
                },
                "extensions": {
                    "type": "object",
                    "description": "The document's `cost`, for those who ask for it.",
                },
            },
            "anyOf": [{"required": ["data"]}, {"required": ["errors"]}],
        }
    }


def _error() -> Schema:
    properties: Schema = {
        "message": {"type": "string", "description": "What is wrong, and what mends it."},
        "locations": {
            "type": "array",
            "items": {"type": "object", "properties": _whole("line", "column")},
            "description": "Where in the document, from 1; left out of errors without a place.",
        },
        "path": {
            "type": "array",
            "items": {"type": ["string", "integer"]},
            "description": "Which value of `data` it is about: names, and places from 0.",
        },
        "extensions": {
            "type": "object",
            "description": "The code, and what more there is to say of it: see the list.",
            "properties": {"code": {"$ref": "#/components/schemas/ErrorCode"}},
            "required": ["code"],
            "additionalProperties": True,
        },
    }
    return {"type": "object", "properties": properties, "required": ["message", "extensions"]}


def _whole(*names: str) -> Schema:
    return {name: {"type": "integer", "description": f"The {name}."} for name in names}
