"""Entries of ZIP files that have the same bytes on every machine, at every time."""

from __future__ import annotations

import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that ZIP knows: no file has a time of its own."""

_READABLE = 0o644 << 16
_UNIX = 3


def entry_of(name: str, packing: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """Describe a file to be written into a ZIP."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = packing
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    return entry
