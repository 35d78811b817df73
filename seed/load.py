"""Seeding: files against the database, one transaction, one revision.

    read the files → check them → compare with what stands → write the difference

Whatever goes wrong before the end of the transaction, the old revision stands.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from schema.database import prepare, writing
from schema.reads.standing import count_articles
from seed.aliases import earlier_slugs, taken_over
from seed.conflicts import check_issues, check_keys, check_slugs, find_removed, slugs_of
from seed.content import Content, Reading
from seed.difference import Difference, Logged, compare, compare_articles, log_articles
from seed.issues import want_issues
from seed.mistakes import Mistake, Place, SeedError
from seed.names import check_in_use, compare_names
from seed.pieces import want
from seed.publication_check import check_publication
from seed.read import read_content
from seed.state import read_holders, read_publication, read_standing, read_state
from seed.write import write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Engine

    from seed.issue_file import Publication
    from seed.pieces import Piece
    from seed.state import Id, State

_MOST_REMOVED = 5
"""More than one in so many articles disappearing at once is taken for an accident."""


class Progress(Protocol):
    """Told what is being done: a bar on a terminal, or nothing."""

    def step(self, what: str, name: str) -> None:
        """Tell that one file was read, or one article compared."""


class _Quiet:
    def step(self, what: str, name: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to seed and how. `address` is the web address of a saved page, if it is known."""

    paths: Sequence[str]
    dry_run: bool = False
    allow_mass_delete: bool = False
    address: str | None = None
    progress: Progress = field(default_factory=_Quiet)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding did. `changes` counts log entries: {("UPSERT", "Article"): 3, …}."""

    revision: int
    changed: bool
    files: int
    changes: Counter[tuple[str, str]]
    warnings: list[Mistake]
    dry_run: bool


def seed(engine: Engine, order: Order) -> Seeded:
    """Seed files and folders. Raises SeedError with every mistake, and then nothing is written."""
    prepare(engine)
    with writing(engine) as connection:
        content, difference, state = _prepare(connection, order)
        revision = state.revision + bool(difference)
        if difference and not order.dry_run:
            write(connection, difference, revision, _now())
    changes = Counter((entry.action, entry.type) for entry in difference.log)
    warnings = sorted(set(content.warnings))
    return Seeded(revision, bool(difference), content.files, changes, warnings, order.dry_run)


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _prepare(connection: Connection, order: Order) -> tuple[Content, Difference, State]:
    content = read_content(order.paths, _reading(connection, order))
    publication = content.publication
    if publication is None:
        raise SeedError(content.mistakes)
    if content.publication_source is not None:
        content.mistakes += check_publication(publication, content.publication_source)
    state = read_state(connection, content)
    wanted = want(content, publication, state)
    content.mistakes += wanted.mistakes
    removed = find_removed(content, wanted.pieces, state)
    _check(connection, content, publication, state, wanted.pieces, removed)
    _check_mass_delete(connection, content, removed, order)
    if content.mistakes:
        raise SeedError(content.mistakes)
    difference = _compare(connection, content, publication, state, wanted.pieces, removed, order)
    return content, difference, state


def _reading(connection: Connection, order: Order) -> Reading:
    return Reading(
        known=read_publication(connection),
        address=order.address,
        standing=lambda week, section: read_standing(connection, week, section),
        advance=lambda file: order.progress.step("read", file),
    )


def _check(
    connection: Connection,
    content: Content,
    publication: Publication,
    state: State,
    pieces: dict[Id, Piece],
    removed: set[Id],
) -> None:
    content.mistakes += check_in_use(connection, content, publication)
    content.mistakes += check_issues(content, state)
    content.mistakes += check_keys(content, pieces, state)
    if not content.complete:
        read_holders(connection, state, slugs_of(pieces))
    content.mistakes += check_slugs(pieces, removed, state)


def _check_mass_delete(
    connection: Connection, content: Content, removed: set[Id], order: Order
) -> None:
    count = count_articles(connection)
    # Where a file could not be used, its articles only seem to disappear.
    if content.mistakes or order.allow_mass_delete or len(removed) * _MOST_REMOVED <= count:
        return
    message = f"{len(removed)} of {count} articles would disappear"
    remedy = "look whether files are missing, or add --allow-mass-delete"
    content.mistakes.append(Mistake(Place(str(order.paths[0])), "MASS_DELETE", message, remedy))


def _compare(  # noqa: PLR0913
    connection: Connection,
    content: Content,
    publication: Publication,
    state: State,
    pieces: dict[Id, Piece],
    removed: set[Id],
    order: Order,
) -> Difference:
    aliases = earlier_slugs(pieces, removed, state)
    advance: Callable[[str], None] = lambda name: order.progress.step("compared", name)  # noqa: E731
    difference = compare_articles(state, pieces, removed, aliases, advance)
    difference.aliases = aliases
    difference.lost_aliases = taken_over(pieces, state)
    if content.publication_source is not None:
        compare_names(connection, publication, difference)
    _compare_issues(content, publication, state, pieces, difference)
    log_articles(difference, state)
    return difference


def _compare_issues(
    content: Content,
    publication: Publication,
    state: State,
    pieces: dict[Id, Piece],
    difference: Difference,
) -> None:
    wanted = want_issues(content, publication, state, pieces, difference.removed)
    named = {row["slug"] for row in wanted}
    standing = [row for (slug, _), row in state.issues.items() if content.complete or slug in named]
    change = compare(standing, wanted, lambda row: (row["slug"], row["language"]))
    difference.tables["issue"] = change
    for row in (*change.new, *change.changed):
        difference.log.append(_logged("UPSERT", row))
    for row in change.old:
        difference.log.append(_logged("DELETE", row))


def _logged(action: str, row: dict[str, str]) -> Logged:
    reason = "REMOVED" if action == "DELETE" else None
    return Logged(action, "Issue", row["slug"], row["language"], row["slug"], reason)
