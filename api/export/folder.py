"""The folder that is written: only what changed, each file whole or as it was, by one at a time.

`.newsstand` in it has the index of what was written, the lock, and files that are being written.
The index comes last: until then the journal names what is new, so that the next run can clear up.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import orjson

from api.export.content import of_bytes

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from api.export.content import Content

OWN = ".newsstand"
"""The folder inside of which is not for readers."""

_FORM = 1
_INDEX, _JOURNAL, _LOCK, _NEW = "index.json", "journal", "lock", "new"


class FolderError(Exception):
    """The folder cannot be written to; the message says why, and what to do."""


@dataclass(slots=True)
class Written:
    """A file as the index has it: SHA-256, size in bytes, and its time in nanoseconds."""

    sha256: str
    size: int
    time: int

    def is_at(self, found: os.stat_result | None) -> bool:
        """Tell whether the file is as it was when it was written."""
        return found is not None and (found.st_size, found.st_mtime_ns) == (self.size, self.time)


@dataclass(slots=True)
class Folder:
    """The folder. It is locked and written to inside of `with`; `put` may come from any thread."""

    path: Path
    before: dict[str, Written] = field(default_factory=dict)
    now: dict[str, Written] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _safe: set[Path] = field(default_factory=set)
    _left: set[str] = field(default_factory=set)
    _open: list[Any] = field(default_factory=list)
    _journal: Any = None
    _guard: Any = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        """Take the folder. Raises FolderError: it is not ours, somebody writes, or it is closed."""
        try:
            self._begin()
        except OSError as error:
            self._close()
            raise _told(error, self.path) from error
        except FolderError:
            self._close()
            raise
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Let go of it."""
        self._close()

    def put(self, name: str, content: Content) -> None:
        """Write a file, unless it is there as it should be. Raises FolderError."""
        try:
            written, outcome = self._put(name, content)
        except OSError as error:
            raise _told(error, self.path / name) from error
        with self._guard:
            self.now[name] = written
            self.counts[outcome] += 1

    def forget(self) -> None:
        """Begin again: what was put so far may be no longer there, and is deleted in the end."""
        self._left |= set(self.now)
        self.now.clear()
        self.counts.clear()

    def finish(self, about: dict[str, Any]) -> None:
        """Delete what is no longer there, and write the index. Raises FolderError."""
        try:
            for name in sorted((self._left | set(self.before)) - set(self.now)):
                self.counts["deleted"] += self._delete(name)
            self.before.clear()
            files = {name: [each.sha256, each.size, each.time] for name, each in self.now.items()}
            content = orjson.dumps({"form": _FORM, **about, "files": files})
            self._write(self.path / OWN / _INDEX, of_bytes(content))
            self._journal.truncate(0)
        except OSError as error:
            raise _told(error, self.path) from error

    def _begin(self) -> None:
        own = self.path / OWN
        self.path.mkdir(parents=True, exist_ok=True)
        if not own.exists() and any(self.path.iterdir()):
            message = (
                f"{self.path} is neither empty nor an export of ours → name another folder, "
                "or empty it"
            )
            raise FolderError(message)
        self._make(own / _NEW)
        self._lock(own / _LOCK)
        for unfinished in (own / _NEW).iterdir():
            unfinished.unlink()
        self.before = _read_index(own / _INDEX)
        self._journal = _open(own / _JOURNAL, os.O_RDWR | os.O_APPEND)
        self._open.append(self._journal)
        self._journal.seek(0)
        lines = self._journal.read().decode("utf-8", "replace").split("\n")
        self._left = {line for line in lines[:-1] if _is_inside(line)}

    def _lock(self, path: Path) -> None:
        lock = _open(path, os.O_RDWR)
        self._open.append(lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another export is writing to {self.path} → wait until it is done"
            raise FolderError(message) from error

    def _close(self) -> None:
        for each in self._open:
            each.close()
        self._open.clear()

    def _put(self, name: str, content: Content) -> tuple[Written, str]:
        digest = content.sha256
        target, known = self.path / name, self.before.get(name)
        self._make(target.parent)
        found = _look(target)
        if known is not None and known.sha256 == digest and known.is_at(found):
            return known, "unchanged"
        if found is not None and found.st_size == content.size and _digest(target) == digest:
            return Written(digest, content.size, found.st_mtime_ns), "unchanged"
        if known is None:
            with self._guard:
                self._journal.write(f"{name}\n".encode())
                self._journal.flush()
        self._write(target, content)
        time = target.lstat().st_mtime_ns
        return Written(digest, content.size, time), "new" if known is None else "changed"

    def _make(self, folder: Path) -> None:
        """Make a folder and those above it; a link among them would lead out of ours."""
        with self._guard:
            for each in [*reversed(folder.relative_to(self.path).parents), folder]:
                self._make_one(self.path / each)

    def _make_one(self, folder: Path) -> None:
        if folder in self._safe or folder == self.path:
            return
        with suppress(FileExistsError):
            folder.mkdir()
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise FolderError(f"{folder} is in the way: it is no folder → remove it")
        self._safe.add(folder)

    def _write(self, target: Path, content: Content) -> None:
        """Write beside, then rename: the file is as it was, or whole."""
        beside = self.path / OWN / _NEW / f"{threading.get_ident()}"
        try:
            content.write(beside)
            beside.replace(target)
        except IsADirectoryError as error:
            raise FolderError(f"{target} is in the way: it is a folder → remove it") from error
        finally:
            beside.unlink(missing_ok=True)

    def _delete(self, name: str) -> int:
        """Delete a file of ours, and the folders that are empty then."""
        path = self.path / name
        if any(each.is_symlink() for each in path.parents if each.is_relative_to(self.path)):
            return 0
        try:
            path.unlink()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return 0
        with suppress(OSError):  # the first that is not empty ends it
            for folder in path.relative_to(self.path).parents:
                (self.path / folder).rmdir()
        return 1


def _open(path: Path, flags: int) -> Any:
    """Open a file of our own; a link is none."""
    return os.fdopen(os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW, 0o644), "r+b")


def _read_index(path: Path) -> dict[str, Written]:
    """Read what stands in the index; one that cannot be read is as good as none."""
    try:
        data = orjson.loads(path.read_bytes())
        files = {name: Written(*each) for name, each in data["files"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {name: each for name, each in files.items() if _is_inside(name)}


def _is_inside(name: str) -> bool:
    """Tell whether a name can be that of an exported file, whoever wrote it down."""
    parts = name.split("/")
    return bool(name) and parts[0] != OWN and not {"", ".", ".."} & set(parts)


def _look(path: Path) -> os.stat_result | None:
    """Look at a file; what is no plain file is none."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(error: OSError, path: Path) -> FolderError:
    return FolderError(f"cannot write {error.filename or path}: {error.strerror}")
