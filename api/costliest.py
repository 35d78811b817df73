"""Which fields make a document cost what it does: for whoever is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import FragmentSpreadNode, InlineFragmentNode, get_named_type

from api.measure import MOST_COUNTED, SIZED, Walk, Weight, cost_of, type_inside
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, FieldNode, SelectionSetNode

    from api.limits import TooMuch
    from api.prepared import Operation

Path = tuple[str, ...]
Ranks = dict[Path, tuple[int, int]]
"""Paths with what each field counts by itself, `fixed` and `sized`."""

_MOST = 5


def explain(
    excess: TooMuch, operation: Operation, variables: Mapping[str, Any], sizes: Mapping[str, int]
) -> dict[str, Any]:
    """Write the error of an operation that passes a limit: its cost, with what costs most of it."""
    if (
        excess.name != "cost"
    ):  # a path is as long as the document is deep, and that is checked first
        return excess.as_error()
    ranking = _Ranking(operation.document, variables, sizes)
    found = ranking.selected(operation.node.selection_set, GRAPH.query_type)
    return excess.as_error([(path, fixed) for path, (fixed, _) in found.items()])


class _Ranking:
    """Walks over an operation; of each selection it remembers the costliest fields only."""

    def __init__(
        self, document: DocumentNode, variables: Mapping[str, Any], sizes: Mapping[str, int]
    ) -> None:
        self.walk = Walk(document, variables, sizes)
        self.ranked: dict[str, Ranks] = {}

    def selected(self, selected: SelectionSetNode, parent: Any) -> Ranks:
        """Add up what stands at one path, and give the costliest, these first."""
        ranks: Ranks = {}
        for node in selected.selections:
            for path, costs in self.selection(node, parent).items():
                before = ranks.get(path, (0, 0))
                ranks[path] = (_add(before[0], costs[0]), _add(before[1], costs[1]))
        best = sorted(ranks, key=lambda path: -sum(ranks[path]))[:_MOST]
        return {path: ranks[path] for path in best}

    def selection(self, node: Any, parent: Any) -> Ranks:
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self.selected(node.selection_set, type_inside(node, parent))
        return self.field(node, parent)

    def fragment(self, name: str) -> Ranks:
        if name not in self.ranked:
            node = self.walk.fragments[name]
            self.ranked[name] = self.selected(node.selection_set, type_inside(node, None))
        return self.ranked[name]

    def field(self, node: FieldNode, parent: Any) -> Ranks:
        definition = GRAPH.get_field(parent, node.name.value)
        assert definition is not None  # noqa: S101 - the document is valid
        name = (node.alias or node.name).value
        costs: dict[Path, int] = {(name,): cost_of(definition, parent, node)}
        if node.selection_set is not None:
            inside = self.selected(node.selection_set, get_named_type(definition.type))
            for path, (fixed, sized) in inside.items():
                weight = Weight(fixed=fixed, sized=sized)
                costs[name, *path] = self.walk.repeated(node, definition, weight)
        is_sized = node.name.value in SIZED.get(parent.name, ())
        return {path: (0, cost) if is_sized else (cost, 0) for path, cost in costs.items()}


def _add(one: int, other: int) -> int:
    return min(one + other, MOST_COUNTED)
