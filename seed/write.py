"""A difference to the database: parents before children, all in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from schema.reads.sizes import measure_lists
from schema.reads.standing import find_mark
from schema.tables import TABLES
from schema.words.index import forget, index_missing
from schema.words.texts import carriers
from seed.history import make_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from seed.difference import Difference, TableChange
    from seed.state import Id, Row

_NAMES = ("language", "section", "tag", "publication")
_OF_ARTICLE = ("article_tag", "article_author", "alias")


def write(connection: Connection, difference: Difference, revision: int, seeded_at: str) -> None:
    """Write everything as the given revision. The order keeps every foreign key satisfied."""
    found = TABLES
    forget(connection, _found_otherwise(connection, difference))
    mark = make_mark(find_mark(connection), difference)
    row = {"number": revision, "seeded_at": seeded_at, "mark": mark}
    connection.execute(insert(found["revision"]), row)
    for name in _NAMES:
        _put(connection, found[name], difference.tables.get(name))
    _write_articles(connection, found, difference)
    _put(connection, found["issue"], difference.tables.get("issue"))
    for name in ("article", "issue", *reversed(_NAMES)):
        _take(connection, found[name], difference.tables.get(name))
    _write_log(connection, found["change"], difference, revision)
    _write_sizes(connection, found["revision"], revision)
    index_missing(connection)


def _found_otherwise(connection: Connection, difference: Difference) -> set[Id]:
    """Give the articles whose words, or whose place among others, will be different."""
    touched = {*difference.relations, *difference.bodies, *difference.removed}
    articles = difference.tables["article"]
    rows = (*articles.new, *articles.changed)
    touched.update((row["key"], row["language"]) for row in rows)
    tags = difference.tables.get("tag")
    renamed = {row["slug"] for row in tags.changed} if tags else set()
    return touched | carriers(connection, renamed)


def _write_sizes(connection: Connection, table: Table, revision: int) -> None:
    own = update(table).where(table.c.number == revision)
    connection.execute(own.values(sizes=measure_lists(connection)))


def _write_articles(
    connection: Connection, found: Mapping[str, Table], difference: Difference
) -> None:
    touched = difference.relations.keys() | difference.removed
    for name in _OF_ARTICLE:
        _delete_of(connection, found[name], touched)
    _delete_where(connection, found["alias"], ("language", "slug"), difference.lost_aliases)
    _delete_of(connection, found["article_body"], difference.bodies.keys() | difference.removed)
    _free_slugs(connection, found["article"], difference)
    _put(connection, found["article"], difference.tables["article"])
    _insert(connection, found["article_body"], difference.bodies.values())
    for name, rows in _relation_rows(difference).items():
        _insert(connection, found[name], rows)


def _free_slugs(connection: Connection, table: Table, difference: Difference) -> None:
    """Let go of slugs first: two articles may swap theirs, and each stands once at any moment."""
    leaving = [*difference.tables["article"].changed, *difference.tables["article"].old]
    rows = [{"k": row["key"], "l": row["language"], "s": f"~{row['key']}"} for row in leaving]
    statement = (
        update(table)
        .where(table.c.key == bindparam("k"), table.c.language == bindparam("l"))
        .values(slug=bindparam("s"))
    )
    if rows:
        connection.execute(statement, rows)


def _relation_rows(difference: Difference) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in _OF_ARTICLE}
    for (key, language), piece in difference.relations.items():
        of = {"article_key": key, "language": language}
        place = {**of, "sort_key": piece.row["sort_key"]}
        rows["article_tag"] += [
            {**place, "tag_slug": tag, "position": i} for i, tag in enumerate(piece.row["tags"])
        ]
        rows["article_author"] += [
            {**place, "name": name, "position": i} for i, name in enumerate(piece.row["authors"])
        ]
        rows["alias"] += [
            {**of, "slug": slug, "in_file": in_file}
            for slug, in_file in difference.aliases.get((key, language), {}).items()
        ]
    return rows


def _put(connection: Connection, table: Table, change: TableChange | None) -> None:
    if change is None:
        return
    _insert(connection, table, change.new)
    if not change.changed:
        return
    keys = [column.name for column in table.primary_key]
    rest: Row = {c.name: bindparam(c.name) for c in table.columns if c.name not in keys}
    where = [table.c[key] == bindparam(f"pk_{key}") for key in keys]
    rows = [{**row, **{f"pk_{key}": row[key] for key in keys}} for row in change.changed]
    connection.execute(update(table).where(*where).values(rest), rows)


def _take(connection: Connection, table: Table, change: TableChange | None) -> None:
    if change is None or not change.old:
        return
    keys = [column.name for column in table.primary_key]
    _delete_where(connection, table, keys, [tuple(row[key] for key in keys) for row in change.old])


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    given = list(rows)
    if given:
        connection.execute(insert(table), given)


def _delete_of(connection: Connection, table: Table, ids: Iterable[Id]) -> None:
    _delete_where(connection, table, ("article_key", "language"), ids)


def _delete_where(
    connection: Connection, table: Table, columns: Sequence[str], values: Iterable[tuple[Any, ...]]
) -> None:
    rows = [{f"v{i}": part for i, part in enumerate(value)} for value in values]
    where = [table.c[column] == bindparam(f"v{i}") for i, column in enumerate(columns)]
    if rows:
        connection.execute(delete(table).where(*where), rows)


def _write_log(connection: Connection, table: Table, difference: Difference, revision: int) -> None:
    entries = [
        {
            "revision": revision,
            "position": position,
            "action": entry.action,
            "type": entry.type,
            "key": entry.key,
            "language": entry.language,
            "slug": entry.slug,
            "reason": entry.reason,
            "section_slug": entry.section,
        }
        for position, entry in enumerate(difference.log)
    ]
    _insert(connection, table, entries)
