"""The addresses of an issue for apps: its manifest, its bundle, and the bundle of a hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.routing import Route

from api.documents import Document, load_document
from api.errors import Problem
from api.negotiate import accepted_languages
from api.offline.packing import head_of, pack
from api.parameters import read_parameters
from api.profile import JSON
from api.ranges import RANGES
from api.respond import Body, respond

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from api.offline.packing import Packed

    Handler = Callable[[Request], Awaitable[Response]]

ZIP = "application/zip"
ONE, LATEST = load_document("offline"), load_document("latest-offline")
MANIFESTS = {"/v1/issues/latest/manifest": LATEST, "/v1/issues/{slug}/manifest": ONE}
BUNDLES = {"/v1/issues/latest/bundle.zip": LATEST, "/v1/issues/{slug}/bundle.zip": ONE}
"""Addresses with their documents."""
LASTING = "/v1/bundles/{slug}/{languages}/{sha256}.zip"
"""The address of a bundle's bytes; `languages` have commas between them."""

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def routes() -> list[Route]:
    """Give the routes."""
    manifests = [Route(path, _manifest(document)) for path, document in MANIFESTS.items()]
    bundles = [Route(path, _bundle(document)) for path, document in BUNDLES.items()]
    return [*manifests, *bundles, Route(LASTING, _lasting)]


def _manifest(document: Document) -> Handler:
    async def handle(request: Request) -> Response:
        packed, negotiated = await _pack(request, document)
        content = orjson.dumps(_write_manifest(packed, request.app.state.settings.public_url))
        return _send(request, packed, Body(content, JSON), negotiated=negotiated)

    return handle


def _bundle(document: Document) -> Handler:
    async def handle(request: Request) -> Response:
        packed, negotiated = await _pack(request, document)
        headers = {**RANGES, **_named(packed)}
        body = Body(packed.bundle, ZIP, headers=headers)
        return _send(request, packed, body, negotiated=negotiated)

    return handle


async def _lasting(request: Request) -> Response:
    """Give the bundle of a hash, as long as it is the content's: then for ever."""
    language, *fallback = request.path_params["languages"].split(",")
    fixed: dict[str, Any] = {"slug": request.path_params["slug"], "language": language}
    variables = read_parameters(request, ONE, {**fixed, "fallback": ""})
    variables["fallback"] = fallback
    try:
        packed = await pack(request, ONE, variables, ())
    except Problem as problem:
        if problem.code != "BAD_INPUT":  # here a language is a part of the path
            raise
        raise _no_such_bundle() from problem
    if packed.digest != request.path_params["sha256"]:
        raise _no_such_bundle()
    headers = {**RANGES, **_named(packed), **_FOR_EVER}
    return _send(request, packed, Body(packed.bundle, ZIP, headers=headers), negotiated=False)


def _no_such_bundle() -> Problem:
    detail = "there is no such bundle, or no longer; the issue's manifest names the one of today"
    return Problem("NOT_FOUND", detail)


async def _pack(request: Request, document: Document) -> tuple[Packed, bool]:
    """Pack what is asked for; gives too whether Accept-Language had a say."""
    variables = read_parameters(request, document, request.path_params)
    negotiated = "language" not in variables
    header = request.headers.get("accept-language", "") if negotiated else ""
    packed = await pack(request, document, variables, accepted_languages(header))
    return packed, negotiated


def _write_manifest(packed: Packed, public_url: str) -> dict[str, Any]:
    slug, languages = packed.issue["slug"], ",".join(packed.languages)
    lasting = LASTING.format(slug=slug, languages=languages, sha256=packed.digest)
    return {
        "issue": head_of(packed.issue),
        "revision": packed.answer.revision,
        "bundle": {
            "path": lasting.removeprefix("/"),
            "url": f"{public_url}{lasting}",
            "sha256": packed.digest,
            "size": len(packed.bundle),
            "mediaType": ZIP,
        },
        "files": packed.files,
        "images": packed.pictures,
    }


def _named(packed: Packed) -> dict[str, str]:
    """Name the file for who saves it (RFC 6266)."""
    name = f"{packed.issue['slug']}.{packed.languages[0]}.zip"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _send(request: Request, packed: Packed, body: Body, *, negotiated: bool) -> Response:
    language, vary = packed.issue["language"], ("Accept-Language",) if negotiated else ()
    sent = Body(body.content, body.media_type, language, vary, body.headers)
    return respond(request, sent, packed.answer)
