"""One name for an article in all the formats, the same on every server: `oai:HOST:KEY/LANGUAGE`.

The form is that of OAI identifiers (openarchives.org, guidelines-oai-identifier). The host is
that of the publication's own site; key and language come from the files, so a new slug or a
correction changes nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(site_url: str) -> str:
    """Give the host of the publication's site, without its port."""
    return urlsplit(site_url).hostname or ""


def write_identifier(site_url: str, key: str, language: str) -> str:
    """Write an article's identifier."""
    return f"oai:{host_of(site_url)}:{key}/{language}"


def read_identifier(site_url: str, text: str) -> tuple[str, str] | None:
    """Read the key and language of an identifier; None where it is none of this publication."""
    start = f"oai:{host_of(site_url)}:"
    key, slash, language = text.removeprefix(start).partition("/")
    return (key, language) if text.startswith(start) and slash and key and language else None
