"""A file that one thread writes and any number of clients read, each at its own pace.

So the reading of the database takes as long as the disk does, and not as long as the slowest
client; and memory holds a piece of it at a time.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

_PIECE = 65_536  # bytes


class Spool:
    """Bytes that grow until they are done, or have failed. The file has no name and goes with it.

    `write`, `finish` and `fail` are for the thread that writes, the rest for the event loop.
    """

    def __init__(self) -> None:
        """Open the file. Raises OSError."""
        self.size = 0
        self.is_done = False
        self.error: BaseException | None = None
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the finalizer closes it
        self._fd = file.fileno()
        weakref.finalize(self, file.close)
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def write(self, content: bytes) -> None:
        """Add bytes. Raises OSError where the disk is full."""
        left = memoryview(content)
        while left:
            written = os.pwrite(self._fd, left, self.size)
            self.size += written
            left = left[written:]
        self._tell()

    def finish(self) -> None:
        """Say that there is no more."""
        self.is_done = True
        self._tell()

    def fail(self, error: BaseException) -> None:
        """Say that the rest will not come."""
        self.error = error
        self._tell()

    def _tell(self) -> None:
        self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def begun(self) -> None:
        """Wait for the first bytes. Raises what went wrong before them."""
        while not (self.size or self.is_done):
            if self.error is not None:
                raise self.error
            await self._changed.wait()

    async def read(self) -> AsyncGenerator[bytes, None]:
        """Give all of it, as it comes. Raises what went wrong."""
        place = 0
        while True:
            changed = self._changed
            if place < self.size:
                content = os.pread(self._fd, _PIECE, place)
                place += len(content)
                yield content
            elif self.is_done:
                return
            elif self.error is not None:
                raise self.error
            else:
                await changed.wait()
