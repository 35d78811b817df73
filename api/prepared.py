"""A prepared document: its operations, and what is found out about each one time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import OperationDefinitionNode, OperationType, VariableNode, get_operation_ast, parse
from graphql import visit as visit_nodes
from graphql.language.visitor import Visitor

from api.arguments import Declined
from api.refusal import Refusal
from api.shelf import Document
from api.variables import Variables
from schema.graph.cost import SLICING

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import DirectiveNode, DocumentNode, FieldNode

    from api.literals import Template
    from api.measure import Measure
    from api.selection import Selection
    from api.shelf import Shelf

_OPERATION_SIZE = 2_000  # bytes, measured


@dataclass(slots=True)
class Operation:
    """One operation of a valid document, and what was found out about it.

    `variables` reads them, where they can be read at all.
    `plans` are by the values of `switches`, the variables of `@skip` and `@include`; a text is the
    reason why there is none. `measures` are by the values of `sizes`, the variables that say how
    long lists are. `grow` is told how many bytes these take.
    """

    document: DocumentNode
    node: OperationDefinitionNode
    variables: Variables | None
    switches: tuple[str, ...]
    sizes: tuple[str, ...]
    grow: Callable[[int], None]
    plans: dict[tuple[Any, ...], Selection | str] = field(default_factory=dict)
    measures: dict[tuple[Any, ...], Measure] = field(default_factory=dict)


class Prepared(NamedTuple):
    """An operation, and the values of the literals that stand in the document as variables."""

    operation: Operation
    literals: dict[str, Any]


class PreparedDocument(Document):
    """A valid document and its operations, each looked at when it is first asked for."""

    def __init__(
        self,
        document: DocumentNode,
        template: Template | None,
        size: int,
        shelf: Shelf[Prepared, PreparedDocument],
    ) -> None:
        """Look at none yet; `size` is in bytes, and grows with what is found out."""
        super().__init__(size)
        self.document = document
        self.template = template
        self._grow = partial(shelf.grow, self.held)
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation:
        """Give the operation that is asked for. Raises Refusal."""
        found = self._operations.get(name)
        if found is None:
            node = find_operation(self.document, name)
            used = _Used()
            visit_nodes(self.document, used)
            switches, sizes = tuple(sorted(used.switches)), tuple(used.sizes)
            variables = _variables_of(node)
            found = Operation(self.document, node, variables, switches, sizes, self._grow)
            self._operations[name] = found
            self._grow(_OPERATION_SIZE)
        return found


def _variables_of(node: OperationDefinitionNode) -> Variables | None:
    try:
        return Variables(node)
    except Declined:
        return None


class _Used(Visitor):
    """Finds the variables that change a plan or its size."""

    def __init__(self) -> None:
        super().__init__()
        self.switches: set[str] = set()
        self.sizes: list[str] = []

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        values = [argument.value for argument in node.arguments or ()]
        self.switches.update(
            value.name.value for value in values if isinstance(value, VariableNode)
        )

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for argument in node.arguments or ():
            if argument.name.value in SLICING and isinstance(argument.value, VariableNode):
                self.sizes.append(argument.value.name.value)


def is_mutation(source: str, name: str | None) -> bool:
    """Tell whether a document that can be parsed would, were it run, run a mutation."""
    operation = get_operation_ast(parse(source, no_location=True), name)
    return operation is not None and operation.operation is OperationType.MUTATION


def find_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Find the operation that is asked for. Raises Refusal where it is none or one of several."""
    operation = get_operation_ast(document, name)
    if operation is None:
        message = f"no operation {name!r} in the document" if name else "which operation?"
        raise Refusal.of("BAD_REQUEST", f"operationName: {message}")
    return operation
