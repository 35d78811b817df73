"""What is for those who keep a copy of the content, as OpenAPI has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.contract.headers import OF_CONTENT, kept, refer
from api.contract.parameters import CONDITIONS, EVERYWHERE, describe_parameters
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import problems
from api.copies.changes import ISSUE, NODE
from api.copies.export import HEAD

if TYPE_CHECKING:
    from api.contract.schemas import Schema, Schemas
    from api.documents import Document


def describe_changes(document: Document, schemas: Schemas) -> Schema:
    """Describe a page of changes as REST gives it: `items`, and where the page stands."""
    fields = schemas.one(document)["$ref"].rpartition("/")[2]
    told = schemas.components.pop(fields)["properties"]
    item = told["nodes"]["items"]
    issue = item["properties"].pop(ISSUE)
    item["required"].remove(ISSUE)
    item["properties"][NODE]["anyOf"][0]["anyOf"].append(issue["anyOf"][0]["anyOf"][0])
    link = {"type": ["string", "null"], "format": "uri"}
    properties = {
        "token": told["token"],
        "hasMore": told["hasMore"],
        "next": {**link, "description": "The address of the next page, if there is one by now."},
        "revision": told["revision"],
    }
    page = {
        "type": "object",
        "description": "Where a page of changes ends, and what to ask with next.",
        "properties": properties,
        "required": list(properties),
    }
    body = {
        "type": "object",
        "description": document.description,
        "properties": {"items": told["nodes"], "page": schemas.name("PageOfChanges", page)},
        "required": ["items", "page"],
    }
    return schemas.name(document.operation, body)


def describe_copies() -> dict[str, Schema]:
    """Describe the addresses whose answers come in pieces."""
    return {
        "/v1/export.ndjson": {"get": _export()},
        "/v1/events": {"get": _events()},
    }


def _export() -> Schema:
    line = (
        "A JSON object on each line, with its `type` and, but for the first and the last, its "
        "`node`. The first has the type EXPORT, the revision and the `token` to go on with, the "
        "last one END and the number of nodes between them."
    )
    names = [name for name in OF_CONTENT if name != "Content-Language"]
    ok = {
        "description": "Everything that there is, in one revision.",
        "headers": kept([*names, "Content-Disposition"]),
        "content": {"application/x-ndjson": {"schema": {"type": "string", "description": line}}},
    }
    return {
        "operationId": "export",
        "summary": HEAD.description.partition(":")[0],
        "description": HEAD.description,
        "tags": ["content"],
        "parameters": [
            *describe_parameters("/v1/export.ndjson", HEAD, {}),
            *refer_parameters(*CONDITIONS),
        ],
        "responses": {"200": ok, "304": {"$ref": "#/components/responses/NotModified"}}
        | problems(400, 406, 412, 414, 500, 503),
    }


def _events() -> Schema:
    ok = {
        "description": "Events, without end: `data` is a JSON object with `revision`, `seededAt`, "
        "`tags` (what has changed, as `Surrogate-Key` names it) and `reset` (whether all may have "
        "changed); `id` is the token of the state.",
        "headers": refer(["Cache-Control"]),
        "content": {"text/event-stream": {"schema": {}}},
    }
    known = {
        "name": "Last-Event-ID",
        "in": "header",
        "description": "The id of the last event that the client has seen, or the token of the "
        "state that it has: what it has missed is told at once.",
        "schema": {"type": "string"},
    }
    words = "New revisions as Server-Sent Events, each as soon as it is there."
    return {
        "operationId": "events",
        "summary": "New revisions as Server-Sent Events",
        "description": words,
        "tags": ["server"],
        "parameters": [known, *refer_parameters(*EVERYWHERE)],
        "responses": {"200": ok} | problems(400, 414, 500, 503),
    }
