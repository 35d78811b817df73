"""What stands in a database before it is served.

Seeding itself is imported only where it runs: a server that finds its content in place starts half
a second sooner.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from schema.database import DatabaseError, find_revision, open_engine, prepare, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seed.touched import Touched

SAMPLE = Path(__file__).parent / "sample"
"""The publication that is served where there is none yet."""

SAMPLE_SLUG = "vyrai-weekly"
"""Its slug: content of one's own takes its place without being asked twice."""


def bring(
    database: str, content: str, tell: Callable[[Iterable[Touched]], None] | None = None
) -> int:
    """Bring a database to what is served: seed the content, or the sample where nothing is yet.

    An empty PostgreSQL stays empty: its operator seeds it, and would not look for a sample there.
    `tell` is told which lists of articles were changed, if any were. Gives the exit status.
    """
    try:
        wanted = content or _sample_if_empty(database)
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 1
    if not wanted:
        return 0
    from seed.command import run  # noqa: PLC0415 - see the module
    from seed.load import Order  # noqa: PLC0415 - see the module

    return run(database, Order([wanted], gives_way=SAMPLE_SLUG), tell=tell)


def _sample_if_empty(database: str) -> str:
    engine = open_engine(database)
    try:
        prepare(engine)
        with reading(engine) as connection:
            begun = find_revision(connection) is not None
    finally:
        engine.dispose()
    return "" if begun or engine.dialect.name != "sqlite" else str(SAMPLE)
