"""Alembic's entry: runs in the caller's transaction, so that a migration is whole or not at all."""

from alembic import context

from schema.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
