"""An issue as a file: what may stand behind its slug, as in `/v1/issues/{slug}.epub`."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.documents import Document, load_document
from api.epub.book import EPUB, write_book
from api.errors import Problem
from api.respond import Body, respond
from api.stored import ask, found, negotiates

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

_LATEST = "latest"


@dataclass(frozen=True, slots=True)
class IssueFile:
    """A kind of file: its media type, the documents of one issue and of the latest, and its writer.

    `write` makes the body of the document's data and our public address, in a thread of its own.
    `headers` names those that the body has of its own.
    """

    media_type: str
    one: Document
    latest: Document
    write: Callable[[dict[str, Any], str], Body]
    headers: tuple[str, ...] = ()


FILES = {
    "epub": IssueFile(
        EPUB,
        load_document("issue-book"),
        load_document("latest-issue-book"),
        write_book,
        headers=("Content-Disposition",),
    ),
}
"""The kinds of file, by their suffixes."""


async def send_file(request: Request, slug: str, suffix: str) -> Response:
    """Answer with an issue as a file; `latest` is the slug of the issue of the latest days.

    Raises Problem.
    """
    file = FILES.get(suffix)
    if file is None:
        raise Problem("NOT_FOUND", f"there is no .{suffix} of an issue")
    document, fixed = (file.latest, {}) if slug == _LATEST else (file.one, {"slug": slug})
    variables, answer = await ask(request, document, fixed)
    found(request, document, answer)
    public_url = request.app.state.settings.public_url
    body = await to_thread(file.write, answer.plain(), public_url)
    vary = ("Accept-Language",) if negotiates(document, variables) else ()
    headers = {**document.deprecation, **body.headers}
    return respond(request, replace(body, vary=vary, headers=headers), answer)
