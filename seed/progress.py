"""What a seeding tells while it runs: a bar on a terminal, else nothing until it is done."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from types import TracebackType

_EVERY = 5.0


class Bar:
    """A progress bar on a terminal; plain lines, one every five seconds, elsewhere."""

    def __init__(self, files: int) -> None:
        """Expect so many files."""
        self.files = files
        self.counts: dict[str, int] = {}
        self.told = time.monotonic()
        self.progress: Progress | None = None
        if sys.stderr.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.tasks: dict[str, object] = {}

    def __enter__(self) -> Self:
        """Show the bar."""
        if self.progress is not None:
            self.progress.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Take the bar away; what it says goes with it."""
        if self.progress is not None:
            self.progress.stop()

    def step(self, what: str, name: str) -> None:
        """Count one file read or one article compared."""
        self.counts[what] = self.counts.get(what, 0) + 1
        if self.progress is not None:
            self._draw(what)
        elif time.monotonic() - self.told > _EVERY:
            self.told = time.monotonic()
            print(f"{what} {self.counts[what]} ({name})", file=sys.stderr)

    def _draw(self, what: str) -> None:
        assert self.progress is not None  # noqa: S101 - step() has looked
        if what not in self.tasks:
            total = self.files if what == "read" else None
            self.tasks[what] = self.progress.add_task(what, total=total)
        self.progress.update(self.tasks[what], completed=self.counts[what])  # type: ignore[arg-type]
