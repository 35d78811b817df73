"""The whole export: what there is → every answer → its file → what hosts are told.

What is seeded meanwhile lets it begin again: a folder is of one revision.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.app import build
from api.export.content import of_bytes, of_file
from api.export.crawl import AT_ONCE, Crawl
from api.export.folder import Folder
from api.export.holdings import ContentChangedError, read_holdings
from api.export.hosts import Hosts
from api.export.kinds import KINDS
from api.freshness import freshness
from schema.database import file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from io import BufferedRandom
    from pathlib import Path

    from starlette.applications import Starlette

    from api.export.kinds import Kind
    from api.inside import Told
    from api.settings import Settings

    Tell = Callable[[int, int], None]

_TRIES = 5
_MEMORY = 32_000_000  # bytes that are kept of what was rendered: each address is asked for once


@dataclass(frozen=True, slots=True)
class Exported:
    """What was done: the revision, how many addresses move, files by what became of them, bytes."""

    revision: int
    moves: int
    counts: Mapping[str, int]
    size: int


def export(settings: Settings, path: Path, tell: Tell) -> Exported:
    """Write the folder; `tell` gets how many addresses are done, and how many are known.

    Raises FolderError, AnswerError, Problem, and ContentChangedError where seedings do not end.
    """
    memory = min(settings.cache_size, _MEMORY)
    # SQLite is read on the loop as well, and each connection maps a part of the file.
    threads = 1 if file_of(settings.database) else AT_ONCE
    app = build(replace(settings, cache_size=memory, threads=threads))
    with Folder(path.absolute()) as folder:
        return asyncio.run(_run(app, folder, tell))


async def _run(app: Starlette, folder: Folder, tell: Tell) -> Exported:
    async with app.router.lifespan_context(app):
        return await _attempt(app, folder, tell)


async def _attempt(app: Starlette, folder: Folder, tell: Tell) -> Exported:
    """Walk; again if something is seeded meanwhile. Nothing is being written any more by then."""
    for _ in range(_TRIES):
        with suppress(ContentChangedError), ThreadPoolExecutor(AT_ONCE, "export") as threads:
            return await _Attempt(app, folder, threads, tell).run()
        folder.forget()
    raise ContentChangedError


class _Attempt:
    """One walk; what it has found so far lives with it."""

    def __init__(
        self, app: Starlette, folder: Folder, threads: ThreadPoolExecutor, tell: Tell
    ) -> None:
        self._app = app
        self._folder = folder
        self._threads = threads
        self._tell = tell
        self._settings: Settings = app.state.settings
        fresh = freshness(self._settings, [], 0)
        self._hosts = Hosts(self._settings.public_url, fresh.header)
        self._crawl: Crawl
        self._done = 0

    async def run(self) -> Exported:
        holdings = await read_holdings(self._app)
        self._crawl = Crawl(self._app, holdings, self._take)
        await self._crawl.run()
        order = {kind.path: place for place, kind in reversed([*enumerate(KINDS)])}
        for name, content in self._hosts.write(self._folder.path, order).items():
            self._folder.put(name, of_bytes(content))
        revision = holdings.state[0]
        about: dict[str, Any] = {"revision": revision, "publicUrl": self._settings.public_url}
        about |= {"moves": self._hosts.moves, "addresses": self._hosts.files}
        self._folder.finish(about)
        size = sum(each.size for each in self._folder.now.values())
        return Exported(revision, len(self._hosts.moves), dict(self._folder.counts), size)

    async def _take(self, kind: Kind, told: Told, file: BufferedRandom | None) -> None:
        self._done += 1
        self._tell(self._done, len(self._crawl.seen))
        if told.status == HTTPStatus.MOVED_PERMANENTLY:
            self._hosts.moves[told.address] = told.headers["location"]
            return
        name = self._hosts.add(kind, told)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._put, name, told.content, file)

    def _put(self, name: str, content: bytes, file: BufferedRandom | None) -> None:
        self._folder.put(name, of_file(file) if file else of_bytes(content))
