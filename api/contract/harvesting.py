"""`/oai` as OpenAPI's path: one address, whose verb is a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.contract.headers import OF_CONTENT, kept, refer
from api.contract.parameters import CONDITIONS, EVERYWHERE
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import problems

if TYPE_CHECKING:
    from api.contract.schemas import Schema

_ARGUMENTS = {
    "verb": "What is asked: `Identify`, `ListMetadataFormats`, `ListSets`, `ListIdentifiers`, "
    "`ListRecords` or `GetRecord`.",
    "identifier": "Which record.",
    "metadataPrefix": "In which format: `oai_dc`.",
    "from": "Changed then or later: a day or an instant of UTC.",
    "until": "Changed then or earlier, written as `from` is.",
    "set": "Only records of this set.",
    "resumptionToken": "The next part of a list: the token that the part before ended with.",
}
_TEXT: Schema = {"type": "string"}
_CONTENT: Schema = {"text/xml": {"schema": _TEXT}}
_WORDS = (
    "Speaks OAI-PMH 2.0. Mistakes are answers with status 200, as the protocol has it; without "
    "`contact` in the publication's file it is not spoken: 404."
)


def describe_harvesting() -> Schema:
    """Describe the address."""
    return {"get": _get(), "post": _post()}


def _get() -> Schema:
    ok = {"description": "The answer.", "headers": kept(OF_CONTENT), "content": _CONTENT}
    parameters = [
        {"name": name, "in": "query", "required": False, "description": words, "schema": _TEXT}
        for name, words in _ARGUMENTS.items()
    ]
    parameters[0] = parameters[0] | {"example": "Identify"}
    same = {"$ref": "#/components/responses/NotModified"}
    return {
        "operationId": "oaiGet",
        "summary": "Harvest",
        "description": _WORDS,
        "tags": ["content"],
        "parameters": [*parameters, *refer_parameters(*CONDITIONS)],
        "responses": {"200": ok, "304": same} | problems(404, 406, 412, 414, 500, 503),
    }


def _post() -> Schema:
    properties = {name: {**_TEXT, "description": words} for name, words in _ARGUMENTS.items()}
    form = {
        "schema": {"type": "object", "properties": properties},
        "example": {"verb": "Identify"},
    }
    headers = refer(["ETag", "Last-Modified", "X-Content-Revision", "Surrogate-Key", "Cache-Tag"])
    ok = {"description": "The answer.", "headers": headers, "content": _CONTENT}
    return {
        "operationId": "oaiPost",
        "summary": "Harvest, with the arguments as a form",
        "description": _WORDS,
        "tags": ["content"],
        "parameters": refer_parameters(*EVERYWHERE),
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": form},
        },
        "responses": {"200": ok} | problems(404, 408, 413, 414, 415, 500, 503),
    }
