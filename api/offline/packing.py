"""The files of an issue as bytes: each as its own address answers it, all of one revision.

run the document → ask for each file → name, hash and pack them
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson

from api.errors import Problem
from api.inside import ask_inside, without_host
from api.offline.names import name_of
from api.offline.pictures import pictures_of
from api.stored import found, run_stored
from api.zips import entry_of
from schema.graph.cursors import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.applications import Starlette
    from starlette.requests import Request

    from api.answer import Answer
    from api.documents import Document
    from api.inside import Told

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Packed:
    """An issue with its files. `languages` are the one asked for and those that may stand in.

    `answer` is what the document gave, and depends on all that the files do; `files` and `pictures`
    are as the manifest lists them, `bundle` is the ZIP of the files.
    """

    answer: Answer
    issue: dict[str, Any]
    languages: list[str]
    files: list[dict[str, Any]]
    pictures: list[dict[str, str]]
    bundle: bytes
    digest: str


async def pack(
    request: Request, document: Document, variables: dict[str, Any], accepted: Sequence[str]
) -> Packed:
    """Pack an issue. Raises Problem where it is not there."""
    app: Starlette = request.app
    for _ in range(_TRIES):
        answer = await run_stored(request, document, variables, accepted)
        found(request, document, answer)
        issue = answer.plain()[document.root]
        languages = [issue["requestedLanguage"], *variables.get("fallback", ())]
        told = await _ask_all(app, issue, languages)
        if all(each.mark and each.mark.state == answer.state for each in told):
            public_url = app.state.settings.public_url
            depends_on = {*answer.depends_on, *_tags(told)}
            whole, root = replace(answer, depends_on=depends_on), document.root
            return await asyncio.to_thread(_pack, whole, root, languages, told, public_url)
    raise Problem("UNAVAILABLE", "the content changes faster than it can be packed")


async def _ask_all(app: Starlette, issue: dict[str, Any], languages: list[str]) -> list[Told]:
    """Ask for the files, and for the further pages of lists; others are answered in between."""
    left = _addresses(issue, languages)
    told = []
    for address in left:
        await asyncio.sleep(0)
        answer = await ask_inside(app, address)
        told.append(answer)
        if answer.mark is None:
            break  # an error, or no longer there
        following = _next_page(answer)
        if following:
            left.append(without_host(following, app.state.settings.public_url))
    return told


def _addresses(issue: dict[str, Any], languages: list[str]) -> list[str]:
    language, *fallback = languages
    own = {"language": language}
    asked = own | ({"fallback": ",".join(fallback)} if fallback else {})
    return [
        f"/v1/issues/{issue['slug']}?{urlencode(asked, safe=',')}",
        *(f"/v1/articles/{each['language']}/{each['slug']}" for each in issue["articles"]),
        f"/v1/publication?{urlencode(own)}",
        "/v1/languages",
        f"/v1/sections?{urlencode(own)}",
        f"/v1/tags?{urlencode(own | {'first': LARGEST_PAGE})}",
    ]


def _next_page(told: Told) -> str | None:
    link = told.headers.get("link", "")
    url, _, relation = link.partition(", ")[0].partition("; ")
    return url.strip("<>") if relation == 'rel="next"' else None


def _tags(told: list[Told]) -> set[str]:
    return {tag for each in told for tag in each.headers["surrogate-key"].split()}


def _pack(
    answer: Answer, root: str, languages: list[str], told: list[Told], public_url: str
) -> Packed:
    data = answer.plain()
    issue = data[root]
    files = [_describe(each, public_url) for each in told]
    pictures = pictures_of(issue, data["publication"]["siteUrl"])
    inner = {"issue": head_of(issue), "files": files, "images": pictures}
    named = {file["name"]: each.content for file, each in zip(files, told, strict=True)}
    bundle = _zip({"manifest.json": orjson.dumps(inner), **named})
    digest = hashlib.sha256(bundle).hexdigest()
    return Packed(answer, issue, languages, files, pictures, bundle, digest)


def _describe(told: Told, public_url: str) -> dict[str, Any]:
    media_type = told.headers["content-type"]
    return {
        "path": told.address.removeprefix("/"),
        "name": name_of(told.address, media_type),
        "url": public_url + told.address,
        "sha256": hashlib.sha256(told.content).hexdigest(),
        "size": len(told.content),
        "mediaType": media_type,
    }


def head_of(issue: dict[str, Any]) -> dict[str, Any]:
    """Give what a list of issues would say of it."""
    return {name: value for name, value in issue.items() if name not in ("articles", "image")}


def _zip(files: dict[str, bytes]) -> bytes:
    """Write a ZIP that is the same on every machine: no times, and nothing is deflated.

    What deflate makes of a text depends on the library that does it, and on its version.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(entry_of(name), content)
    return target.getvalue()
