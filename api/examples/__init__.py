"""GraphQL documents to begin with, the first question of each kind of user: for the explorer."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

KINDS = {
    "developer": "Front-end developer",
    "app": "Mobile app",
    "partner": "Syndication partner",
    "editor": "Editor",
    "operator": "Operator",
}
"""Who asks, in the order in which they are shown: the names of the files, and what people read."""

EXAMPLES = {**KINDS, "search": "Search"}
"""All examples, by the names of their files, and what people read."""


@dataclass(frozen=True, slots=True)
class Example:
    """One document: as it stands in its file, and without the comment that begins it."""

    name: str
    who: str
    query: str
    document: str


def load_examples() -> dict[str, Example]:
    """Read all examples, by name."""
    return {name: _load(name, who) for name, who in EXAMPLES.items()}


def _load(name: str, who: str) -> Example:
    text = resources.files(__package__).joinpath(f"{name}.graphql").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return Example(name, who, text, "\n".join(lines))
