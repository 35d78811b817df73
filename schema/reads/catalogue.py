"""The small things that every answer needs: the publication, its languages and sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from schema.database import find_revision
from schema.reads.standing import all_rows
from schema.tables import TABLES

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]

MOST_TRENDS = 1000
"""How many points one answer has of the table of trends; a wider span is refused."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One revision's publication, languages and sections; constant within the revision.

    `sections` is in the publication's order, by slug; `section_aliases` gives the slug of an
    earlier one. `sizes` tells how long the lists without pages can be: `issue` (articles of the
    largest one), `tags` (of an article), `languages`, `sections`, `trends`.
    """

    revision: int
    seeded_at: str
    publication: Row
    languages: dict[str, Row]
    sections: dict[str, Row]
    section_aliases: dict[str, str]
    sizes: dict[str, int]

    @property
    def default_language(self) -> str:
        """Give the code of the publication's default language."""
        code: str = self.publication["default_language"]
        return code


def read_revision(connection: Connection) -> tuple[int, str] | None:
    """Read the number and instant of the revision; None before the first seeding."""
    found = find_revision(connection)
    return (found.number, found.seeded_at) if found else None


def read_catalogue(connection: Connection, revision: tuple[int, str]) -> Catalogue:
    """Read the catalogue of the connection's revision: six statements."""
    sections = sorted(all_rows(connection, "section"), key=lambda row: row["position"])
    languages = sorted(all_rows(connection, "language"), key=lambda row: row["position"])
    return Catalogue(
        *revision,
        publication=all_rows(connection, "publication")[0],
        languages={row["code"]: row for row in languages},
        sections={row["slug"]: row for row in sections},
        section_aliases={alias: row["slug"] for row in sections for alias in row["aliases"]},
        sizes={
            "languages": len(languages),
            "sections": len(sections),
            "issue": _largest(connection, "article", ["issue_slug", "language"]),
            "tags": _largest(connection, "article_tag", ["article_key", "language"]),
            "trends": min(_largest(connection, "article", ["language"]), MOST_TRENDS),
        },
    )


def _largest(connection: Connection, table: str, columns: list[str]) -> int:
    """Count the rows of the largest group."""
    found = TABLES[table]
    groups = [found.c[column] for column in columns]
    counted = select(func.count().label("size")).where(groups[0].is_not(None))
    each = counted.group_by(*groups).subquery()
    return connection.execute(select(func.max(each.c.size))).scalar() or 1
