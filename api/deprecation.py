"""Deprecation (RFC 9745) and Sunset (RFC 8594), for documents that ask for deprecated fields.

The days stand where the field is declared, in `deprecation_reason`, and so in the SDL:
`Since 2031-03-01, gone on 2032-03-01: ask for slug.`
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from graphql import TypeInfo, TypeInfoVisitor, visit
from graphql.language.visitor import Visitor

from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import Node

REASON = re.compile(r"Since (\d{4}-\d{2}-\d{2})(?:, gone on (\d{4}-\d{2}-\d{2}))?: \S.*", re.DOTALL)
"""How a reason must be written; without its second day nobody has decided on the end."""


def deprecation_headers(parsed: Node) -> dict[str, str]:
    """Write the headers of a document's answers: the first of the days of each kind.

    Raises ValueError with a reason that does not say since when.
    """
    days = [_days(reason) for reason in _reasons(parsed)]
    since = [begins for begins, _ in days]
    until = [ends for _, ends in days if ends]
    headers = {}
    if since:
        headers["Deprecation"] = f"@{int(min(since).timestamp())}"
    if until:
        headers["Sunset"] = format_datetime(min(until), usegmt=True)
    return headers


def _reasons(parsed: Node) -> list[str]:
    found = []
    types = TypeInfo(GRAPH)

    class Collect(Visitor):
        def enter_field(self, *_: Any) -> None:
            field = types.get_field_def()
            if field is not None and field.deprecation_reason is not None:
                found.append(field.deprecation_reason)

    visit(parsed, TypeInfoVisitor(types, Collect()))
    return found


def _days(reason: str) -> tuple[dt.datetime, dt.datetime | None]:
    match = REASON.fullmatch(reason)
    if match is None:
        message = f"a deprecation begins 'Since 2031-03-01: ' or with its end as well: {reason!r}"
        raise ValueError(message)
    since, until = match.groups()
    return _midnight(since), _midnight(until) if until else None


def _midnight(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
