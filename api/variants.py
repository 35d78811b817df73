"""Which request headers an answer depends on, and what their values come down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.negotiate import accepted_languages, graphql_media_type
from api.remember import remember

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence


@remember
def _accepted(value: bytes | None) -> tuple[str | None, bool]:
    header = None if value is None else value.decode("latin-1")
    return graphql_media_type(header), "text/html" in (header or "")


@remember
def _languages(value: bytes | None) -> tuple[str, ...]:
    return tuple(accepted_languages((value or b"").decode("latin-1")))


_MEANINGS: dict[bytes, Callable[[bytes | None], Hashable]] = {
    b"accept": _accepted,
    b"accept-language": _languages,
}
NAMES = tuple(_MEANINGS)
"""Every request header that an answer may vary by, beside Accept-Encoding."""


def meanings(names: Sequence[bytes], headers: Mapping[bytes, bytes]) -> tuple[Any, ...]:
    """Give what a request's headers come down to: alike for requests with the same answer."""
    return tuple([_MEANINGS[name](headers.get(name)) for name in names])


def read_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Give the headers by name; what is repeated is one list (RFC 9110 §5.3)."""
    joined = dict(raw)
    if len(joined) == len(raw):
        return joined
    joined.clear()
    for name, value in raw:
        joined[name] = joined[name] + b", " + value if name in joined else value
    return joined
