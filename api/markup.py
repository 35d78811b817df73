"""XML, written by the standard library's ElementTree.

It escapes, and knows nothing of feeds: so paging, tombstones and pictures, which libraries for
feeds lack or put into extensions of their own, are elements like all others. Names are written with
their prefixes, and the namespaces stand at the root.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    tostring,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may have (§2.2), not even escaped."""


def root(name: str, attributes: Mapping[str, str]) -> Element:
    """Begin a document."""
    return Element(name, {key: clean(value) for key, value in attributes.items()})


def add(
    parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str | None] = {}
) -> Element:
    """Add an element; attributes of None are left out."""
    given = {key: clean(value) for key, value in attributes.items() if value is not None}
    element = SubElement(parent, name, given)
    element.text = None if text is None else clean(text)
    return element


def clean(text: str) -> str:
    """Put U+FFFD where a character stands that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


def write(document: Element) -> bytes:
    """Write a document, one element on a line."""
    indent(document, space="  ")
    content: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
