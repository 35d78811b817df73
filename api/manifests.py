"""The manifests of trusted documents, as the build tools of front ends write them.

Three forms, told apart by what is in them: `{hash: text}` of graphql-codegen's client preset and of
Relay's compiler, and Apollo's `{"format": "apollo-persisted-query-manifest", "operations": […]}`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from api.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

_APOLLO = "apollo-persisted-query-manifest"
_APOLLO_VERSION = 1
_HEX = frozenset("0123456789abcdef")
_BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256"}
_AGAIN = "build the manifest again"


class Entry(NamedTuple):
    """A document of a manifest: the file, the id that clients send, and the text."""

    file: str
    id: str
    text: str

    def wrong(self, what: str) -> SettingsError:
        """Word what is wrong with it."""
        return SettingsError(f"NEWSSTAND_TRUSTED: {self.file}: document {self.id!r} {what}")


def read_manifest(file: str) -> list[Entry]:
    """Read a manifest. Raises SettingsError with the file, and what to do."""
    try:
        found = orjson.loads(Path(file).read_bytes())
    except OSError as error:
        remedy = "name a manifest; several files have commas between"
        message = f"NEWSSTAND_TRUSTED: {file} cannot be read: {error.strerror} → {remedy}"
        raise SettingsError(message) from error
    except ValueError as error:
        message = f"NEWSSTAND_TRUSTED: {file} is not JSON: {error} → {_AGAIN}"
        raise SettingsError(message) from error
    entries = list(_read_entries(file, found))
    if not entries:
        raise SettingsError(f"NEWSSTAND_TRUSTED: {file} has no documents → {_AGAIN}")
    for entry in entries:
        _check_hash(entry, keyed="operations" not in found)
    return entries


def _read_entries(file: str, found: Any) -> Iterator[Entry]:
    if isinstance(found, dict) and isinstance(found.get("operations"), list):
        yield from _read_operations(file, found)
        return
    texts = found.values() if isinstance(found, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        message = (
            f"NEWSSTAND_TRUSTED: {file} is no manifest: it is neither {{hash: text}}, as of "
            f"graphql-codegen and Relay, nor Apollo's with operations → {_AGAIN}"
        )
        raise SettingsError(message)
    for key, text in found.items():
        yield Entry(file, key, text)


def _read_operations(file: str, found: dict[str, Any]) -> Iterator[Entry]:
    told = found.get("format"), found.get("version")
    if told != (_APOLLO, _APOLLO_VERSION):
        message = (
            f"NEWSSTAND_TRUSTED: {file} has the format {told[0]!r} and version {told[1]!r}; "
            f"{_APOLLO!r} and {_APOLLO_VERSION} are read → {_AGAIN}"
        )
        raise SettingsError(message)
    for place, each in enumerate(found["operations"]):
        name, text = (each.get("id"), each.get("body")) if isinstance(each, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(text, str):
            message = (
                f"NEWSSTAND_TRUSTED: {file}: operations[{place}] has no id and body → {_AGAIN}"
            )
            raise SettingsError(message)
        yield Entry(file, name, text)


def _check_hash(entry: Entry, *, keyed: bool) -> None:
    """Compare a text with the hash that its id is, if it is one.

    Keys of `{hash: text}` are hashes by any algorithm; other ids are one where it is SHA-256.
    """
    prefix, colon, digest = entry.id.rpartition(":")
    name = prefix if colon else _BY_LENGTH.get(len(digest), "")
    if not _HEX.issuperset(digest) or name not in _BY_LENGTH.values():
        return
    if not colon and not keyed and name != "sha256":
        return
    made = hashlib.new(name, entry.text.encode(), usedforsecurity=False).hexdigest()
    if made != digest:
        raise entry.wrong(f"is not the {name} of its text, which is {made} → {_AGAIN}")
