"""An article in unqualified Dublin Core, in the container of OAI-PMH (`oai_dc`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.markup import add

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_ELEMENTS = "http://purl.org/dc/elements/1.1/"


def write_dublin_core(
    parent: Element, article: dict[str, Any], publication: dict[str, Any]
) -> None:
    """Write an article of the document `oai-records`; only what is known is said."""
    container = add(
        parent,
        "oai_dc:dc",
        attributes={
            "xmlns:oai_dc": NAMESPACE,
            "xmlns:dc": _ELEMENTS,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )
    language = article["language"]
    for name, values in _elements(article, publication).items():
        in_words = name in ("title", "subject", "description", "publisher", "source")
        for value in filter(None, values):
            in_language = in_words and value != article["sourceUrl"]
            attributes = {"xml:lang": language} if in_language else {}
            add(container, f"dc:{name}", value, attributes)


def _elements(article: dict[str, Any], publication: dict[str, Any]) -> dict[str, list[str | None]]:
    section = article["section"] or {}
    return {
        "title": [article["title"]],
        "creator": article["authors"],
        "subject": [section.get("name"), *(tag["name"] for tag in article["tags"])],
        "description": [article["excerpt"]],
        "publisher": [article["publication"]["name"]],
        "date": [article["publishedAt"]],
        "type": ["Text"],
        "format": ["text/html"],
        "identifier": [article["url"]],
        "source": [_number(article), article["sourceUrl"]],
        "language": [article["language"]],
        "rights": [publication["license"], publication["licenseUrl"]],
    }


def _number(article: dict[str, Any]) -> str | None:
    """Cite the issue: `The Vyrai Weekly, № 419, 2026-10-26/2026-11-01`."""
    issue = article["issue"]
    if issue is None:
        return None
    number = None if issue["number"] is None else f"№ {issue['number']}"
    days = f"{issue['startsOn']}/{issue['endsOn']}"
    return ", ".join(filter(None, (article["publication"]["name"], number, days)))
