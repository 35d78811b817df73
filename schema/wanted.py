"""Which language is asked for, and which ones may stand in."""

from __future__ import annotations

from typing import NamedTuple


class Wanted(NamedTuple):
    """A language, and in their order those that may serve instead, for a whole article."""

    language: str
    fallback: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Give all of them, the wanted one first."""
        return (self.language, *self.fallback)

    def best(self, languages: set[str]) -> str | None:
        """Choose among the languages that there are."""
        return next((language for language in self.languages if language in languages), None)
