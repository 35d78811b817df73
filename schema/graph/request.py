"""One request in the graph: its connection and revision, what it asked for, and batched reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from strawberry.dataloader import DataLoader

from schema.graph.cursors import LARGEST_PAGE
from schema.graph.refusals import bad_input
from schema.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from schema.reader import Reader
    from schema.reads.catalogue import Catalogue

Row = dict[str, Any]

MOST_FALLBACKS = 20

BY_ID = "id"
"""What tells an article's id from its path where both are known."""


class Entity(NamedTuple):
    """A node's row, and the language that it was asked for in, which its relations inherit."""

    type: str
    row: Row
    language: str
    wanted: Wanted


class Ask(NamedTuple):
    """What a field must read before it has its value: one key of a batched read.

    `batch(request, keys, *more)` gives {key: value} for all keys that are asked for at one level; a
    key that it leaves out is None. `then` makes the field's value of it, or asks on.
    """

    batch: Callable[..., Mapping[Any, Any]]
    key: Hashable
    more: tuple[Hashable, ...]
    then: Callable[[Any], Any] | None


def ask(
    batch: Callable[..., Mapping[Any, Any]],
    key: Hashable,
    *more: Hashable,
    then: Callable[[Any], Any] | None = None,
) -> Any:
    """Make an Ask; typed as what it will become."""
    return Ask(batch, key, more, then)


class FirstReads(Protocol):
    """Where is kept what a revision's key statements have found, in so many bytes at most."""

    most_bytes: int

    def get(self, key: Hashable) -> Any:
        """Give one; None where it is not kept."""


class Request:
    """What every field gets as `info.context`.

    All statements run on one connection, and an answer sees one revision: either they run in one
    transaction, or the revision that they have read is compared when the answer is done.
    """

    def __init__(
        self,
        reader: Reader,
        catalogue: Catalogue,
        accepted: Sequence[str] = (),
        largest_page: int = LARGEST_PAGE,
    ) -> None:
        """Begin with nothing read but the catalogue.

        `accepted` are language ranges by preference (RFC 4647), for where no language is named;
        `largest_page` is the most nodes that `first` and `last` may ask for, and the most points
        of the table of trends where it is more than MOST_TRENDS.
        """
        self.columns: frozenset[str] | None = None
        """Which columns of articles are wanted of a batched read; None: all."""
        self.lean = False
        """Whether root fields may bring rows with their keys only: a plan may have the rest."""
        self.first_reads: FirstReads | None = None
        self.paths: FirstReads | None = None
        """What is known of articles: their keys where they were rendered, by (language, slug), and
        their slugs where they were asked for by id, by (BY_ID, key, language)."""
        self.found_by_id: dict[tuple[str, str, str], str] = {}
        """What was read now, to be kept with the paths."""
        self.newly_read: dict[Hashable, Any] = {}
        self.reader = reader
        self.largest_page = largest_page
        self.catalogue = catalogue
        self.default_language = (
            look_up(accepted, catalogue) if accepted else catalogue.default_language
        )
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}

    @property
    def context(self) -> Request:
        """Give the request itself: a plan calls fields with it where strawberry has its Info."""
        return self

    async def settle(self, value: Any) -> Any:
        """Read what a field asks for, together with all others that ask at this level."""
        while isinstance(value, Ask):
            found = await self._load(value)
            value = found if value.then is None else value.then(found)
        return value

    def _load(self, asked: Ask) -> Awaitable[Any]:
        name = (asked.batch, asked.more)
        loader = self._loaders.get(name)
        if loader is None:
            loader = self._loaders[name] = DataLoader(load_fn=self._batched(*name))
        return loader.load(asked.key)

    def _batched(
        self, batch: Callable[..., Mapping[Any, Any]], more: Sequence[Any]
    ) -> Callable[[list[Any]], Awaitable[Sequence[Any]]]:
        async def run(keys: list[Any]) -> Sequence[Any]:
            found = batch(self, keys, *more)
            return [found.get(key) for key in keys]

        return run

    def read_first(self, name: Hashable, read: Callable[[], Any]) -> Any:
        """Give what everybody reads first, such as the newest issue; read once in a revision.

        What was read is in `newly_read`, to be kept when it is known to be of the revision.
        """
        found = None if self.first_reads is None else self.first_reads.get(name)
        if found is None:
            found = self.newly_read.get(name)
        if found is None:
            found = self.newly_read[name] = read()
        return found

    def want(self, language: str | None, fallback: Collection[str] | None = None) -> Wanted:
        """Read the arguments `language` and `fallback`; unknown languages are BAD_INPUT."""
        chosen = self.language(language, "language") if language else self.default_language
        if not fallback:
            return Wanted(chosen)
        if len(fallback) > MOST_FALLBACKS:
            message = f"fallback has {len(fallback)} languages; {MOST_FALLBACKS} are taken"
            raise bad_input(message, argument="fallback")
        others = [self.language(code, "fallback") for code in fallback]
        return Wanted(chosen, tuple(dict.fromkeys(code for code in others if code != chosen)))

    def language(self, code: str, argument: str) -> str:
        """Find a language of the publication; BCP 47 codes know no case."""
        if code in self.catalogue.languages:
            return code
        known = {name.lower(): name for name in self.catalogue.languages}
        if code.lower() not in known:
            names = ", ".join(self.catalogue.languages)
            message = f"the publication has no language {code!r}; it has {names}"
            raise bad_input(message, argument=argument)
        return known[code.lower()]


def look_up(accepted: Sequence[str], catalogue: Catalogue) -> str:
    """Choose a language by RFC 4647 §3.4 (lookup); the default one where none fits."""
    known = {code.lower(): code for code in catalogue.languages}
    for wanted in accepted:
        parts = wanted.lower().split("-")
        while parts:
            if "-".join(parts) in known:
                return known["-".join(parts)]
            parts.pop()
            if parts and len(parts[-1]) == 1:
                parts.pop()
    return catalogue.default_language
