"""The address of the export: conditions compared, the file found or begun, sent."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from api.codings import IDENTITY
from api.conditions import judge, read_date, write_date
from api.copies.export import HEAD, Export, coding_of, tag_of, variables_of, write_export
from api.copies.spool import Spool
from api.copies.stream import Stream
from api.errors import Problem
from api.freshness import freshness
from api.parameters import read_parameters
from api.respond import BODILESS
from api.stored import run_stored
from api.surrogates import surrogate_headers

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answer import Answer
    from api.execute import Executor
    from schema.reader import State

_MOST_KEPT = 4
_TYPES = ("Article", "Issue", "Publication", "Revision", "Section", "Tag")
_MEDIA_TYPE = "application/x-ndjson"

Key = tuple["State", tuple[str, ...], str]


class Exports:
    """The exports of the newest state: those that are written now, and the last that are done."""

    def __init__(self, executor: Executor) -> None:
        """Begin with none."""
        self._executor = executor
        self._kept: dict[Key, Export] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def find(self, state: State, languages: tuple[str, ...], coding: str) -> Export:
        """Find an export of a state, or of a newer one, or begin it. Raises Problem."""
        self._kept = {key: each for key, each in self._kept.items() if key[0] == state}
        key = (state, languages, coding)
        export = self._kept.pop(key, None)
        if export is None or export.spool.error is not None:
            export = self._begin(languages, coding)
        self._kept[key] = export
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        await export.spool.begun()
        return export

    def _begin(self, languages: tuple[str, ...], coding: str) -> Export:
        try:
            export = Export(languages, coding, Spool())
        except OSError as error:
            detail = f"no file can be written for the export: {error.strerror}"
            raise Problem("UNAVAILABLE", detail, headers={"Retry-After": "60"}) from error
        task = asyncio.create_task(self._write(export))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return export

    async def _write(self, export: Export) -> None:
        try:
            await self._executor.walk(lambda ask: write_export(export, ask))
        except Exception as error:  # noqa: BLE001 - whoever reads it is told
            export.spool.fail(error)
        else:
            export.spool.finish()


async def export(request: Request) -> Response:
    """Answer with everything that there is."""
    variables = read_parameters(request, HEAD, {})
    languages = tuple(sorted({code.lower() for code in variables.get("language", ())}))
    coding = coding_of(request.headers.get("accept-encoding"))
    head = await run_stored(request, HEAD, variables_of(languages))
    headers = _headers(request, head, languages, coding)
    status = _judge(request, headers)
    if status == HTTPStatus.NOT_MODIFIED:
        kept = {name: value for name, value in headers.items() if name != "Content-Disposition"}
        return Response(status_code=status, headers=kept)
    if BODILESS in request.scope:
        return _bodiless(headers)
    found = await request.app.state.exports.find(head.state, languages, coding)
    if found.head.state != head.state:
        headers = _headers(request, found.head, languages, coding)
    if found.spool.is_done:
        headers["Content-Length"] = str(found.spool.size)
    return Stream(request.app.state.streams, found.spool.read(), headers)


def _bodiless(headers: dict[str, str]) -> Response:
    """Answer HEAD: how long the body would be is not known."""
    response = Response(headers=headers)
    del response.headers["content-length"]
    return response


def _judge(request: Request, headers: dict[str, str]) -> int:
    given = dict(request.scope["headers"])
    modified = read_date(headers["Last-Modified"].encode())
    status = judge(given, headers["ETag"].encode(), modified)
    if status == HTTPStatus.PRECONDITION_FAILED:
        detail = "what If-Match or If-Unmodified-Since asks for is not what there is now"
        raise Problem("BAD_REQUEST", detail, status=status)
    return status


def _headers(
    request: Request, head: Answer, languages: tuple[str, ...], coding: str
) -> dict[str, str]:
    data = head.plain()
    suffix = "" if coding == IDENTITY else f"-{coding}"
    name = f"{data['publication']['slug']}-{head.revision}.ndjson"
    settings = request.app.state.settings
    headers = {
        "Content-Type": _MEDIA_TYPE,
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'"{tag_of(head, languages)}{suffix}"',
        "Last-Modified": write_date(head.seeded_at),
        "Cache-Control": freshness(settings, (), time.time()).header,
        "Vary": "Accept-Encoding",
        "Accept-Ranges": "none",
        "X-Content-Revision": str(head.revision),
        **surrogate_headers(_TYPES),
    }
    return headers if coding == IDENTITY else {**headers, "Content-Encoding": coding}
