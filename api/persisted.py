"""Documents that are asked for by an id instead of their text.

Either trusted ones, of a manifest, or those that clients have sent before with their hash: Apollo's
automatic persisted queries. The id is `documentId` (GraphQL over HTTP, Appendix A of its draft) or
`extensions.persistedQuery.sha256Hash` (Apollo).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from api.errors import Malformed
from api.kept import Kept
from api.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.answer import Asked
    from api.trusted import Trusted

_MOST_BYTES = 4_000_000
_LEAST = 4_000
"""What a short document counts as, so that there are no more than a thousand."""

_SHA256 = "sha256:"
_VERSION = 1


class Found(NamedTuple):
    """A document's text; `digest` is the hash under which it is to be kept, once it has run."""

    text: Any
    trusted: bool
    digest: str = ""


class Persisted:
    """Finds documents by their ids; keeps a bounded number of those that clients send."""

    def __init__(self, trusted: Trusted) -> None:
        """Begin with the trusted ones."""
        self._trusted = trusted
        self._kept: Kept[str] = Kept(_MOST_BYTES)
        self.looks_at_all = bool(trusted.documents)
        """Whether a request without any id must be looked at as well."""

    def find(self, given: Mapping[str, Any]) -> Found:
        """Find what a request asks for. Raises Problem, and Refusal where that is not served."""
        text, name = given.get("query"), _name(given)
        if isinstance(text, str) and text:
            return self._check(text, name)
        if name is None:
            return Found(text, trusted=False)
        known = self._trusted.texts.get(name)
        if known is not None:
            return Found(known, trusted=True)
        kept = self._kept.get(name.removeprefix(_SHA256))
        if kept is None:
            raise self._unknown(name, given)
        return Found(kept, trusted=False)

    def keep(self, asked: Asked) -> None:
        """Keep a document that has turned out to be a good one."""
        size = len(asked.document.encode())
        self._kept.put(asked.digest, asked.document, max(size, _LEAST))

    def _check(self, text: str, name: str | None) -> Found:
        """Look whether a text is what its id says, and whether it may be asked for as a text."""
        trusted = text in self._trusted.documents
        if self._trusted.only and not trusted:
            raise Refusal.of("FORBIDDEN", "only trusted documents are served: send a documentId")
        if name is None or self._trusted.texts.get(name) == text:
            return Found(text, trusted)
        made = hashlib.sha256(text.encode()).hexdigest()
        if name.removeprefix(_SHA256) != made:
            detail = f"the id {name!r} is not the SHA-256 of query, which is {made}"
            raise Malformed(detail)
        return Found(text, trusted, digest="" if self._kept.get(made) else made)

    def _unknown(self, name: str, given: Mapping[str, Any]) -> Refusal:
        if given.get("documentId") is not None or self._trusted.only:
            return Refusal.of("DOCUMENT_UNKNOWN", f"there is no document of the id {name!r}")
        # Clients know this very message, and send the text then.
        return Refusal.of("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")


def _name(given: Mapping[str, Any]) -> str | None:
    """Read the id that a request gives. Raises Problem."""
    name = given.get("documentId")
    if name is None:
        name = _hash(given.get("extensions") or {})
    if name is not None and (not isinstance(name, str) or not name):
        raise Malformed("the id of the document is not a string, or is empty")
    return name


def _hash(extensions: Mapping[str, Any]) -> Any:
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    version = given.get("version") if isinstance(given, dict) else None
    if type(version) is not int or version != _VERSION:
        detail = f"extensions.persistedQuery is not an object of version {_VERSION}"
        raise Malformed(detail)
    if not isinstance(given.get("sha256Hash"), str):
        raise Malformed("extensions.persistedQuery.sha256Hash is not a string")
    return given["sha256Hash"]
