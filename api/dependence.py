"""What an answer depends on besides the nodes that stand in it, told by the fields of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schema.graph.fields import NEAR
from schema.graph.nodes import KEYS
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import GraphQLField

    from api.selection import Step

_TRANSLATIONS = "translations"
_ALL = ("Article", "Issue", "Section", "Tag")
_CHOSEN = {
    "latestIssue": ("Issue",),
    "issue": ("Issue",),
    "trends": ("Article", "Issue"),
    "removals": ("Article",),
    "archive": ("Article", "Issue"),
    "revision": ("Revision",),
    "addressParts": ("Article", "Issue", "Section", "Tag"),
    "addresses": ("Article", "Issue", "Section", "Tag"),
    "changes": ("Revision",),
    "record": _ALL,
    "records": _ALL,
    "earliestChange": _ALL,
    "search": ("Article", "Tag"),
}
"""Root fields whose choice changes with other nodes than the chosen ones."""

_MORE = {"FacetValue": ("Section", "Tag"), "Seo": _ALL}
"""Types whose values are made of nodes that do not stand in the answer."""


def tags_of(definition: GraphQLField, step: Step, type_name: str, name: str) -> tuple[str, ...]:
    """Name what a list, or the choice of a node, depends on besides its own nodes."""
    root: Any = GRAPH.query_type
    if name == _TRANSLATIONS and type_name in KEYS:
        return (_TRANSLATIONS,)
    if name in _CHOSEN and root.fields[name] is definition:
        return _CHOSEN[name]
    if type_name in _MORE:
        return _MORE[type_name]
    type_ = type_name.removesuffix("Connection")
    is_near = definition.extensions["strawberry-definition"].metadata.get(NEAR)
    is_chosen = step.is_list or is_near or type_ != type_name
    return (type_,) if type_ in KEYS and is_chosen else ()
