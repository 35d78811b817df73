"""The publication says whom to write to; the log keeps the section of what may be removed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add two columns; what was removed before stays without its section."""
    op.add_column("publication", sa.Column("contact", sa.String(), nullable=True))
    op.add_column("change", sa.Column("section_slug", BYTES, nullable=True))
    op.execute(
        "UPDATE change SET section_slug = (SELECT section_slug FROM article "
        "WHERE article.key = change.key AND article.language = change.language) "
        "WHERE type = 'Article'"
    )
