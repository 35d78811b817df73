"""The publication's own rows: itself, its languages, sections and tags."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from schema.reads.standing import all_rows, names_in_use
from seed.difference import Logged, TableChange, compare
from seed.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from seed.content import Content
    from seed.difference import Difference
    from seed.issue_file import Publication
    from seed.state import Row

_KEYS = {"language": "code", "section": "slug", "tag": "slug", "publication": "slug"}
_NODES = {"section": "Section", "tag": "Tag", "publication": "Publication"}


def compare_names(connection: Connection, publication: Publication, difference: Difference) -> None:
    """Compare the publication's rows, and log what changed."""
    wanted = _rows(publication)
    for table, key in _KEYS.items():
        standing = all_rows(connection, table)
        change = compare(standing, wanted[table], itemgetter(key))
        difference.tables[table] = change
        if table in _NODES:
            _log_nodes(difference, _NODES[table], change, standing)
    if difference.tables["language"]:
        _log_publication(difference, wanted["publication"][0])


def _rows(publication: Publication) -> dict[str, list[Row]]:
    whole = publication.model_dump()
    languages, sections, tags = (whole.pop(name) for name in ("languages", "sections", "tags"))
    return {
        "publication": [whole],
        "language": [{**row, "position": i} for i, row in enumerate(languages)],
        "section": [{**row, "position": i} for i, row in enumerate(sections)],
        "tag": tags,
    }


def _log_nodes(difference: Difference, kind: str, change: TableChange, standing: list[Row]) -> None:
    """Log one entry for each language: every node is in one language."""
    before = {row["slug"]: row for row in standing}
    for row in (*change.new, *change.changed):
        old = before.get(row["slug"], {"name": {}})
        others_same = {**old, "name": None} == {**row, "name": None}
        for language, name in row["name"].items():
            if not others_same or old["name"].get(language) != name:
                difference.log.append(Logged("UPSERT", kind, row["slug"], language, row["slug"]))
        for language in sorted(old["name"].keys() - row["name"].keys()):
            _log_gone(difference, kind, row["slug"], language)
    for row in change.old:
        for language in row["name"]:
            _log_gone(difference, kind, row["slug"], language)


def _log_gone(difference: Difference, kind: str, slug: str, language: str) -> None:
    difference.log.append(Logged("DELETE", kind, slug, language, slug, "REMOVED"))


def _log_publication(difference: Difference, row: Row) -> None:
    """Log the publication in every language in which it is not yet: it shows all languages."""
    told = {entry.language for entry in difference.log if entry.type == "Publication"}
    for language in row["name"]:
        if language not in told:
            entry = Logged("UPSERT", "Publication", row["slug"], language, row["slug"])
            difference.log.append(entry)


def check_in_use(
    connection: Connection, content: Content, publication: Publication
) -> Iterator[Mistake]:
    """Find names that articles or issues of the database have and the new definition has not."""
    source = content.publication_source
    if source is None or content.complete:
        return
    defined = {
        ("article", "section_slug", "section"): {entry.slug for entry in publication.sections},
        ("article", "language", "language"): {entry.code for entry in publication.languages},
        ("article_tag", "tag_slug", "tag"): {entry.slug for entry in publication.tags},
        ("issue", "language", "language"): {entry.code for entry in publication.languages},
    }
    for (table, column, kind), names in defined.items():
        for name in sorted(names_in_use(connection, table, column) - names):
            holders = "issues" if table == "issue" else "articles"
            message = f"{holders} in the database have the {kind} {name!r}"
            remedy = "define it, or seed the whole publication folder"
            yield Mistake(source.place((f"{kind}s",)), "UNKNOWN_NAME", message, remedy)
