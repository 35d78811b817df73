"""Seeding: files against the database, one transaction, one revision.

    read the files → check them → compare with what stands → write the difference

Whatever goes wrong before the end of the transaction, the old revision stands.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from schema.database import count_anew, prepare, writing
from schema.reads.standing import count_articles
from schema.watch import announce
from schema.words.index import is_outdated
from seed.aliases import earlier_slugs, taken_over
from seed.conflicts import check_issues, check_keys, check_slugs, find_removed, slugs_of
from seed.consequences import log_consequences
from seed.content import Content, Reading
from seed.difference import Difference, Logged, compare, compare_articles, log_articles
from seed.followers import add_followers
from seed.issues import keep_facts, want_issues
from seed.mistakes import Mistake, Place, SeedError
from seed.names import check_in_use, compare_names
from seed.pieces import want
from seed.publication_check import check_publication
from seed.read import read_content
from seed.state import read_days, read_holders, read_publication, read_standing, read_state
from seed.touched import Touched, find_touched
from seed.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    """What to seed and how.

    `address` is the web address of a saved page, if it is known. The publication of the slug
    `gives_way` may be replaced by another one as a whole: the sample by one's own.
    """

    paths: Sequence[str]
    dry_run: bool = False
    allow_mass_delete: bool = False
    address: str | None = None
    gives_way: str = ""
    progress: Progress = field(default_factory=_Quiet)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding did. `changes` counts log entries: {("UPSERT", "Article"): 3, …}.

    `touched` are the lists of articles that it changed.
    """

    revision: int
    changed: bool
    files: int
    changes: Counter[tuple[str, str]]
    warnings: list[Mistake]
    touched: frozenset[Touched]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """One seeding between its steps: what was read, what stands, what shall be."""

    connection: Connection
    order: Order
    content: Content
    publication: Publication
    state: State
    pieces: dict[Id, Piece]
    removed: set[Id]


def seed(engine: Engine, order: Order) -> Seeded:
    """Seed files and folders. Raises SeedError with every mistake, and then nothing is written."""
    prepare(engine)
    with writing(engine) as connection:
        known = read_publication(connection)
        content = read_content(order.paths, _reading(connection, order, known))
        work = _build(connection, order, content)
        _check(work, known)
        difference = _compare(work)
        revision = work.state.revision + bool(difference)
        if difference and not order.dry_run:
            write(connection, difference, revision, _now())
            count_anew(connection)
            announce(connection, revision)
    changes = Counter((entry.action, entry.type) for entry in difference.log)
    warnings = sorted(set(content.warnings))
    touched = find_touched(difference, work.pieces, work.state, work.publication)
    return Seeded(
        revision, bool(difference), content.files, changes, warnings, touched, order.dry_run
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _reading(connection: Connection, order: Order, known: Publication | None) -> Reading:
    return Reading(
        known=known,
        address=order.address,
        gives_way=order.gives_way,
        standing=lambda week, section: read_standing(connection, week, section),
        days=lambda slug: read_days(connection, slug),
        advance=lambda file: order.progress.step("read", file),
    )


def _build(connection: Connection, order: Order, content: Content) -> _Work:
    publication = content.publication
    if publication is None:
        raise SeedError(content.mistakes)
    state = read_state(connection, content)
    keep_facts(content, state)
    wanted = want(content, publication, state)
    add_followers(wanted.pieces, content, state)
    content.mistakes += wanted.mistakes
    removed = find_removed(content, wanted.pieces, state)
    return _Work(connection, order, content, publication, state, wanted.pieces, removed)


def _check(work: _Work, known: Publication | None) -> None:
    """Find what the files alone do not tell, and stop here if anything at all is wrong."""
    content, state = work.content, work.state
    mistakes = content.mistakes
    if content.publication_source is not None:
        mistakes += check_publication(work.publication, content.publication_source)
    mistakes += check_in_use(work.connection, content, work.publication)
    mistakes += check_issues(content, state)
    mistakes += check_keys(content, work.pieces, state)
    if not content.complete:
        read_holders(work.connection, state, slugs_of(work.pieces))
    mistakes += check_slugs(work.pieces, work.removed, state)
    if not mistakes:  # where a file could not be used, its articles only seem to disappear
        mistakes += _check_mass_delete(work, known)
    if mistakes:
        raise SeedError(mistakes)


def _check_mass_delete(work: _Work, known: Publication | None) -> Iterator[Mistake]:
    count, gone, order = count_articles(work.connection), len(work.removed), work.order
    other = known is not None and known.slug != work.publication.slug
    gives_way = other and known is not None and known.slug == order.gives_way
    few = gone * _MOST_REMOVED <= count
    if order.allow_mass_delete or gives_way or (few and not (other and count)):
        return
    message = f"{gone} of {count} articles would disappear"
    remedy = "look whether files are missing, or add --allow-mass-delete"
    if other and known is not None:
        message = f"the database holds {known.slug}, not {work.publication.slug}; {message}"
        remedy = "use another --database, or add --allow-mass-delete"
    yield Mistake(Place(str(order.paths[0])), "MASS_DELETE", message, remedy)


def _compare(work: _Work) -> Difference:
    aliases = earlier_slugs(work.pieces, work.removed, work.state)
    difference = compare_articles(
        work.state,
        work.pieces,
        work.removed,
        aliases,
        partial(work.order.progress.step, "compared"),
    )
    difference.aliases = aliases
    difference.reindexes = is_outdated(work.connection)
    difference.lost_aliases = taken_over(work.pieces, work.state)
    if work.content.publication_source is not None:
        compare_names(work.connection, work.publication, difference)
    _compare_issues(work, difference)
    log_articles(difference, work.state)
    log_consequences(work.connection, difference)
    return difference


def _compare_issues(work: _Work, difference: Difference) -> None:
    wanted = want_issues(work.content, work.publication, work.state, work.pieces, work.removed)
    named = {row["slug"] for row in wanted}
    standing = [
        row
        for (slug, _), row in work.state.issues.items()
        if work.content.complete or slug in named
    ]
    change = compare(standing, wanted, lambda row: (row["slug"], row["language"]))
    difference.tables["issue"] = change
    for row in (*change.new, *change.changed):
        difference.log.append(_logged("UPSERT", row))
    for row in change.old:
        difference.log.append(_logged("DELETE", row))


def _logged(action: str, row: dict[str, str]) -> Logged:
    reason = "REMOVED" if action == "DELETE" else None
    return Logged(action, "Issue", row["slug"], row["language"], row["slug"], reason)
