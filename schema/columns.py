"""The kinds of columns that the tables are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, String
from sqlmodel import Field


def text_column(*, primary_key: bool = False, nullable: bool = False) -> Any:
    """Make a text column in byte order: PostgreSQL's own collation depends on the server."""
    kind = String().with_variant(String(collation="C"), "postgresql")
    return Field(sa_column=Column(kind, primary_key=primary_key, nullable=nullable))


def json_column(*, nullable: bool = False) -> Any:
    """Make a column of JSON, whose null is SQL's."""
    return Field(sa_column=Column(JSON(none_as_null=True), nullable=nullable))


def list_column() -> Any:
    """Make a column of a JSON array, empty where nothing is said."""
    return Field(sa_column=Column(JSON(), nullable=False, server_default="[]"))
