"""The file name that stands for an address: in bundles, and in folders that a plain host serves.

`/v1/issues?first=5&language=be` is `v1/issues/@first=5/@language=be.json`: the path, the parameters
in the order of their names, each a folder of its own so that no name is too long, and the suffix of
the media type. A path with a suffix keeps it, at the end.
"""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(.*[^/])(\.[a-z0-9]+)")
_HOME = "/index"
SUFFIXES = {
    "application/json": ".json",
    "application/xml": ".xml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/xml": ".xml",
}
"""What stands behind a path that has no suffix of its own, by media type."""


def split_path(path: str) -> tuple[str, str]:
    """Give a path without its suffix, and the suffix: `/feeds/en` and `.atom`; it may be empty."""
    found = _SUFFIX.fullmatch(path)
    return (found[1], found[2]) if found else (path, "")


def name_of(address: str, media_type: str) -> str:
    """Name the file of an address; the media type may have parameters. Raises KeyError.

    Values of parameters stay as the address has them, percent-encoded.
    """
    path, _, query = address.partition("?")
    stem, suffix = split_path(_HOME if path == "/" else path)
    suffix = suffix or SUFFIXES[media_type.partition(";")[0]]
    parameters = "".join(f"/@{each}" for each in sorted(query.split("&")) if each)
    return f"{stem.removeprefix('/')}{parameters}{suffix}"
