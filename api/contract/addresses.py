"""The addresses of `/v1` as OpenAPI's paths: parameters, bodies and headers of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.article_files import FORMATS
from api.contract.copies import describe_changes
from api.contract.headers import OF_CONTENT, OF_REVISION, kept, refer, unchanged
from api.contract.parameters import CONDITIONS, describe_parameters
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import problems
from api.copies.changes import ROOT
from api.issue_files import FILES
from api.profile import JSON
from api.stored import negotiates
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.contract.schemas import Schema, Schemas
    from api.rest import Address

NOT_MODIFIED = {"$ref": "#/components/responses/NotModified"}
_MOVES = "article"
"""The root field whose nodes have earlier addresses, and may be withdrawn."""
_STAYS = "record"
"""The one whose nodes have earlier addresses, and stay where they are withdrawn."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What stands as an example: values of parameters, and answers by address."""

    values: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)


def describe_addresses(
    addresses: list[Address], schemas: Schemas, examples: Examples
) -> dict[str, Schema]:
    """Describe every address of `/v1`."""
    return {each.path: {"get": _operation(each, schemas, examples)} for each in addresses}


def _operation(address: Address, schemas: Schemas, examples: Examples) -> Schema:
    document = address.document
    headers = ["AcceptLanguage"] if _has_choice(address) else []
    return {
        "operationId": _operation_id(address),
        "summary": document.description.partition(". ")[0].rstrip("."),
        "description": _describe(address),
        "tags": ["content"],
        "parameters": [
            *describe_parameters(address.path, document, examples.values),
            *refer_parameters(*headers, *CONDITIONS),
        ],
        "responses": _responses(address, _content(address, schemas, examples)),
    }


def _has_choice(address: Address) -> bool:
    """Tell whether the language may be negotiated."""
    is_fixed = address.suffix and "{language}" in address.path
    return negotiates(address.document, {}) and not is_fixed


def _operation_id(address: Address) -> str:
    name = address.document.operation
    if address.suffix in FORMATS:
        name = f"{_MOVES}As{address.suffix.title()}"
    elif address.suffix in FILES:
        name = f"{address.document.root}As{address.suffix.title()}"
    return name[0].lower() + name[1:]


def _describe(address: Address) -> str:
    words = address.document.description
    return f"{words} This one is `{address.media_type}`." if address.suffix else words


def _content(address: Address, schemas: Schemas, examples: Examples) -> Schema:
    if address.suffix:
        media_type = address.media_type.partition(";")[0]
        is_text = media_type.startswith("text/") or media_type.endswith("/svg+xml")
        binary = media_type == "application/epub+zip"
        schema = {} if binary else {"type": "string" if is_text else "object"}
        return {media_type: {"schema": schema}}
    if address.document.root == ROOT:
        schema = describe_changes(address.document, schemas)
    else:
        schema = _list(address, schemas) if address.many else schemas.one(address.document)
    answer = examples.answers.get(address.path)
    return {JSON: {"schema": schema} | ({} if answer is None else {"example": answer})}


def _list(address: Address, schemas: Schemas) -> Schema:
    """Describe a list as REST gives it: `items`, and where the page stands."""
    link = {"type": ["string", "null"], "format": "uri"}
    page = {
        "type": "object",
        "description": "Where a page stands in its list.",
        "properties": {
            "next": {**link, "description": "The address of the next page, if there is one."},
            "previous": {**link, "description": "The address of the page before, if there is one."},
            "total": {"type": "integer", "description": "The length of the whole list."},
        },
        "required": ["next", "previous", "total"],
    }
    items = {
        "type": "array",
        "items": schemas.many(address.document),
        "description": "The entries of the page, in their order.",
    }
    properties = {"items": items, "page": schemas.name("Page", page)}
    if "facets" in address.document.variables:
        properties["facets"] = {
            **schemas.beside_nodes(address.document, "facets"),
            "description": "The facets that `facets` asks for; not there where it does not.",
        }
    body = {
        "type": "object",
        "description": address.document.description,
        "properties": properties,
        "required": ["items", "page"],
    }
    return schemas.name(address.document.operation, body)


def _responses(address: Address, content: Schema) -> Schema:
    document = address.document
    linked = {"after", "since"} & document.variables.keys()
    own = [*document.deprecation, *(["Link"] if linked else [])]
    names = [*OF_CONTENT, *own, *address.headers]
    moves = document.root == _MOVES
    found: Schema = {
        "200": {"description": "The content.", "headers": kept(names), "content": content},
    }
    if moves or document.root == _STAYS:
        headers = refer(["Location", *OF_REVISION])
        found["301"] = {"description": "An earlier slug: the address of today.", "headers": headers}
    found["304"] = not_modified(document.deprecation) if document.deprecation else NOT_MODIFIED
    return found | problems(400, *_absences(document.root, moves=moves), 406, 412, 414, 500, 503)


def not_modified(more: Iterable[str] = ()) -> Schema:
    """Describe the 304 of all that has content."""
    words = "The copy that the client has is of today."
    return {"description": words, "headers": unchanged([*OF_CONTENT, "Link", *more])}


def _absences(root: str, *, moves: bool) -> list[int]:
    """Give the statuses of what is not there: only where the graph may answer null."""
    assert GRAPH.query_type  # noqa: S101 - it has one
    nullable = not str(GRAPH.query_type.fields[root].type).endswith("!")
    return [*([404] if nullable else []), *([410] if moves or root == ROOT else [])]
