"""What one request may ask for at most, checked before anything runs and told with its numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLSyntaxError, Lexer, Source, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphql import DocumentNode

    from api.costliest import Path
    from api.measure import Measure
    from api.settings import Limits


class TooMuch(Exception):  # noqa: N818 - a verdict, worded for the client
    """A document that asks for more than is allowed; `extensions` say how much."""

    def __init__(self, name: str, requested: int, limit: int, of: str = "") -> None:
        """Word it."""
        what = f"the document's {name}{of and f' of {of}'}"
        super().__init__(f"{what}: {requested} asked for, {limit} allowed")
        self.name = name
        self.told: dict[str, Any] = {"requested": requested, "limit": limit}

    def as_error(self, costliest: Sequence[tuple[Path, int]] = ()) -> dict[str, Any]:
        """Write it as GraphQL has errors; `costliest` are the fields that cost most."""
        message, told = str(self), self.told
        if costliest:
            path, cost = costliest[0]
            message = f"{message}; {'.'.join(path)} alone counts {cost}"
            told = {**told, "fields": [{"path": path, "cost": cost} for path, cost in costliest]}
        return {"message": message, "extensions": {"code": "COST_EXCEEDED", self.name: told}}


def check_tokens(source: str, limit: int) -> None:
    """Raise TooMuch where a document is longer than the parser reads."""
    lexer = Lexer(Source(source))
    tokens = 0
    try:
        while lexer.advance().kind is not TokenKind.EOF:
            tokens += 1
    except GraphQLSyntaxError:
        pass  # the parser words it, unless the limit stopped it before
    if tokens > limit:
        raise TooMuch("tokens", tokens, limit)


def check_repeats(document: DocumentNode, limits: Limits) -> None:
    """Raise TooMuch where there are too many aliases, or one field is selected too often.

    To be called before validation, which compares all fields of one response name in pairs.
    """
    aliases = 0
    times: Counter[str] = Counter()
    for node in _fields(document):
        aliases += node.alias is not None
        if node.selection_set:
            times[node.name.value] += 1
    if aliases > limits.aliases:
        raise TooMuch("aliases", aliases, limits.aliases)
    for name, count in times.most_common(1):
        if count > limits.selections:
            raise TooMuch("selections", count, limits.selections, of=name)


def _fields(document: DocumentNode) -> Iterator[FieldNode]:
    """Give each field that is written in a document, once."""
    left = [getattr(definition, "selection_set", None) for definition in document.definitions]
    while left:
        selected = left.pop()
        nodes = selected.selections if selected else ()
        left += [getattr(node, "selection_set", None) for node in nodes]
        yield from (node for node in nodes if isinstance(node, FieldNode))


def check_limits(measure: Measure, limits: Limits) -> None:
    """Raise TooMuch where an operation passes a limit."""
    if measure.depth > limits.depth:
        raise TooMuch("depth", measure.depth, limits.depth)
    if measure.cost > limits.cost:
        raise TooMuch("cost", measure.cost, limits.cost)
    if measure.roots > limits.roots:
        raise TooMuch("roots", measure.roots, limits.roots)
