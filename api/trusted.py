"""Trusted documents: named by a setting, loaded and validated at the start, served by their ids."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graphql import GraphQLError, OperationDefinitionNode, parse, validate

from api.manifests import read_manifest
from api.prepare import RULES
from api.settings import SettingsError
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import DocumentNode

    from api.manifests import Entry

_ONLY = "only"


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the manifests have: texts by id, and the valid documents by their text.

    With `only`, nothing else is served at `/graphql`.
    """

    only: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, DocumentNode] = field(default_factory=dict)


@lru_cache(1)  # the start first looks whether all is well, then builds the application
def load_trusted(setting: str) -> Trusted:
    """Load `[only ]FILE[,FILE…]`. Raises SettingsError with the document and what to do."""
    first, _, rest = setting.strip().partition(" ")
    only = first == _ONLY
    files = [file.strip() for file in (rest if only else setting).split(",") if file.strip()]
    if only and not files:
        raise SettingsError("NEWSSTAND_TRUSTED: only which documents? → only FILE[,FILE…]")
    found = Trusted(only)
    for file in files:
        for entry in read_manifest(file):
            _add(found, entry)
    return found


def _add(found: Trusted, entry: Entry) -> None:
    """Add a document under its id and under the SHA-256 of its text, as clients may write it."""
    if entry.text not in found.documents:
        found.documents[entry.text] = _read(entry)
    digest = hashlib.sha256(entry.text.encode()).hexdigest()
    for name in (entry.id, digest, f"sha256:{digest}"):
        if found.texts.setdefault(name, entry.text) != entry.text:
            raise entry.wrong("is there twice, with different texts → give each its own id")


def _read(entry: Entry) -> DocumentNode:
    try:
        document = parse(entry.text)
        errors = validate(GRAPH, document, RULES, max_errors=1)
    except GraphQLError as error:
        raise entry.wrong(f"is not GraphQL: {error.message} → build the manifest again") from error
    except RecursionError as error:
        raise entry.wrong("nests too deeply → nest less") from error
    if not any(isinstance(node, OperationDefinitionNode) for node in document.definitions):
        raise entry.wrong("has no operation → build the manifest again")
    if errors:
        place = errors[0].locations[0] if errors[0].locations else None
        where = f" (line {place.line}, column {place.column})" if place else ""
        remedy = "build the manifest again, against /schema.graphql"
        raise entry.wrong(f"does not fit the graph: {errors[0].message}{where} → {remedy}")
    return document
