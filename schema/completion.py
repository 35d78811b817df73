"""What an upgraded database lacks that a seeding of this version would have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from schema.reads.sizes import measure_lists
from schema.tables import TABLES
from schema.words.index import index_missing

if TYPE_CHECKING:
    from sqlalchemy import Connection


def complete(connection: Connection) -> None:
    """Let what stands be found, where a migration made a new index, and measure its lists."""
    index_missing(connection)
    revision = TABLES["revision"]
    newest = connection.execute(select(func.max(revision.c.number))).scalar()
    if newest is not None:
        own = update(revision).where(revision.c.number == newest)
        connection.execute(own.values(sizes=measure_lists(connection)))
