"""Records: every article that ever was, with the instant at which its record last changed.

They come from the change log. A record changes with its article, and with what it says of others:
the names of its section and tags, its issue, the publication. What was taken back stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select, tuple_

from schema.reads.articles import ARTICLE
from schema.reads.lookup import MOST_SHAPES
from schema.statement import Statement
from schema.tables import TABLES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select, Subquery

    from schema.reader import Reader, Row

_CHANGE, _REVISION, _TAG_OF = (TABLES[name] for name in ("change", "revision", "article_tag"))

PRESENT = "PRESENT"
ORDER = ("changed_at", "key", "language")
"""The columns that order records; no two have the same key and language."""


@dataclass(frozen=True, slots=True)
class RecordList:
    """Which records: of a language, of a section or of any, changed in a span of instants (UTC)."""

    language: str | None = None
    section: str | None = None
    first: str | None = None
    last: str | None = None
    in_section: bool = False
    source: str = "record"

    @property
    def values(self) -> dict[str, str]:
        """Give what is chosen by, without what is not."""
        named = ("language", "section", "first", "last")
        given = {name: getattr(self, name) for name in named}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def chosen(self) -> frozenset[str]:
        """Name what is chosen by."""
        return frozenset((*self.values, *(("in_section",) if self.in_section else ())))


class _Shape(NamedTuple):
    """What a statement is made for; its parameters are not in it."""

    chosen: frozenset[str]
    after: bool = False
    one: bool = False


def read_records(
    reader: Reader, of: RecordList, size: int, after: tuple[str, ...] | None
) -> list[Row]:
    """Read a page and one row more, those that changed first at the beginning."""
    values: dict[str, Any] = {**of.values, "size": size + 1}
    values |= {f"after_{place}": part for place, part in enumerate(after or ())}
    return _page(_Shape(of.chosen, after=bool(after))).rows(reader, **values)


def count_records(reader: Reader, of: RecordList) -> int:
    """Count a whole list."""
    number: int = _count(_Shape(of.chosen)).rows(reader, **of.values)[0]["number"]
    return number


def record_of(reader: Reader, id_: tuple[str, str]) -> Row | None:
    """Read the record of an article by (key, language); None where there never was one."""
    shape = _Shape(frozenset(), one=True)
    rows = _page(shape).rows(reader, key=id_[0], own_language=id_[1], size=1)
    return rows[0] if rows else None


def earliest_change(reader: Reader) -> str | None:
    """Read the instant of the record that has not changed for longest."""
    rows = _page(_Shape(frozenset())).rows(reader, size=1)
    return rows[0]["changed_at"] if rows else None


@lru_cache(MOST_SHAPES)
def _page(shape: _Shape) -> Statement:
    def build(engine: str) -> Select[Any]:
        records = _records(engine, shape).subquery()
        chosen = select(records).where(*_conditions(records, shape))
        order = [records.c[name] for name in ORDER]
        if shape.after:
            bounds: list[Any] = [bindparam(f"after_{place}") for place in range(len(ORDER))]
            chosen = chosen.where(tuple_(*order) > tuple_(*bounds))
        return chosen.order_by(*order).limit(bindparam("size"))

    return Statement(build)


@lru_cache(MOST_SHAPES)
def _count(shape: _Shape) -> Statement:
    def build(engine: str) -> Select[Any]:
        dated = not shape.chosen.isdisjoint(("first", "last"))
        records = _records(engine, shape, dated=dated).subquery()
        counted = select(func.count().label("number")).select_from(records)
        return counted.where(*_conditions(records, shape))

    return Statement(build)


def _conditions(records: Subquery, shape: _Shape) -> list[ColumnElement[bool]]:
    section = records.c.section_slug
    changed_at = getattr(records.c, "changed_at", section)
    known = {
        "language": records.c.language == bindparam("language"),
        # Of what was removed before the log had sections, nobody knows which it was in: it is told
        # to all.
        "section": or_(
            section == bindparam("section"),
            and_(section.is_(None), records.c.status == "REMOVED"),
        ),
        "in_section": section.is_not(None),
        "first": changed_at >= bindparam("first"),
        "last": changed_at <= bindparam("last"),
    }
    return [condition for name, condition in known.items() if name in shape.chosen]


def _records(engine: str, shape: _Shape, *, dated: bool = True) -> Select[Any]:
    """Select all records: the last entry of each article, beside the articles that are there.

    Not `dated`: without what it takes to know when each changed.

    What a record says of others is looked up in the log's index for each: joined as grouped tables
    it took SQLite twenty times as long.
    """
    newest, entry = _newest(shape), _CHANGE.alias()
    last = _is(entry, "Article", newest.c.key, newest.c.language)
    own = (ARTICLE.c.key == newest.c.key) & (ARTICLE.c.language == newest.c.language)
    is_there = ARTICLE.c.key.is_not(None) & ARTICLE.c.withdrawn_at.is_(None)
    found = (
        select(
            newest.c.key,
            newest.c.language,
            func.coalesce(ARTICLE.c.slug, entry.c.slug).label("slug"),
            func.coalesce(ARTICLE.c.section_slug, entry.c.section_slug).label("section_slug"),
            case((is_there, PRESENT), else_=entry.c.reason).label("status"),
        )
        .select_from(newest)
        .join(entry, last & (entry.c.revision == newest.c.revision))
        .outerjoin(ARTICLE, own)
    )
    if not dated:
        return found
    number = case((is_there, _latest(engine, newest)), else_=newest.c.revision)
    changed_at = _REVISION.c.seeded_at.label("changed_at")
    return found.add_columns(changed_at).join(_REVISION, _REVISION.c.number == number)


def _latest(engine: str, newest: Subquery) -> Any:
    """Give the last revision in which an article changed, or anything that its record names."""
    others = [
        _changed("Section", ARTICLE.c.section_slug),
        _changed("Issue", ARTICLE.c.issue_slug),
        _changed_tag(),
        _changed_publication(),
    ]
    greatest = func.max if engine == "sqlite" else func.greatest
    return greatest(newest.c.revision, *(func.coalesce(each, 0) for each in others))


def _newest(shape: _Shape) -> Subquery:
    """Select the last revision that each article itself changed in."""
    own = [_CHANGE.c.key, _CHANGE.c.language]
    found = select(*own, func.max(_CHANGE.c.revision).label("revision"))
    found = found.where(_CHANGE.c.type == "Article")
    if shape.one:
        found = found.where(
            _CHANGE.c.key == bindparam("key"), _CHANGE.c.language == bindparam("own_language")
        )
    return found.group_by(*own).subquery()


def _is(change: Any, kind: str, key: Any, language: Any) -> ColumnElement[bool]:
    return and_(change.c.type == kind, change.c.key == key, change.c.language == language)


def _changed(kind: str, key: Any, language: Any = ARTICLE.c.language) -> Any:
    """Select the last revision that an article's section, issue or tag changed in."""
    change = _CHANGE.alias()
    newest = select(func.max(change.c.revision)).where(_is(change, kind, key, language))
    return newest.scalar_subquery()


def _changed_tag() -> Any:
    """Select the last revision that any of an article's tags changed in."""
    of_each = _changed("Tag", _TAG_OF.c.tag_slug, _TAG_OF.c.language)
    own = (_TAG_OF.c.article_key == ARTICLE.c.key) & (_TAG_OF.c.language == ARTICLE.c.language)
    return select(func.max(of_each)).select_from(_TAG_OF).where(own).scalar_subquery()


def _changed_publication() -> Any:
    change = _CHANGE.alias()
    newest = select(func.max(change.c.revision)).where(change.c.type == "Publication")
    return newest.scalar_subquery()
