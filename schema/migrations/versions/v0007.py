"""Articles have their tags and authors themselves: a page of them is read from one table."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LISTS = (("tags", "article_tag", "tag_slug"), ("authors", "article_author", "name"))
# An aggregate of SQLite takes no order before 3.44; it takes rows as they come.
SQLITE = """
UPDATE article SET {name} = (
    SELECT json_group_array(value)
    FROM (SELECT {column} AS value FROM {table} AS own
          WHERE own.article_key = article.key AND own.language = article.language
          ORDER BY own.position)
)
"""
POSTGRESQL = """
UPDATE article SET {name} = own.list
FROM (SELECT article_key, language, json_agg({column} ORDER BY position) AS list
      FROM {table} GROUP BY article_key, language) AS own
WHERE own.article_key = article.key AND own.language = article.language
"""


def upgrade() -> None:
    """Add both columns, and fill them from the tables that find articles by them."""
    fill = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for name, table, column in LISTS:
        added = sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
        op.add_column("article", added)
        op.execute(fill.format(name=name, table=table, column=column))
