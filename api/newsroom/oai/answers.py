"""The answers of the six verbs, and errors, as XML (§3.2, §4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.markup import add, root, write
from api.newsroom.identity import host_of, write_identifier
from api.newsroom.oai.asked import PREFIX
from api.newsroom.oai.dublin_core import NAMESPACE, SCHEMA, write_dublin_core

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from api.newsroom.oai.asked import Asked, Mistake
    from api.newsroom.oai.lists import Listed

GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"
_PROTOCOL = "http://www.openarchives.org/OAI/2.0/"
_IDENTIFIERS = f"{_PROTOCOL}oai-identifier"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_WITHOUT_REQUEST = frozenset(("badVerb", "badArgument"))


class Answer:
    """An answer that is written; `body` is the element of its verb."""

    def __init__(self, now: str, base_url: str, asked: Asked | None) -> None:
        """Begin it; `now` is an instant in UTC. Without `asked` the request is not repeated."""
        self.document = root(
            "OAI-PMH",
            {
                "xmlns": _PROTOCOL,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": f"{_PROTOCOL} {_PROTOCOL}OAI-PMH.xsd",
            },
        )
        add(self.document, "responseDate", now)
        repeated = {"verb": asked.verb, **asked.arguments} if asked else {}
        add(self.document, "request", base_url, repeated)

    def body(self, verb: str) -> Element:
        """Add the element of a verb."""
        return add(self.document, verb)

    def content(self) -> bytes:
        """Write it."""
        return write(self.document)


def write_errors(
    now: str, base_url: str, asked: Asked | None, mistakes: Iterable[Mistake]
) -> bytes:
    """Write errors; those of a bad verb or argument repeat nothing of the request (§3.2)."""
    told = list(mistakes)
    is_bad = any(mistake.code in _WITHOUT_REQUEST for mistake in told)
    answer = Answer(now, base_url, None if is_bad else asked)
    for mistake in told:
        add(answer.document, "error", mistake.message, {"code": mistake.code})
    return answer.content()


def identify(body: Element, base_url: str, data: dict[str, Any]) -> None:
    """Describe the repository."""
    publication = data["publication"]
    add(body, "repositoryName", publication["name"])
    add(body, "baseURL", base_url)
    add(body, "protocolVersion", "2.0")
    add(body, "adminEmail", publication["contact"])
    add(body, "earliestDatestamp", data["earliestChange"] or data["revision"]["seededAt"])
    add(body, "deletedRecord", "persistent")
    add(body, "granularity", GRANULARITY)
    add(body, "compression", "gzip")
    for sample in data["records"]["nodes"]:
        _describe_identifiers(body, publication["siteUrl"], sample)


def _describe_identifiers(body: Element, site: str, sample: dict[str, Any]) -> None:
    host = host_of(site)
    if not _DOMAIN.fullmatch(host):  # an address of numbers has no such identifiers
        return
    description = add(
        add(body, "description"),
        "oai-identifier",
        attributes={
            "xmlns": _IDENTIFIERS,
            "xsi:schemaLocation": f"{_IDENTIFIERS} {_IDENTIFIERS}.xsd",
        },
    )
    add(description, "scheme", "oai")
    add(description, "repositoryIdentifier", host)
    add(description, "delimiter", ":")
    add(
        description,
        "sampleIdentifier",
        write_identifier(site, sample["key"], sample["language"]),
    )


def list_formats(body: Element) -> None:
    """Name the one format."""
    found = add(body, "metadataFormat")
    add(found, "metadataPrefix", PREFIX)
    add(found, "schema", SCHEMA)
    add(found, "metadataNamespace", NAMESPACE)


def list_sets(body: Element, publication: dict[str, Any]) -> None:
    """Name the sets: languages and sections, each below a set of all that have one."""
    _set(body, "language", "Languages")
    for language in publication["languages"]:
        _set(body, f"language:{language['code']}", language["name"])
    if publication["sections"]:
        _set(body, "section", "Sections")
    for section in publication["sections"]:
        _set(body, f"section:{section['slug']}", section["name"])


def _set(body: Element, spec: str, name: str) -> None:
    found = add(body, "set")
    add(found, "setSpec", spec)
    add(found, "setName", name)


def write_record(body: Element, record: dict[str, Any], data: dict[str, Any]) -> None:
    """Write a record; of what was taken back, its header."""
    found = add(body, "record")
    write_header(found, record, data)
    if record["article"] is not None:
        write_dublin_core(add(found, "metadata"), record["article"], data["publication"])


def write_header(body: Element, record: dict[str, Any], data: dict[str, Any]) -> None:
    """Write the header of a record."""
    site = data["publication"]["siteUrl"]
    deleted = "deleted" if record["status"] != "PRESENT" else None
    found = add(body, "header", attributes={"status": deleted})
    add(found, "identifier", write_identifier(site, record["key"], record["language"]))
    add(found, "datestamp", record["changedAt"])
    add(found, "setSpec", f"language:{record['language']}")
    if record["section"]:
        add(found, "setSpec", f"section:{record['section']['slug']}")


def write_token(body: Element, listed: Listed, page: dict[str, Any]) -> None:
    """Say how the list goes on; at the end of several parts, that it does not."""
    info, shown = page["pageInfo"], len(page["nodes"])
    if not info["hasNextPage"] and not listed.given:
        return
    token = listed.token(shown, info["endCursor"]) if info["hasNextPage"] else None
    size = {"completeListSize": str(page["totalCount"]), "cursor": str(listed.given)}
    add(body, "resumptionToken", token, size)
