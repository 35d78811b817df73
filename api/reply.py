"""One answer as it is kept: its bytes in each coding, and messages that are ready to be sent."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.codings import IDENTITY, chooser, is_coded
from api.conditions import read_date
from api.freshness import freshness, read_instant
from api.kept import trim
from api.variants import NAMES

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.types import Message

    from api.respond import Mark
    from api.settings import Settings

Header = tuple[bytes, bytes]

_MATTER = (*NAMES, b"content-type")
_PREPARED = frozenset((b"content-length", b"etag", b"cache-control", b"vary"))
_OF_A_BODY = frozenset((b"content-type", b"accept-ranges"))
_OBJECTS = 1500  # bytes that an answer takes beside its own: measured, as is the next one
_OBJECTS_OF_A_CODING = 1200
_OBJECTS_OF_A_304 = 900
_MARKS = len(": \r\n")


class Ready:
    """An answer as two messages, `start` and `body`, and as bytes, `head` and `content`.

    `size` is how many bytes the head takes.
    """

    __slots__ = ("_head", "body", "content", "etag", "size", "start", "status")

    def __init__(self, status: int, headers: list[Header], content: bytes, etag: bytes) -> None:
        """Prepare an answer; `etag` may be empty."""
        self.status = status
        self.etag = etag
        self.content = content
        self._head = b""
        self.size = sum(len(name) + len(value) + _MARKS for name, value in headers)
        self.start: Message = {
            "type": "http.response.start",
            "status": status,
            "headers": headers,
        }
        self.body: Message = {"type": "http.response.body", "body": content}

    @property
    def head(self) -> bytes:
        """Give the headers as bytes, with the empty line: written when they are first needed."""
        if not self._head:
            self._head = write_headers(self.start["headers"]) + b"\r\n"
        return self._head


def write_headers(headers: Iterable[Header]) -> bytes:
    """Write header fields as HTTP/1.1 has them."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


@dataclass(frozen=True, slots=True)
class Call:
    """A request, down to what its answer depends on: a key, and those of its headers.

    The key is (path, query) of a GET, (path, query, media type, body) of a POST.
    """

    key: tuple[Any, ...]
    headers: Mapping[bytes, bytes]

    @classmethod
    def of(cls, key: tuple[Any, ...], headers: Mapping[bytes, bytes]) -> Call:
        """Keep of a request's headers those that matter."""
        return cls(key, {name: headers[name] for name in _MATTER if name in headers})


NOBODY = Call((), {})
"""Who has asked for an answer that is not kept yet."""


class Reply:
    """An answer that may be kept, and what is known of it."""

    __slots__ = (
        "_ahead",
        "_cache_control",
        "_coded",
        "_codes",
        "_fixed",
        "_settings",
        "_status",
        "_tag",
        "asked",
        "choose",
        "content",
        "hits",
        "in_parts",
        "mark",
        "modified",
        "names",
        "place",
        "ready",
        "running",
        "size",
        "timing",
        "unchanged",
        "until",
    )

    def __init__(
        self,
        status: int,
        headers: Sequence[Header],
        content: bytes,
        mark: Mark,
        settings: Settings,
    ) -> None:
        """Take an answer apart; nothing is coded yet."""
        given = dict(headers)
        self.content = content = trim(content)
        self.mark = mark
        self.names = _names(given.get(b"vary", b""))
        self.modified = read_date(given.get(b"last-modified"))
        self.in_parts = given.get(b"accept-ranges") == b"bytes"
        size, kind = len(content), given.get(b"content-type")
        self._codes = is_coded(size, kind)
        self.choose = chooser(size, kind, in_parts=self.in_parts)
        self.asked = NOBODY
        self.place: tuple[Any, ...] = ()
        self.timing: Mapping[str, float | str] = {}
        self.hits = 0
        self.until = 0.0
        self._cache_control = b""
        self.ready: dict[str | None, Ready] = {}
        self.running: dict[str, asyncio.Future[bytes]] = {}
        self.unchanged: dict[str | None, Ready] = {}
        self._status = status
        self._tag = given.get(b"etag", b"").strip(b'"')
        self._fixed = [header for header in headers if header[0] not in _PREPARED]
        if not mark.public:
            self._fixed.append((b"cache-control", given.get(b"cache-control", b"no-store")))
        self._settings = settings
        self._ahead = [read_instant(instant) for instant in mark.ahead]
        self._coded = {IDENTITY: content}
        self.size = _OBJECTS + _OBJECTS_OF_A_CODING + len(content)
        self.size += sum(len(name) + len(value) for name, value in headers)

    @property
    def conditional(self) -> bool:
        """Whether there is a validator that conditions can be compared with."""
        return bool(self._tag)

    def has(self, coding: str) -> bool:
        """Tell whether the bytes are there in a coding."""
        return coding in self._coded

    def add(self, coding: str, content: bytes) -> None:
        """Keep the bytes in one more coding."""
        if coding not in self._coded:
            self._coded[coding] = content
            self.size += _OBJECTS_OF_A_CODING + len(content)

    def prepare(self, coding: str) -> Ready:
        """Give the messages in a coding that is there, with the Cache-Control of now."""
        self._refresh()
        ready = self.ready.get(coding)
        if ready is None:
            ready = self.ready[coding] = self._prepare(coding)
            self.size += ready.size
        return ready

    def prepare_unchanged(self, coding: str) -> Ready:
        """Give a 304 for who has the bytes in a coding (RFC 9110 §15.4.5)."""
        self._refresh()
        ready = self.unchanged.get(coding)
        if ready is None:
            headers = [*self._fixed, *self._changing(coding)]
            kept = [header for header in headers if header[0] not in _OF_A_BODY]
            ready = Ready(HTTPStatus.NOT_MODIFIED.value, kept, b"", self.etag(coding))
            self.unchanged[coding] = ready
            self.size += _OBJECTS_OF_A_304 + ready.size
        return ready

    def _refresh(self) -> None:
        if not self.mark.public:
            self.until = math.inf
            return
        now = time.time()
        if now >= self.until:
            self._forget_prepared()
            fresh = freshness(self._settings, self._ahead, now)
            self.until = min(fresh.until, self.mark.over)
            self._cache_control = fresh.header.encode()

    def _forget_prepared(self) -> None:
        self.size -= sum(ready.size for ready in self.ready.values())
        self.size -= sum(_OBJECTS_OF_A_304 + ready.size for ready in self.unchanged.values())
        self.ready.clear()
        self.unchanged.clear()

    def etag(self, coding: str) -> bytes:
        """Write the entity tag in a coding: strong, so each coding has its own."""
        suffix = b"" if coding == IDENTITY else b"-" + coding.encode()
        return b'"' + self._tag + suffix + b'"'

    def codings(self) -> list[str]:
        """Name the codings that were asked for."""
        named = dict.fromkeys((*self.ready, *self.unchanged))
        return [str(coding) for coding in named] or [IDENTITY]

    def _prepare(self, coding: str) -> Ready:
        content = self._coded[coding]
        headers = [*self._fixed, *self._changing(coding)]
        headers.append((b"content-length", str(len(content)).encode()))
        if coding != IDENTITY:
            headers.append((b"content-encoding", coding.encode()))
        return Ready(self._status, headers, content, self.etag(coding))

    def _changing(self, coding: str) -> list[Header]:
        headers = []
        if self._tag:
            headers.append((b"etag", self.etag(coding)))
        if self.mark.public:
            headers.append((b"cache-control", self._cache_control))
        varied = [*self.names]
        if coding != IDENTITY or self._codes:
            varied.append(b"accept-encoding")
        if varied:
            headers.append((b"vary", b", ".join(name.title() for name in varied)))
        return headers


@lru_cache(100)
def _names(vary: bytes) -> tuple[bytes, ...]:
    return tuple(name.strip().lower() for name in vary.split(b",") if name.strip())
