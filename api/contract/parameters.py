"""A document's variables as parameters of its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from api.contract.schemas import SCALARS, Schema
from api.parameters import SIZES, WITH_COMMAS
from schema.graph.cursors import LARGEST_PAGE, PAGE_SIZE
from schema.graph.filters import MOST_VALUES
from schema.graph.query import GRAPH
from schema.graph.request import MOST_FALLBACKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.documents import Document, Variable

_SEVERAL = "Several: repeated, or with commas between them."
_REPEATED = "Several: repeated; commas belong to the value."
_WORDS = {
    "language": "In which language. Left out: `Accept-Language` is looked up, else it is the "
    "publication's default.",
    "fallback": "Languages that may stand in, best first, for what is not there in the language "
    "asked for; without any it is left out. `/v1/languages` has the editors' suggestion.",
    "order": "In which order: `newest` if left out.",
    "first": f"How many items from the start, 0 to {LARGEST_PAGE}. {PAGE_SIZE} where neither "
    "`first` nor `last` is given.",
    "after": "Begin after this place in the list. `page.next` and the header `Link` have it in the "
    "address of the next page. One of a list with another filter, order or language is an error, "
    "`CURSOR_INVALID`.",
    "last": f"How many items from the end, 0 to {LARGEST_PAGE}; they come in the list's own order. "
    "Not together with `first`.",
    "before": "End before this place in the list: with `last`, the page before it. `page.previous` "
    "has it in its address. What holds for `after` holds here.",
}
"""What REST says of the query's parameters that several addresses have: the graph has other words
for them, which speak of documents."""

_SEGMENT = {"type": "string", "pattern": "^[^/.]+$"}
_TEXT = {"type": "string", "minLength": 1, "pattern": "^[^\\u0000]*$"}

HEADERS: dict[str, Schema] = {
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "Languages by preference (RFC 9110 §12.5.4), where `language` is left out.",
        "schema": {"type": "string"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of the copy that the client has: 304 if it is of today.",
        "schema": {"type": "string"},
    },
    "IfModifiedSince": {
        "name": "If-Modified-Since",
        "in": "header",
        "description": "The `Last-Modified` of the copy that the client has.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` that the answer must have (RFC 9110 §13.1.1): 412 if it is not.",
        "schema": {"type": "string"},
    },
    "IfUnmodifiedSince": {
        "name": "If-Unmodified-Since",
        "in": "header",
        "description": "412 if the content was seeded after this date (RFC 9110 §13.1.4).",
        "schema": {"type": "string"},
    },
    "Range": {
        "name": "Range",
        "in": "header",
        "description": "The part that the client lacks (RFC 9110 §14): one range of bytes; of "
        "several, the whole is given.",
        "schema": {"type": "string"},
    },
    "IfRange": {
        "name": "If-Range",
        "in": "header",
        "description": "The `ETag` of the part that the client has: the whole is given if it is "
        "no longer that of the file (RFC 9110 §13.1.5).",
        "schema": {"type": "string"},
    },
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "description": "`server-timing`: to be told what took how long (RFC 7240).",
        "schema": {"type": "string"},
    },
}
"""The request headers that matter, as components."""

EVERYWHERE = ["Prefer"]
"""What every address looks at."""

PARTS = ["Range", "IfRange"]
"""What addresses look at besides whose files can be had in parts."""

CONDITIONS = ["IfNoneMatch", "IfModifiedSince", "IfMatch", "IfUnmodifiedSince", *EVERYWHERE]
"""What every address looks at whose answers may be kept."""


def refer(*names: str) -> list[Schema]:
    """Refer to request headers."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def describe_parameters(path: str, document: Document, examples: Mapping[str, Any]) -> list[Schema]:
    """Describe the variables of a document at a path; what the path fixes otherwise is left out."""
    found = []
    for variable in document.variables.values():
        inside = f"{{{variable.name}}}" in path
        if not inside and variable.required and not variable.is_needed:
            continue
        found.append(_describe(document, variable, inside=inside))
        example = examples.get(f"{document.root}.{variable.name}", examples.get(variable.name))
        if example is not None:
            _illustrate(found[-1], [example] if variable.many else example)
    return found


def _illustrate(parameter: Schema, example: Any) -> None:
    """Give a parameter its example; pages that try addresses out fill in what stands outside."""
    if parameter["required"]:
        parameter["example"] = example
    else:
        parameter["schema"]["examples"] = [example]


def _describe(document: Document, variable: Variable, *, inside: bool) -> Schema:
    schema = _schema(variable, inside=inside)
    return {
        "name": variable.name,
        "in": "path" if inside else "query",
        "required": variable.required,
        "description": _words(document, variable, inside=inside),
        "schema": _several(variable, schema) if variable.many else schema,
    }


def _several(variable: Variable, schema: Schema) -> Schema:
    most = MOST_FALLBACKS if variable.kind == "LanguageCode" else MOST_VALUES
    return {"type": "array", "items": schema, "minItems": 1, "maxItems": most}


def _schema(variable: Variable, *, inside: bool) -> Schema:
    if variable.values:
        names = [name.lower() for name in variable.values]
        has_default = variable.default is not None and not variable.many
        chosen = {"default": str(variable.default).lower()} if has_default else {}
        return {"type": "string", "enum": names, **chosen}
    if variable.name in SIZES:
        return {"type": "integer", "minimum": 0, "maximum": LARGEST_PAGE}
    if variable.kind == "String":
        return dict(_SEGMENT if inside else _TEXT)
    return dict(SCALARS[variable.kind])


def _words(document: Document, variable: Variable, *, inside: bool) -> str:
    """Say what REST or the document says of it, else what the graph says of its argument."""
    is_alone = variable.name == "first" and "last" not in document.variables
    shared = "" if inside or is_alone else _WORDS.get(variable.name)
    words = shared or variable.description or _argument(document, variable).description
    if not variable.many:
        return str(words)
    return f"{words} {_REPEATED if variable.name in WITH_COMMAS else _SEVERAL}"


def _argument(document: Document, variable: Variable) -> Any:
    """Find what stands at `filter.tags.any`, or wherever the variable is used."""
    places = {name: path for path, name in document.arguments.items()}
    first, *more = places[variable.name].split(".")
    assert GRAPH.query_type  # noqa: S101 - it has one
    found: Any = GRAPH.query_type.fields[document.root].args[first]
    for name in more:
        found = get_named_type(found.type).fields[name]
    return found
