"""Articles that readers have seen and that are no longer there, from the log of changes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, exists, or_, select

from schema.reads.articles import ARTICLE
from schema.statement import Statement
from schema.tables import TABLES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from schema.reader import Reader, Row

_CHANGE, _REVISION, _TAG_OF = (TABLES[name] for name in ("change", "revision", "article_tag"))


def read_removals(
    reader: Reader, language: str, section: str | None, tag: str | None, size: int
) -> list[Row]:
    """Read the last removals of a language, the latest first, at most `size`.

    Columns: `key`, `language`, `slug`, `reason`, `seeded_at`, and `withdrawn_at` where the editors
    withdrew it. Of an article that is gone from the files no tags are known: it is among those
    of every tag; so it is with sections where the log has none for it.
    """
    given = {"section": section, "tag": tag}
    values = {name: value for name, value in given.items() if value is not None}
    return _removals(frozenset(values)).rows(reader, language=language, size=size, **values)


@lru_cache
def _removals(given: frozenset[str]) -> Statement:
    return Statement(lambda _: _select(given))


def _select(given: frozenset[str]) -> Select[Any]:
    same = (ARTICLE.c.key == _CHANGE.c.key) & (ARTICLE.c.language == _CHANGE.c.language)
    named = [_CHANGE.c[name] for name in ("key", "language", "slug", "reason")]
    found = (
        select(*named, _REVISION.c.seeded_at, ARTICLE.c.withdrawn_at)
        .join(_REVISION, _REVISION.c.number == _CHANGE.c.revision)
        .outerjoin(ARTICLE, same)
        .where(_CHANGE.c.type == "Article", _CHANGE.c.action == "DELETE", ~_is_followed())
        .where(_CHANGE.c.language == bindparam("language"))
    )
    if "section" in given:
        section: Any = bindparam("section")
        noted = _CHANGE.c.section_slug
        gone = ARTICLE.c.key.is_(None) & or_(noted == section, noted.is_(None))
        found = found.where(or_(ARTICLE.c.section_slug == section, gone))
    if "tag" in given:
        found = found.where(or_(ARTICLE.c.key.is_(None), _has_tag()))
    newest = (_CHANGE.c.revision.desc(), _CHANGE.c.position.desc())
    return found.order_by(*newest).limit(bindparam("size", type_=Integer))


def _is_followed() -> ColumnElement[bool]:
    """Tell whether the log has a later entry of the same article."""
    later = _CHANGE.alias("later")
    return exists().where(
        *(later.c[name] == _CHANGE.c[name] for name in ("type", "key", "language")),
        later.c.revision > _CHANGE.c.revision,
    )


def _has_tag() -> ColumnElement[bool]:
    own = (_TAG_OF.c.article_key == ARTICLE.c.key, _TAG_OF.c.language == ARTICLE.c.language)
    return exists().where(*own, _TAG_OF.c.tag_slug == bindparam("tag"))
