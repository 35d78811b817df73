"""Nodes that no file touched and that read otherwise all the same: the publication's words changed.

An article's address and the words for its trend come from the publication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.reads.standing import issue_ids, shown_articles
from seed.difference import Logged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from seed.difference import Difference
    from seed.state import Row

_OWN = frozenset(
    (
        *("slug", "name", "description", "timezone", "cadence", "default_language", "license"),
        *("contact", "trends"),
    )
)
"""The columns that no article and no issue shows; `trends` only some articles do."""


def log_consequences(connection: Connection, difference: Difference) -> None:
    """Log what the publication's change changes, where nothing else has been logged of it.

    It is called before anything is written: what is there and not yet logged stays.
    """
    change = difference.tables.get("publication")
    if change is None or not change.changed:
        return
    (after,) = change.changed
    before = change.before[after["slug"]]
    told = {(entry.type, entry.key, entry.language) for entry in difference.log}
    others = [name for name in after if name not in _OWN and after[name] != before[name]]
    for slug, language in issue_ids(connection) if others else ():
        if ("Issue", slug, language) not in told:
            difference.log.append(Logged("UPSERT", "Issue", slug, language, slug))
    for key, language, slug, trend in shown_articles(connection):
        differs = others or _word(before, language, trend) != _word(after, language, trend)
        if differs and ("Article", key, language) not in told:
            difference.log.append(Logged("UPSERT", "Article", key, language, slug))


def _word(publication: Row, language: str, trend: str | None) -> str | None:
    words: dict[str, str] = publication["trends"].get(language, {})
    return words.get(trend.lower()) if trend else None
