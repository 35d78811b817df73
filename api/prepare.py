"""A document before it runs: parsed and validated once, then kept with its plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import GraphQLError, VariableNode, get_operation_ast, parse, specified_rules, validate
from graphql import visit as visit_nodes
from graphql.language.visitor import Visitor

from api.arguments import Declined
from api.errors import format_error
from api.kept import Kept
from api.limits import TooMuch, check_repeats, check_tokens
from api.literals import Template, find_shape, make_template
from api.nul import NoNul
from api.variables import Variables
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import DirectiveNode, DocumentNode, FieldNode, OperationDefinitionNode

    from api.limits import Measure
    from api.plan import Selection

_KEPT = 300_000  # characters of source; a parsed document takes about 100 times as much
_LONGEST_KEPT = 20_000
_EACH = 500  # what the shortest document takes besides, counted as source
_RULES = (*specified_rules, NoNul)
_SIZES = frozenset(("first", "last", "ids"))


class Refusal(Exception):  # noqa: N818 - carries the errors of a document that does not run
    """A document that is answered without running it."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        """Keep the errors as GraphQL writes them."""
        super().__init__(errors)
        self.errors = errors

    @classmethod
    def of(cls, code: str, message: str) -> Refusal:
        """Refuse for one reason."""
        return cls([{"message": message, "extensions": {"code": code}}])


@dataclass(slots=True)
class Operation:
    """One operation of a valid document, and what was found out about it.

    `variables` reads them, where they can be read at all.
    `plans` are by the values of `switches`, the variables of `@skip` and `@include`; a text is the
    reason why there is none. `measures` are by the values of `sizes`, the variables that say how
    long lists are.
    """

    document: DocumentNode
    node: OperationDefinitionNode
    variables: Variables | None
    switches: tuple[str, ...]
    sizes: tuple[str, ...]
    plans: dict[tuple[Any, ...], Selection | str] = field(default_factory=dict)
    measures: dict[tuple[Any, ...], Measure] = field(default_factory=dict)


class Prepared(NamedTuple):
    """An operation, and the values of the literals that stand in the document as variables."""

    operation: Operation
    literals: dict[str, Any]


class Documents:
    """The documents that were asked for lately, ready to run; shared by all threads."""

    def __init__(self, token_limit: int) -> None:
        """Begin with none."""
        self._token_limit = token_limit
        self._kept: Kept[_Document] = Kept(_KEPT)
        self._exact: Kept[Prepared] = Kept(_KEPT)

    def find(self, source: str, name: str | None) -> Prepared | None:
        """Give an operation that was prepared before. Raises Refusal."""
        found = self._exact.get((source, name))
        if found is None:
            found = self._find(source, name)
            if found is not None and len(source) <= _LONGEST_KEPT:
                self._exact.put((source, name), found, len(source) + _EACH)
        return found

    def _find(self, source: str, name: str | None) -> Prepared | None:
        kept = self._kept.get(source)
        if kept is not None and kept.template is None:  # a client may send a shape's very text
            return Prepared(kept.operation(name), {})
        shape = find_shape(source)
        kept = self._kept.get(shape.text) if shape else None
        if shape is None or kept is None or kept.template is None:
            return None
        literals = kept.template.read(shape.literals)
        return None if literals is None else Prepared(kept.operation(name), literals)

    def prepare(self, source: str, name: str | None) -> Prepared:
        """Parse and validate a document. Raises Refusal."""
        found = self.find(source, name)
        if found is not None:
            return found
        document = self.validate(source)
        shape = find_shape(source)
        template = make_template(document, shape) if shape else None
        if shape is None or template is None:
            return Prepared(self._keep(source, document, None).operation(name), {})
        literals = template.read(shape.literals)
        if literals is None or self._kept.get(shape.text) is not None:
            return Prepared(self._keep(source, document, None).operation(name), {})
        kept = self._keep(shape.text, template.document, template)
        return Prepared(kept.operation(name), literals)

    def _keep(self, text: str, document: DocumentNode, template: Template | None) -> _Document:
        made = _Document(document, template)
        if len(text) <= _LONGEST_KEPT:
            self._kept.put(text, made, len(text) + _EACH)
        return made

    def validate(self, source: str) -> DocumentNode:
        """Give a document as it was written, parsed and valid. Raises Refusal."""
        document = self._parse(source)
        errors = validate(GRAPH, document, _RULES, max_errors=20)
        if errors:
            raise Refusal([format_error(error, "GRAPHQL_VALIDATION_FAILED") for error in errors])
        return document

    def _parse(self, source: str) -> DocumentNode:
        try:
            document = parse(source, max_tokens=self._token_limit)
            check_repeats(document)
        except TooMuch as excess:
            raise Refusal([excess.as_error()]) from excess
        except GraphQLError as error:
            raise self._misread(source, error) from error
        except RecursionError as error:
            failed = GraphQLError("the document nests too deeply")
            raise Refusal([format_error(failed, "GRAPHQL_PARSE_FAILED")]) from error
        return document

    def _misread(self, source: str, error: GraphQLError) -> Refusal:
        try:
            check_tokens(source, self._token_limit)
        except TooMuch as excess:
            return Refusal([excess.as_error()])
        return Refusal([format_error(error, "GRAPHQL_PARSE_FAILED")])


class _Document:
    """A valid document and its operations, each looked at when it is first asked for."""

    def __init__(self, document: DocumentNode, template: Template | None) -> None:
        self.document = document
        self.template = template
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation:
        found = self._operations.get(name)
        if found is None:
            node = find_operation(self.document, name)
            used = _Used()
            visit_nodes(self.document, used)
            switches, sizes = tuple(sorted(used.switches)), tuple(used.sizes)
            found = Operation(self.document, node, _variables_of(node), switches, sizes)
            self._operations[name] = found
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
            if argument.name.value in _SIZES and isinstance(argument.value, VariableNode):
                self.sizes.append(argument.value.name.value)


def find_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Find the operation that is asked for. Raises Refusal where it is none or one of several."""
    operation = get_operation_ast(document, name)
    if operation is None:
        message = f"no operation {name!r} in the document" if name else "which operation?"
        raise Refusal.of("BAD_REQUEST", f"operationName: {message}")
    return operation
