"""What is to be written: the bytes of an answer, or a file that has those of a long one."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedRandom
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Content:
    """Its SHA-256, its size in bytes, and what writes it to a path."""

    sha256: str
    size: int
    write: Callable[[Path], object]


def of_bytes(content: bytes) -> Content:
    """Take bytes."""
    digest = hashlib.sha256(content).hexdigest()
    return Content(digest, len(content), lambda path: path.write_bytes(content))


def of_file(file: BufferedRandom) -> Content:
    """Take a file that is open, as a whole; it is never in memory."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()

    def write(path: Path) -> None:
        file.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(file, target)

    return Content(digest, size, write)
