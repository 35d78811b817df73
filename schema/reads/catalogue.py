"""The small things that every answer needs: the publication, its languages, sections and tags."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, union

from schema.addresses import Addresses, make_addresses
from schema.statement import Statement
from schema.tables import TABLES

if TYPE_CHECKING:
    from schema.reader import Reader, Row, State

MOST_TRENDS = 1000
"""How many points one answer has of the table of trends; a wider span is refused."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One revision's publication, languages, sections and tags; constant within the revision.

    `sections` and `languages` are in the publication's order, `tags` by slug. `section_aliases`
    gives the slug of an earlier one. `sizes` tells how long the lists without pages can be: `issue`
    (articles of the largest one), `tags` (of an article), `languages`, `sections`, `trends`.
    `addresses` makes those of the site's pages.
    `ahead` are the instants of publication that were still to come when this was read; `mark` tells
    the revision from those of the same number in other histories. `made` is for nodes that are
    made of its rows, by type and language: see `schema/graph/batches.py`.
    """

    state: State
    publication: Row
    languages: dict[str, Row]
    sections: dict[str, Row]
    tags: dict[str, Row]
    section_aliases: dict[str, str]
    sizes: dict[str, int]
    addresses: Addresses
    ahead: tuple[str, ...]
    mark: str
    made: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def revision(self) -> int:
        """Give the revision's number."""
        return self.state[0]

    @property
    def seeded_at(self) -> str:
        """Give the revision's instant."""
        return self.state[1]

    @property
    def default_language(self) -> str:
        """Give the code of the publication's default language."""
        code: str = self.publication["default_language"]
        return code


def schema_of(reader: Reader) -> str:
    """Read which schema the database has: the newest of the migrations that it has seen."""
    return str(reader.execute(_SCHEMA)[0][0])


_SCHEMA = "SELECT version_num FROM alembic_version"


def read_catalogue(reader: Reader, state: State) -> Catalogue:
    """Read the catalogue of the reader's revision: six statements."""
    sections = sorted(_SECTIONS.rows(reader), key=lambda row: row["position"])
    languages = sorted(_LANGUAGES.rows(reader), key=lambda row: row["position"])
    tags = sorted(_TAGS.rows(reader), key=lambda row: row["slug"])
    own = _OWN.rows(reader, number=state[0])[0]
    counted = own["sizes"] or {}
    publication = _PUBLICATION.rows(reader)[0]
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Catalogue(
        state,
        publication=publication,
        languages={row["code"]: row for row in languages},
        sections={row["slug"]: row for row in sections},
        tags={row["slug"]: row for row in tags},
        section_aliases={alias: row["slug"] for row in sections for alias in row["aliases"]},
        sizes={
            "languages": len(languages),
            "sections": len(sections),
            "issue": counted.get("issue", 1),
            "tags": counted.get("tags", 1),
            "trends": min(counted.get("trends", 1), MOST_TRENDS),
            **{name: counted.get(name, 1) for name in ("headings", "years", "parts")},
        },
        addresses=make_addresses(publication, [row["code"] for row in languages]),
        ahead=tuple(row["instant"] for row in _AHEAD.rows(reader, now=now)),
        mark=own["mark"] or "",
    )


_PUBLICATION, _SECTIONS, _LANGUAGES, _TAGS = (
    Statement(lambda _, name=name: select(TABLES[name]))  # type: ignore[misc]
    for name in ("publication", "section", "language", "tag")
)
_OWN = Statement(
    lambda _: select(TABLES["revision"].c.sizes, TABLES["revision"].c.mark).where(
        TABLES["revision"].c.number == bindparam("number")
    )
)


def _ahead() -> union:  # type: ignore[valid-type]
    article, issue = TABLES["article"], TABLES["issue"]
    return union(
        # The sort key begins with the instant, and an index has it.
        select(article.c.published_at.label("instant")).where(
            article.c.withdrawn_at.is_(None),
            article.c.language.in_(select(TABLES["language"].c.code)),
            article.c.sort_key > bindparam("now"),
            article.c.published_at > bindparam("now"),
        ),
        select(issue.c.published_at.label("instant")).where(
            issue.c.published_at > bindparam("now")
        ),
    ).order_by("instant")


_AHEAD = Statement(lambda _: _ahead())
