"""Links carry their article's sort key, so that the pages of a tag or an author are read in order.

An author who was named twice in one file stands once.
Revisions carry the sizes of the lists that have no pages, which a server would count at its start.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
LARGEST = {
    "issue": "SELECT count(*) AS n FROM article WHERE issue_slug IS NOT NULL "
    "GROUP BY issue_slug, language",
    "tags": "SELECT count(*) AS n FROM article_tag GROUP BY article_key, language",
    "trends": "SELECT count(*) AS n FROM article GROUP BY language",
}


def upgrade() -> None:
    """Make the links anew with the key; count the lists."""
    op.drop_index("article_tag_by_tag", "article_tag")
    op.drop_index("article_author_by_name", "article_author")
    _rebuild("article_tag", "tag_slug", _make_tags)
    _rebuild("article_author", "name", _make_authors)
    for name, table, first in (
        ("article_tag_by_tag", "article_tag", "tag_slug"),
        ("article_author_by_name", "article_author", "name"),
    ):
        op.create_index(name, table, [first, "language", "sort_key", "article_key"])
    op.drop_index("article_by_time", "article")
    shown = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "article_by_time",
        "article",
        ["language", "sort_key", "key"],
        sqlite_where=shown,
        postgresql_where=shown,
    )
    op.add_column("revision", sa.Column("sizes", sa.JSON(), nullable=True))
    _count()


def _rebuild(table: str, column: str, make: Callable[[], None]) -> None:
    """Copy the links; an author who was named twice stands once, where the first one stood."""
    op.rename_table(table, f"{table}_before")
    make()
    own = ", ".join(f"l.{name}" for name in ("article_key", "language", column))
    op.execute(
        f"INSERT INTO {table} (article_key, language, {column}, sort_key, position) "  # noqa: S608 - our own names
        f"SELECT {own}, a.sort_key, min(l.position) FROM {table}_before l "
        "JOIN article a ON a.key = l.article_key AND a.language = l.language "
        f"GROUP BY {own}, a.sort_key"
    )
    op.drop_table(f"{table}_before")


def _make_tags() -> None:
    op.create_table(
        "article_tag",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("tag_slug", BYTES, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sort_key", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.ForeignKeyConstraint(["tag_slug"], ["tag.slug"]),
        sa.PrimaryKeyConstraint("article_key", "language", "tag_slug"),
        sqlite_with_rowid=False,
    )


def _make_authors() -> None:
    op.create_table(
        "article_author",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", BYTES, nullable=False),
        sa.Column("sort_key", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("article_key", "language", "position"),
        sqlite_with_rowid=False,
    )


def _count() -> None:
    connection = op.get_bind()
    sizes = {}
    for name, groups in LARGEST.items():
        largest = sa.text(f"SELECT max(g.n) FROM ({groups}) AS g")  # noqa: S608 - our own text
        sizes[name] = connection.execute(largest).scalar() or 1
    filled = sa.text("UPDATE revision SET sizes = :sizes")
    filled = filled.bindparams(sa.bindparam("sizes", type_=sa.JSON()))
    connection.execute(filled, {"sizes": sizes})
