"""What hangs on an article, read beside its own columns: one statement instead of one for each.

Each is a scalar subquery on the index of its own table: a text, or an array of texts as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, and_, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Label

_ARTICLE = TABLES["article"]
_FORMS = ("html", "markdown", "text", "headings")


def hanging_columns(names: Collection[str], engine: str) -> list[Label[Any]]:
    """Give the columns of those of the names that hang on an article."""
    forms = [_body(name).label(name) for name in _FORMS if name in names]
    if "earlier_slugs" in names:
        forms.append(_earlier_slugs(engine).label("earlier_slugs"))
    return forms


def _body(form: str) -> ColumnElement[Any]:
    table = TABLES["article_body"]
    return select(table.c[form]).where(_is_its(table)).correlate(_ARTICLE).scalar_subquery()


def _earlier_slugs(engine: str) -> ColumnElement[Any]:
    table = TABLES["alias"]
    value = table.c.slug
    if engine == "sqlite":
        ordered = select(value.label("value")).where(_is_its(table)).order_by(value)
        rows = ordered.correlate(_ARTICLE).subquery()
        # An aggregate takes no order before SQLite 3.44; it takes rows as they come.
        return select(func.json_group_array(rows.c.value, type_=JSON)).scalar_subquery()
    array = func.json_agg(aggregate_order_by(value, value), type_=JSON)
    none = cast(literal_column("'[]'"), JSON)
    found = select(func.coalesce(array, none, type_=JSON)).where(_is_its(table))
    return found.correlate(_ARTICLE).scalar_subquery()


def _is_its(table: Any) -> ColumnElement[bool]:
    return and_(table.c.article_key == _ARTICLE.c.key, table.c.language == _ARTICLE.c.language)
