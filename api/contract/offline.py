"""The addresses of an issue for apps: what they answer is made of several documents' results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.contract.addresses import NOT_MODIFIED
from api.contract.headers import OF_CONTENT, kept, refer
from api.contract.parameters import CONDITIONS, PARTS, describe_parameters
from api.contract.parameters import refer as refer_parameters
from api.contract.problems import problems
from api.contract.schemas import Schema, Schemas
from api.offline.routes import BUNDLES, LASTING, MANIFESTS, ONE, ZIP
from api.profile import JSON

if TYPE_CHECKING:
    from api.contract.addresses import Examples
    from api.documents import Document

_TEXT: Schema = {"type": "string"}
_URI: Schema = {"type": "string", "format": "uri"}
_SIZE: Schema = {"type": "integer", "minimum": 0}
_DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PIECES = ("Accept-Ranges", "Content-Disposition")
_NOT_IN_A_HEAD = ("articles", "image")
_Fields = dict[str, tuple[Schema, str]]
_BUNDLE: _Fields = {
    "path": (_TEXT, "Its address, relative to the API's."),
    "url": (_URI, "Its whole address, which never has other bytes."),
    "sha256": (_DIGEST, "The SHA-256 of its bytes, hexadecimal."),
    "size": (_SIZE, "How many bytes it has."),
    "mediaType": (_TEXT, "Its Content-Type."),
}
_FILE: _Fields = {**_BUNDLE, "name": (_TEXT, "Its name in the bundle.")}
_FILE["url"] = (_URI, "Its whole address.")
_FILE["sha256"] = (_DIGEST, "The SHA-256 of the bytes that its address answers, uncompressed.")
_IMAGE: _Fields = {
    "url": (_URI, "Where it is, on whichever host."),
    "alt": (_TEXT, "What stands in for it."),
}
_LASTING = {
    "slug": ({"type": "string", "pattern": "^[^/.]+$"}, "The issue's slug.", "2026-10-26"),
    "languages": (
        {"type": "string", "pattern": "^[^/]+$"},
        "The language, and behind commas those that may stand in.",
        "en",
    ),
    "sha256": (_DIGEST, "The hash of the bundle's bytes.", "0" * 64),
}


def describe_offline(schemas: Schemas, examples: Examples) -> dict[str, Schema]:
    """Describe manifests, bundles, and the bundle of a hash."""
    manifest = schemas.name("Manifest", _manifest(schemas))
    content = {JSON: {"schema": manifest}}
    ok = {"description": "The manifest.", "headers": kept(OF_CONTENT), "content": content}
    about = "What an app needs to show {} without a network: its files, each with its hash."
    manifests = {
        path: {"get": _operation(path, document, about, examples, {"200": ok})}
        for path, document in MANIFESTS.items()
    }
    about = (
        "The files of {} as one ZIP file, with the manifest; the same bytes for the same content."
    )
    bundles = {
        path: {"get": _operation(path, document, about, examples, _parts())}
        for path, document in BUNDLES.items()
    }
    return {**manifests, **bundles, LASTING: {"get": _lasting()}}


def _operation(
    path: str, document: Document, about: str, examples: Examples, answers: Schema
) -> Schema:
    latest, bundle = "latest" in path, path in BUNDLES
    summary = about.format("the latest issue" if latest else "one issue")
    name = f"{'latestIssue' if latest else 'issue'}{'Bundle' if bundle else 'Manifest'}"
    headers = ["AcceptLanguage", *(PARTS if bundle else ()), *CONDITIONS]
    return {
        "operationId": name,
        "summary": summary.partition(".")[0],
        "description": summary,
        "tags": ["content"],
        "parameters": [
            *describe_parameters(path, document, examples.values),
            *refer_parameters(*headers),
        ],
        "responses": _responses(answers, 400, 404),
    }


def _responses(answers: Schema, *refusals: int) -> Schema:
    ranged = (416,) if "206" in answers else ()
    more = problems(*refusals, 406, 412, 414, *ranged, 500, 503)
    return {**answers, "304": NOT_MODIFIED, **more}


def _parts() -> Schema:
    """Describe a file that is given whole or in part."""
    content = {ZIP: {"schema": {"type": "string", "format": "binary"}}}
    headers = kept([*OF_CONTENT, *_PIECES])
    part = {**headers, **refer(["Content-Range"])}
    return {
        "200": {"description": "The bundle.", "headers": headers, "content": content},
        "206": {"description": "The part asked for.", "headers": part, "content": content},
    }


def _lasting() -> Schema:
    summary = "The bundle with this hash, as long as it is the content's; to be kept for ever."
    path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": words,
            "schema": schema,
        }
        for name, (schema, words, _) in _LASTING.items()
    ]
    return {
        "operationId": "bundle",
        "summary": summary.partition(".")[0],
        "description": f"{summary} A manifest has its address.",
        "tags": ["content"],
        "parameters": [*path, *refer_parameters(*PARTS, *CONDITIONS)],
        "responses": _responses(_parts(), 400, 404),
    }


def _manifest(schemas: Schemas) -> Schema:
    """Describe a manifest; what it says of the issue is what lists of issues say."""
    aside = Schemas()
    aside.one(ONE)
    whole: dict[str, Any] = aside.components["Kept"]
    head = {key: each for key, each in whole["properties"].items() if key not in _NOT_IN_A_HEAD}
    properties = {
        "issue": {
            "type": "object",
            "description": whole["description"],
            "properties": head,
            "required": list(head),
        },
        "revision": {**_SIZE, "description": "The revision that all of this belongs to."},
        "bundle": _object("All files in one.", _BUNDLE),
        "files": {
            "type": "array",
            "description": "The issue, its articles, and the small lists.",
            "items": schemas.name("ManifestFile", _object("One file.", _FILE)),
        },
        "images": {
            "type": "array",
            "description": "The pictures: they are not in the bundle.",
            "items": schemas.name("ManifestImage", _object("A picture.", _IMAGE)),
        },
    }
    return {
        "type": "object",
        "description": "What an app needs to show an issue without a network.",
        "properties": properties,
        "required": list(properties),
    }


def _object(description: str, fields: _Fields) -> Schema:
    properties = {
        name: {**schema, "description": words} for name, (schema, words) in fields.items()
    }
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }
