"""What an address of the weekly tells: `[be|by/]section/slug[/][?page=1]`, whole or path only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from seed.readers.page.words import ADDRESS_SECTIONS

EDITIONS = frozenset({"be", "by", "en", "ru"})
SLUG = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
PAGE_NUMBER = re.compile(r"\bpaged=\d|/page/\d")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address; `section` is one of today's slugs, `parts` leave the edition out."""

    parts: tuple[str, ...]
    section: str | None
    slug: str | None
    numbered: bool
    edition: str | None


def read_address(address: str | None) -> Address | None:
    """Take an address apart; none, or a broken one, gives None. `6873-2` is no slug."""
    if address is None or not address.strip():
        return None
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return None
    parts = [unquote(part).strip().lower() for part in path.split("/") if part.strip()]
    edition = parts.pop(0) if parts and parts[0] in EDITIONS else None
    sections = [ADDRESS_SECTIONS[part] for part in parts if part in ADDRESS_SECTIONS]
    return Address(
        tuple(parts),
        sections[0] if sections else None,
        _slug(parts),
        PAGE_NUMBER.search(address) is not None,
        edition,
    )


def _slug(parts: list[str]) -> str | None:
    if not parts or parts[-1] in ADDRESS_SECTIONS:
        return None
    last = re.sub(r"\.(?:html?|php)$", "", parts[-1])
    return last if SLUG.fullmatch(last) else None
