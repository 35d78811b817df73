"""The index of words, for search: entries, and FTS5 or a tsvector under the same numbers.

It is filled once all migrations have run (`schema/database.py`): its content is not the schema's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SQLITE = """
CREATE VIRTUAL TABLE search_index USING fts5(words, content='', columnsize=0, tokenize='ascii')
"""
# Rows so short that they go apart from their words: a search looks at many rows and at few words.
POSTGRESQL = (
    """
    CREATE TABLE search_index (
        id integer PRIMARY KEY REFERENCES search_entry (id) ON DELETE CASCADE,
        words tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    "CREATE INDEX search_index_by_word ON search_index USING gin (words) WITH (fastupdate = off)",
)


def upgrade() -> None:
    """Make both, empty."""
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("sort_key", BYTES, nullable=False),
        sa.Column("analysis", BYTES, nullable=False),
        sa.Column("digest", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entry_of", "search_entry", ["article_key", "language"], unique=True)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (SQLITE,) if is_sqlite else POSTGRESQL:
        op.execute(statement)
