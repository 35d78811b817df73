"""What issue files hold, once they are read: a publication, issues, pieces, and their mistakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seed.readers.source import Source, validate_issue
from seed.unknown_names import find_unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from seed.issue_file import IssueFile, Publication
    from seed.mistakes import Mistake
    from seed.readers.saved_page import Page, Standing


@dataclass(slots=True)
class Part:
    """One issue, or pieces of one. `whole`: what the part does not hold is deleted from it."""

    source: Source
    issue: IssueFile
    whole: bool

    @property
    def states_issue(self) -> bool:
        """Tell whether the facts of the issue are those said here, or those that stand."""
        return self.whole or self.source.states_issue


@dataclass(slots=True)
class Content:
    """Everything that was read. `complete`: it is all there is, the rest is deleted."""

    publication: Publication | None = None
    publication_source: Source | None = None
    complete: bool = False
    parts: list[Part] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    files: int = 0

    @property
    def cadence(self) -> str:
        """Tell how often the publication comes out, which gives an issue its last day."""
        return self.publication.cadence if self.publication else "weekly"

    def take(self, source: Source, *, whole: bool) -> None:
        """Keep an issue file's data, as far as it can be used, and its mistakes."""
        if source.data is not None or not source.mistakes:
            self.parts += [Part(rest, issue, whole) for issue, rest in validate_issue(source)]
            if self.publication is not None:
                source.mistakes += find_unknown(source, self.publication)
        self.mistakes += source.mistakes
        self.warnings += source.warnings


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader must know beside the files: the database's side, and where pages are from."""

    known: Publication | None = None
    address: str | None = None
    gives_way: str = ""
    standing: Standing = lambda _week, _section: []
    days: Callable[[str], tuple[str, str] | None] = lambda _slug: None
    advance: Callable[[str], None] = lambda _file: None
