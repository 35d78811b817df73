"""Content codings: chosen by Accept-Encoding (RFC 9110 §12.5.3), and made by libraries."""

from __future__ import annotations

import threading
import zlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import zstandard

from api.negotiate import read_choices
from api.remember import remember

if TYPE_CHECKING:
    from collections.abc import Callable

IDENTITY = "identity"
WORTH_CODING = 1024  # bytes: of less, the headers weigh more than what is saved
QUICKLY_CODED = 50_000  # bytes; more are coded in a thread, while others are answered

PACKED = frozenset((b"application/epub+zip", b"application/zip"))
"""Media types that are sent as they are: coding them once more would cost, and save nothing."""

_CODED = ("zstd", "br", "gzip")  # best first, among those that a client likes equally
_OTHER_NAMES = {"x-gzip": "gzip"}
_UNASKED = 0.0001  # what no one speaks of is allowed, but no better than what was asked for

# Whoever asks first waits for it: at these levels 30 KB of text take 0.1 (zstd) to 0.4 ms.
_ZSTD_LEVEL = 3
_BROTLI_LEVEL = 4
_GZIP_LEVEL = 4
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


@remember
def choose_coding(header: bytes | None) -> str | None:
    """Choose how a long text is sent; None if Accept-Encoding refuses everything."""
    qualities = _qualities(header)
    best = max(qualities, key=lambda coding: qualities[coding])
    return best if qualities[best] > 0 else None


@remember
def choose_coding_of_short(header: bytes | None) -> str | None:
    """Choose how a short text is sent: as it is, unless that is refused."""
    return IDENTITY if _qualities(header)[IDENTITY] > 0 else choose_coding(header)


@remember
def choose_no_coding(header: bytes | None) -> str | None:
    """Send it as it is; None where Accept-Encoding refuses that."""
    return IDENTITY if _qualities(header)[IDENTITY] > 0 else None


def is_coded(size: int, kind: bytes | None) -> bool:
    """Tell whether so many bytes of a media type are coded, beside for who refuses all else."""
    return size >= WORTH_CODING and kind not in PACKED


def chooser(
    size: int, kind: bytes | None, *, in_parts: bool
) -> Callable[[bytes | None], str | None]:
    """Give what chooses a body's coding. A part of a coded one would be no part of the file."""
    if in_parts:
        return choose_no_coding
    return choose_coding if is_coded(size, kind) else choose_coding_of_short


def _qualities(header: bytes | None) -> dict[str, float]:
    """Read the qualities, 0 to 1, of what we have, the best one first."""
    if header is None:
        return {IDENTITY: 1.0}
    choices = read_choices(header.decode("latin-1").lower())
    given = {_OTHER_NAMES.get(name, name): quality for name, quality in choices}
    others = given.get("*", 0.0)
    found = {coding: given.get(coding, others) for coding in _CODED}
    unasked = 0.0 if "*" in given and not others else _UNASKED
    found[IDENTITY] = given.get(IDENTITY, unasked)
    return found


def encode(content: bytes, coding: str) -> bytes:
    """Write content in a coding that was chosen."""
    return _ENCODERS[coding](content)


class Encoder:
    """Writes content in a coding, a piece at a time."""

    def __init__(self, add: Callable[[bytes], bytes], end: Callable[[], bytes]) -> None:
        """Take the two functions of a library."""
        self.add = add
        self.end = end


def open_encoder(coding: str) -> Encoder:
    """Begin to write a long content in a coding that was chosen."""
    if coding == "zstd":
        zstd = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
        return Encoder(zstd.compress, zstd.flush)
    if coding == "br":
        compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI_LEVEL)
        return Encoder(compressor.process, compressor.finish)
    if coding == "gzip":
        coder = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        return Encoder(coder.compress, coder.flush)
    return Encoder(bytes, bytes)


def _zstd(content: bytes) -> bytes:
    coder = getattr(_local, "zstd", None)
    if coder is None:  # to make one takes as long as to code a short answer
        coder = _local.zstd = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
    coded: bytes = coder.compress(content)
    return coded


def _brotli(content: bytes) -> bytes:
    coded: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI_LEVEL)
    return coded


def _gzip(content: bytes) -> bytes:
    # Unlike gzip.compress, this writes no time into the head: one content, one sequence of bytes.
    coder = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return coder.compress(content) + coder.flush()


_local = threading.local()

_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": _zstd,
    "br": _brotli,
    "gzip": _gzip,
    IDENTITY: bytes,
}
