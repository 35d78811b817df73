"""Alembic's migrations, in order."""
