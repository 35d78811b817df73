"""Bodies begin with what is read most: SQLite follows a chain of pages to what stands behind."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BYTES = sa.String()
NAMES = "article_key, language, headings, html, text, markdown"


def upgrade() -> None:
    """Copy the bodies into a table with another order; PostgreSQL keeps long texts apart anyway."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.rename_table("article_body", "article_body_before")
    op.create_table(
        "article_body",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("article_key", "language"),
    )
    op.execute(f"INSERT INTO article_body ({NAMES}) SELECT {NAMES} FROM article_body_before")  # noqa: S608 - our own names
    op.drop_table("article_body_before")
