"""The publication has templates of its pages' addresses; so far all had the same ones."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SO_FAR = {
    "front": "/{language}",
    "article": "/{language}/{slug}",
    "issue": "/{language}/issues/{slug}",
    "section": "/{language}/sections/{slug}",
    "tag": "/{language}/tags/{slug}",
}


def upgrade() -> None:
    """Add the column with the addresses that pages have had."""
    op.add_column("publication", sa.Column("urls", sa.JSON(), nullable=True))
    filled = sa.text("UPDATE publication SET urls = :urls")
    filled = filled.bindparams(sa.bindparam("urls", type_=sa.JSON()))
    op.get_bind().execute(filled, {"urls": SO_FAR})
    with op.batch_alter_table("publication") as publication:
        publication.alter_column("urls", existing_type=sa.JSON(), nullable=False)
