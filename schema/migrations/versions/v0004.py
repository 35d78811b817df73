"""Revisions are marked, so that tokens of another history are told; the log is read by node.

The publication has entries of its own in every language, as all nodes have.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NODE = ["type", "key", "language"]
TOLD = """
INSERT INTO change (revision, position, action, type, key, language, slug)
SELECT r.number, r.last + row_number() OVER (ORDER BY l.code),
       'UPSERT', 'Publication', p.slug, l.code, p.slug
FROM publication p CROSS JOIN language l
CROSS JOIN (
    SELECT max(number) AS number,
           (SELECT coalesce(max(position), 0) FROM change
            WHERE revision = (SELECT max(number) FROM revision)) AS last
    FROM revision
) AS r
WHERE r.number IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM change c
    WHERE c.type = 'Publication' AND c.key = p.slug AND c.language = l.code
)
"""


def upgrade() -> None:
    """Add the column, fill it; make the index wider; tell the publication in its languages."""
    op.add_column("revision", sa.Column("mark", BYTES, nullable=True))
    _mark()
    op.drop_index("change_by_node", "change")
    op.create_index("change_by_node", "change", [*NODE, "revision", "position"])
    op.execute(TOLD)


def _mark() -> None:
    """Nobody knows any more what was written: number and instant stand for it."""
    connection = op.get_bind()
    for number, seeded_at in connection.execute(
        sa.text("SELECT number, seeded_at FROM revision ORDER BY number")
    ).all():
        mark = hashlib.blake2b(f"{number}@{seeded_at}".encode(), digest_size=9).hexdigest()
        filled = sa.text("UPDATE revision SET mark = :mark WHERE number = :number")
        connection.execute(filled, {"mark": mark, "number": number})
