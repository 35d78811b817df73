"""What hangs on an article, read beside its own columns: one statement instead of one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, and_, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import UserDefinedType

from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy import ColumnElement, Select

_ARTICLE, _BODY = TABLES["article"], TABLES["article_body"]
_FORMS = ("html", "markdown", "text", "headings")
_TEXTS = frozenset(("html", "markdown", "text"))


class _AsJson(UserDefinedType[orjson.Fragment]):
    """A long text of SQLite as it stands in JSON, never made a `str`.

    To decode it and to encode it again took a third of what an article in Cyrillic costs. The seed
    lets no other characters into a body that JSON must escape (RFC 8259, §7).
    """

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "BLOB"

    def result_processor(self, *_: Any) -> Callable[[bytes], orjson.Fragment]:
        return _quote


def _quote(content: bytes) -> orjson.Fragment:
    escaped = (
        content.replace(b"\\", b"\\\\")
        .replace(b'"', b'\\"')
        .replace(b"\n", b"\\n")
        .replace(b"\t", b"\\t")
        .replace(b"\r", b"\\r")
        .replace(b"\f", b"\\f")
    )
    return orjson.Fragment(b'"%b"' % escaped)


def select_beside(columns: Collection[Any], names: Collection[str], engine: str) -> Select[Any]:
    """Select columns of articles, and those of the names that hang on them.

    Texts of bodies may be `orjson.Fragment`s: they are good for answers and nothing else.
    """
    forms = [_form(name, engine) for name in _FORMS if name in names]
    found = select(*columns, *forms)
    if "earlier_slugs" in names:
        found = found.add_columns(_earlier_slugs(engine).label("earlier_slugs"))
    return found.select_from(_ARTICLE.outerjoin(_BODY, _is_its(_BODY))) if forms else found


def _form(name: str, engine: str) -> ColumnElement[Any]:
    column = _BODY.c[name]
    if engine != "sqlite" or name not in _TEXTS:
        return column
    return cast(column, _AsJson).label(name)


def _earlier_slugs(engine: str) -> ColumnElement[Any]:
    table = TABLES["alias"]
    value = table.c.slug
    if engine == "sqlite":
        ordered = select(value.label("value")).where(_is_its(table)).order_by(value)
        rows = ordered.correlate(_ARTICLE).subquery()
        # An aggregate takes no order before SQLite 3.44; it takes rows as they come.
        return select(func.json_group_array(rows.c.value, type_=JSON)).scalar_subquery()
    found = select(_or_empty(func.json_agg(aggregate_order_by(value, value)))).where(_is_its(table))
    return found.correlate(_ARTICLE).scalar_subquery()


BRIEF = frozenset(
    ("key", "language", "slug", "issue_slug", "section_slug", "title", "published_at")
)
"""What translations have that come with their article: their names and addresses."""


def add_relatives(found: Select[Any], names: Collection[str], engine: str) -> Select[Any]:
    """Select besides, where it is among the names, the row of an article's `issue` in its language.

    Or the `translations`, of which no more comes than `BRIEF`. For one article: many of a list are
    of few issues, which are read once each.
    """
    if "issue" in names:
        found = found.add_columns(_issue(engine))
    return found.add_columns(_translations(engine)) if "translations" in names else found


def _issue(engine: str) -> ColumnElement[Any]:
    table = TABLES["issue"]
    is_its = and_(table.c.slug == _ARTICLE.c.issue_slug, table.c.language == _ARTICLE.c.language)
    row = select(_as_object(table.c, engine)).where(is_its)
    return row.correlate(_ARTICLE).scalar_subquery().label("issue")


def _translations(engine: str) -> ColumnElement[Any]:
    other = _ARTICLE.alias("other")
    is_other = and_(other.c.key == _ARTICLE.c.key, other.c.language != _ARTICLE.c.language)
    row = _as_object([column for column in other.c if column.key in BRIEF], engine)
    rows = (
        func.json_group_array(row, type_=JSON)
        if engine == "sqlite"
        else _or_empty(func.json_agg(row))
    )
    found = select(rows).where(is_other, other.c.withdrawn_at.is_(None))
    return found.correlate(_ARTICLE).scalar_subquery().label("translations")


def _as_object(columns: Iterable[Any], engine: str) -> ColumnElement[Any]:
    """Write a row as an object; of texts and whole numbers, which JSON has as SQL has them."""
    parts: list[Any] = []
    for column in columns:
        parts += literal_column(f"'{column.key}'"), column
    write = func.json_object if engine == "sqlite" else func.json_build_object
    return write(*parts, type_=JSON)


def _or_empty(array: Any) -> ColumnElement[Any]:
    """Give what PostgreSQL has gathered: null where there was nothing, and that is a list too."""
    return func.coalesce(array, cast(literal_column("'[]'"), JSON), type_=JSON)


def _is_its(table: Any) -> ColumnElement[bool]:
    return and_(table.c.article_key == _ARTICLE.c.key, table.c.language == _ARTICLE.c.language)
