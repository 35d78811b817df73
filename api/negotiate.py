"""What a client accepts: media types (RFC 9110 §12.5.1) and languages (§12.5.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.profile import GRAPHQL, JSON

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUALITY = re.compile(r"\s*q\s*=\s*(0(\.\d{0,3})?|1(\.0{0,3})?)\s*", re.IGNORECASE)
_LANGUAGE_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MOST_CHOICES = 50
_LONGEST_RANGE = 35  # as long as a language code of ours may be


def read_choices(header: str) -> list[tuple[str, float]]:
    """Read a header's choices with their quality, 0 to 1; what is malformed is passed over."""
    choices = []
    for part in header.split(",", _MOST_CHOICES)[:_MOST_CHOICES]:
        name, *parameters = part.split(";")
        qualities = [found for text in parameters if (found := _QUALITY.fullmatch(text))]
        quality = float(qualities[0][1]) if qualities else 1.0
        if name.strip():
            choices.append((name.strip(), quality))
    return choices


def accepted_languages(header: str) -> list[str]:
    """Give the language ranges of Accept-Language, best first; `*` ends the list."""
    choices = [
        (name, quality)
        for name, quality in read_choices(header)
        if len(name) <= _LONGEST_RANGE and _LANGUAGE_RANGE.fullmatch(name)
    ]
    ordered = sorted(choices, key=lambda choice: -choice[1])
    wanted = [name for name, quality in ordered if quality > 0]
    return wanted[: wanted.index("*")] if "*" in wanted else wanted


def choose_media_type(header: str | None, offered: Sequence[str]) -> str | None:
    """Choose among media types, best of the server's first; None if Accept allows none."""
    if not header or not header.strip():
        return offered[0]
    choices = read_choices(header.lower())
    best = max(offered, key=lambda offer: (_quality(offer, choices), -offered.index(offer)))
    return best if _quality(best, choices) > 0 else None


def graphql_media_type(accept: str | None) -> str | None:
    """Choose how GraphQL answers; None if Accept allows neither of its media types."""
    # Who does not name the newer one may not know it: browsers, old clients, `*/*`.
    names_it = GRAPHQL in (accept or "").lower()
    return choose_media_type(accept, (GRAPHQL, JSON) if names_it else (JSON, GRAPHQL))


def _quality(offer: str, choices: list[tuple[str, float]]) -> float:
    """Give the quality of the most exact range that holds an offer."""
    kind = offer.partition("/")[0]
    for pattern in (offer, f"{kind}/*", "*/*"):
        found = [quality for name, quality in choices if name == pattern]
        if found:
            return max(found)
    return 0.0
