"""Global ids (Relay, Object Identification): base64url of `Type:language:key`, without padding.

They come from the keys in the issue files: stable across seedings, databases and machines.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import NamedTuple

_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class NodeId(NamedTuple):
    """The parts of an id."""

    type: str
    language: str
    key: str


@lru_cache(10_000)
def encode_id(type_: str, language: str, key: str) -> str:
    """Write a node's id."""
    return encode(f"{type_}:{language}:{key}")


def decode_id(text: str) -> NodeId | None:
    """Read an id; None for what is none."""
    parts = (decode(text) or "").split(":")
    return NodeId(*parts) if len(parts) == len(NodeId._fields) else None


def encode(text: str) -> str:
    """Write base64url (RFC 4648 §5) without padding."""
    return binascii.b2a_base64(text.encode(), newline=False).translate(_URL_SAFE, b"=").decode()


def decode(text: str) -> str | None:
    """Read base64url without padding; None for what is none, is not UTF-8 or has a NUL."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        plain = raw.decode()
    except (binascii.Error, ValueError):
        return None
    return plain if encode(plain) == text and "\0" not in plain else None
