"""The headers of answers: what each one says, and which answers have which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.contract.schemas import Schema

_DATE = "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$"
_TAG = '^"[^"]+"$'

_MEANINGS: dict[str, tuple[str, Schema]] = {
    "Accept-Ranges": ("`bytes`: parts of it can be had.", {}),
    "Allow": ("The methods that the address takes.", {}),
    "Cache-Control": ("How long the answer may be kept.", {}),
    "Cache-Tag": ("The same as `Surrogate-Key`, with commas between.", {}),
    "Content-Disposition": ("The name to keep the file by (RFC 6266).", {}),
    "Content-Encoding": ("The coding that was chosen.", {"enum": ["zstd", "br", "gzip"]}),
    "Content-Language": ("The language that was served.", {}),
    "Content-Range": (
        "Which bytes these are, of how many; of a 416, how many there are.",
        {"pattern": r"^bytes ([0-9]+-[0-9]+|\\*)/[0-9]+$"},
    ),
    "Deprecation": (
        "Since when fields of this answer are deprecated (RFC 9745): `@` and seconds since 1970.",
        {"pattern": "^@-?[0-9]+$"},
    ),
    "ETag": ("Changes with the body; send it back as `If-None-Match`.", {"pattern": _TAG}),
    "Last-Modified": ("When the content was last seeded.", {"pattern": _DATE}),
    "Link": ("The next and the previous page (RFC 8288), where there are any.", {}),
    "Location": ("The address of today.", {}),
    "Preference-Applied": ("`server-timing`, where `Prefer` asked for it (RFC 7240).", {}),
    "Retry-After": ("Seconds to wait, where waiting may help.", {"pattern": "^[0-9]+$"}),
    "Server-Timing": ("What took how long, for who asks with `Prefer: server-timing`.", {}),
    "Sunset": ("When deprecated fields of this answer go away (RFC 8594).", {"pattern": _DATE}),
    "Surrogate-Key": ("What the answer depends on, with spaces between.", {}),
    "Timing-Allow-Origin": (
        "`*`: scripts of any site may read the timing (W3C Resource Timing).",
        {},
    ),
    "Vary": ("The request headers that the answer depends on.", {}),
    "X-Content-Revision": (
        "The revision that the answer belongs to.",
        {"pattern": "^[0-9]+$"},
    ),
    "X-Request-Id": ("The id under which the log has what went wrong.", {}),
}

OF_PROGRAM = ("ETag", "Cache-Control")
"""What an answer has that may be kept, and is the program's own."""

OF_REVISION = ("Cache-Control", "X-Content-Revision", "Surrogate-Key", "Cache-Tag")
"""What an answer has that may be kept, and belongs to a revision."""

OF_CONTENT = ("ETag", "Last-Modified", *OF_REVISION)
"""What a representation of the content has."""

_SOMETIMES = ("Content-Language", "Vary")
"""What an answer that may be kept can have besides."""

_TIMED = ("Server-Timing", "Preference-Applied", "Timing-Allow-Origin")
"""What every answer has for who asks for it, errors too."""

_OPTIONAL = {"Accept-Ranges", "Content-Encoding", "Link", "Retry-After", *_SOMETIMES, *_TIMED}


def header_components() -> dict[str, Schema]:
    """Describe all headers. Those that an answer need not have are not required."""
    required = {name: {"required": True} for name in _MEANINGS if name not in _OPTIONAL}
    return {name: {**_describe(name), **required.get(name, {})} for name in _MEANINGS}


def refer(names: Iterable[str]) -> dict[str, Schema]:
    """Refer to the headers of an answer by their names; what any answer may have is added."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in [*names, *_TIMED]}


def maybe(names: Iterable[str]) -> dict[str, Schema]:
    """Describe headers that an answer has in some cases only."""
    return {name: _describe(name) for name in names}


def _describe(name: str) -> Schema:
    meaning, schema = _MEANINGS[name]
    return {"description": meaning, "schema": {"type": "string", **schema}}


def kept(names: Iterable[str]) -> dict[str, Schema]:
    """Refer to the headers of an answer with a body that may be kept."""
    return refer([*names, *_SOMETIMES, "Content-Encoding"])


def unchanged(names: Iterable[str]) -> dict[str, Schema]:
    """Refer to the headers of a 304."""
    return refer([*names, *_SOMETIMES])
