"""The first tables: publication, names, issues, articles, revisions, changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table of schema 0001."""
    op.create_table(
        "language",
        sa.Column("code", BYTES, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("fallback", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "publication",
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("site_url", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("default_language", BYTES, nullable=False),
        sa.Column("license", sa.String(), nullable=False),
        sa.Column("trends", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seeded_at", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "section",
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "tag",
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "article",
        sa.Column("key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("issue_slug", BYTES, nullable=True),
        sa.Column("section_slug", BYTES, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("trend", BYTES, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("image", sa.JSON(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("published_at", BYTES, nullable=True),
        sa.Column("updated_at", BYTES, nullable=True),
        sa.Column("withdrawn_at", BYTES, nullable=True),
        sa.Column("sort_key", BYTES, nullable=False),
        sa.Column("body_hash", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["language"], ["language.code"]),
        sa.ForeignKeyConstraint(["section_slug"], ["section.slug"]),
        sa.PrimaryKeyConstraint("key", "language"),
    )
    op.create_index("article_by_issue", "article", ["issue_slug", "language", "position", "key"])
    op.create_index(
        "article_by_section", "article", ["section_slug", "language", "sort_key", "key"]
    )
    op.create_index("article_by_slug", "article", ["language", "slug"], unique=True)
    op.create_index("article_by_time", "article", ["language", "sort_key", "key"])
    op.create_table(
        "change",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", BYTES, nullable=False),
        sa.Column("type", BYTES, nullable=False),
        sa.Column("key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=True),
        sa.Column("slug", BYTES, nullable=True),
        sa.Column("reason", BYTES, nullable=True),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"]),
        sa.PrimaryKeyConstraint("revision", "position"),
    )
    op.create_index("change_by_node", "change", ["type", "key", "language"])
    op.create_table(
        "issue",
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("starts_on", BYTES, nullable=False),
        sa.Column("ends_on", BYTES, nullable=False),
        sa.Column("published_at", BYTES, nullable=True),
        sa.Column("updated_at", BYTES, nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["language"], ["language.code"]),
        sa.PrimaryKeyConstraint("slug", "language"),
    )
    op.create_index("issue_by_day", "issue", ["language", "starts_on", "slug"])
    op.create_index("issue_by_number", "issue", ["number"])
    op.create_table(
        "alias",
        sa.Column("language", BYTES, nullable=False),
        sa.Column("slug", BYTES, nullable=False),
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("in_file", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("language", "slug"),
    )
    op.create_index("alias_by_article", "alias", ["article_key", "language"])
    op.create_table(
        "article_author",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("article_key", "language", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("article_author_by_name", "article_author", ["name", "language", "article_key"])
    op.create_table(
        "article_body",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.PrimaryKeyConstraint("article_key", "language"),
    )
    op.create_table(
        "article_tag",
        sa.Column("article_key", BYTES, nullable=False),
        sa.Column("language", BYTES, nullable=False),
        sa.Column("tag_slug", BYTES, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_key", "language"], ["article.key", "article.language"]),
        sa.ForeignKeyConstraint(["tag_slug"], ["tag.slug"]),
        sa.PrimaryKeyConstraint("article_key", "language", "tag_slug"),
        sqlite_with_rowid=False,
    )
    op.create_index("article_tag_by_tag", "article_tag", ["tag_slug", "language", "article_key"])
