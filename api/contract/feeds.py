"""The addresses of feeds as OpenAPI's paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.contract.addresses import not_modified
from api.contract.headers import OF_CONTENT, OF_REVISION, kept, maybe, refer
from api.contract.parameters import CONDITIONS
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import problems
from api.feeds.opml import OPML
from api.feeds.paths import MEDIA_TYPES, PATHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.contract.schemas import Schema

_WORDS = {
    "language": ("languageFeed", "The newest articles of a language, as a feed"),
    "section": ("sectionFeed", "The newest articles of a section, as a feed"),
    "tag": ("tagFeed", "The newest articles with a tag, as a feed"),
}
_PAGED = (
    "Between 25 and 49 articles, the newest first; its links lead to all older ones (RFC 5005)."
)
_SEGMENT = {"type": "string", "pattern": "^[^/.]+$"}
_PATH: dict[str, tuple[str, Schema]] = {
    "language": ("The language, by its code.", _SEGMENT),
    "slug": ("The slug of the section or tag.", _SEGMENT),
    "suffix": ("The format.", {"type": "string", "enum": list(MEDIA_TYPES)}),
}
_QUERY: dict[str, tuple[str, Schema]] = {
    "content": (
        "`full` texts, or no more than a `summary` of each article.",
        {"type": "string", "enum": ["full", "summary"], "default": "full"},
    ),
    "after": (
        "Only what is older than this place: `CURSOR_INVALID` if it is one of another feed.",
        {"type": "string", "minLength": 1, "pattern": "^[^\\u0000]*$"},
    ),
}


def describe_feeds(values: Mapping[str, Any]) -> dict[str, Schema]:
    """Describe the addresses, in their order; `values` are examples of parameters."""
    feeds = {path: {"get": _feed(kind, path, values)} for kind, path in PATHS.items()}
    return {"/feeds.opml": {"get": _opml()}, **feeds}


def _feed(kind: str, path: str, values: Mapping[str, Any]) -> Schema:
    name, summary = _WORDS[kind]
    text: Schema = {"type": "string"}
    content = {each: {"schema": text} for each in MEDIA_TYPES.values()}
    content["application/feed+json"] = {"schema": {"type": "object"}}
    moved = refer(["Location", *OF_REVISION])
    examples = {"language": values.get("language"), "slug": values.get(kind), "suffix": "atom"}
    own = [_inside(each, examples[each]) for each in _PATH if f"{{{each}}}" in path]
    return {
        "operationId": name,
        "summary": summary,
        "description": f"{summary}. {_PAGED}",
        "tags": ["content"],
        "parameters": [
            *own,
            *map(_beside, _QUERY),
            *refer_parameters(*CONDITIONS),
        ],
        "responses": {
            "200": {"description": "The feed.", "headers": _headers(), "content": content},
            "301": {"description": "The address of today.", "headers": moved},
            "304": not_modified(),
            **problems(400, 404, 406, 412, 414, 500, 503),
        },
    }


def _inside(name: str, example: str | None) -> Schema:
    words, schema = _PATH[name]
    found = {"name": name, "in": "path", "required": True, "description": words, "schema": schema}
    return found if example is None else {**found, "example": example}


def _beside(name: str) -> Schema:
    words, schema = _QUERY[name]
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _headers() -> Schema:
    hub = {"Link": {"description": "The WebSub hub and the feed itself, where there is a hub."}}
    return kept(OF_CONTENT) | {"Link": {**maybe(["Link"])["Link"], **hub["Link"]}}


def _opml() -> Schema:
    words = "The list of all feeds, as OPML"
    return {
        "operationId": "feeds",
        "summary": words,
        "description": f"{words}. For feed readers, which take all that are in it.",
        "tags": ["content"],
        "parameters": refer_parameters(*CONDITIONS),
        "responses": {
            "200": {
                "description": "The list.",
                "headers": kept(OF_CONTENT),
                "content": {OPML.partition(";")[0]: {"schema": {"type": "string"}}},
            },
            "304": not_modified(),
            **problems(400, 406, 412, 414, 500, 503),
        },
    }
