"""A document before it runs: parsed and validated once, then kept with its plans."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLError,
    OperationDefinitionNode,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)

from api.errors import format_error
from api.limits import TooMuch, check_repeats, check_tokens
from api.literals import find_shape, make_template
from api.nul import NoNul
from api.prepared import Operation, Prepared, PreparedDocument
from api.refusal import Refusal
from api.shelf import Shelf
from api.written import WrittenValues
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import DocumentNode

    from api.settings import Limits

_KEPT = 32_000_000  # bytes of documents, with their plans; the next ones were measured
_DOCUMENT_SIZE = 5_000
_TOKEN_SIZE = 600
_TEXT_SIZE = 800
_LITERAL_SIZE = 250
_UNFINISHED = "Validation aborted."
"""What graphql-core says where Python's stack does not reach for comparing repeated fields."""
RULES = (
    *(rule for rule in specified_rules if rule is not ValuesOfCorrectTypeRule),
    WrittenValues,
    NoNul,
)
"""What a document is validated by."""


class Documents:
    """The documents that were asked for lately, ready to run; shared by all threads."""

    def __init__(self, limits: Limits) -> None:
        """Begin with none."""
        self._limits = limits
        self._exact: Shelf[Prepared, PreparedDocument] = Shelf(_KEPT)
        self._trusted: dict[str, PreparedDocument] = {}

    def trust(self, source: str, document: DocumentNode) -> list[Operation]:
        """Keep a valid document for good; gives its operations, as they may be asked for."""
        size = _size_of(source, document)
        kept = self._trusted[source] = PreparedDocument(document, None, size, self._exact)
        nodes = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        names = {node.name.value if node.name else None for node in nodes}
        return [kept.operation(name) for name in names | ({None} if len(nodes) == 1 else set())]

    def find(self, source: str, name: str | None) -> Prepared | None:
        """Give an operation that was prepared before. Raises Refusal."""
        return self._exact.get((source, name)) or self._find(source, name)

    def _find(self, source: str, name: str | None) -> Prepared | None:
        kept = self._trusted.get(source) or self._exact.document(source)
        if kept is not None and kept.template is None:  # a client may send a shape's very text
            return self._keep(source, name, kept, {})
        shape = find_shape(source)
        kept = self._exact.document(shape.text) if shape else None
        if shape is None or kept is None or kept.template is None:
            return None
        literals = kept.template.read(shape.literals)
        return None if literals is None else self._keep(source, name, kept, literals)

    def prepare(self, source: str, name: str | None, *, trusted: bool = False) -> Prepared:
        """Parse and validate a document; limits are not for trusted ones. Raises Refusal."""
        found = self.find(source, name)
        if found is not None:
            return found
        document = self.validate(source, trusted=trusted)
        size = _size_of(source, document)
        shape = find_shape(source)
        template = make_template(document, shape) if shape else None
        if shape and template and self._exact.document(shape.text) is None:
            literals = template.read(shape.literals)
            if literals is not None:
                made = PreparedDocument(template.document, template, size, self._exact)
                self._exact.name(shape.text, made)
                return self._keep(source, name, made, literals)
        made = PreparedDocument(document, None, size, self._exact)
        self._exact.name(source, made)
        return self._keep(source, name, made, {})

    def _keep(
        self, source: str, name: str | None, document: PreparedDocument, literals: dict[str, Any]
    ) -> Prepared:
        prepared = Prepared(document.operation(name), literals)
        size = _TEXT_SIZE + 2 * sys.getsizeof(source) + _LITERAL_SIZE * len(literals)
        self._exact.put((source, name), prepared, size, document)
        return prepared

    def validate(self, source: str, *, trusted: bool = False) -> DocumentNode:
        """Give a document as it was written, parsed and valid. Raises Refusal."""
        document = self._parse(source, trusted=trusted)
        errors = validate(GRAPH, document, RULES, max_errors=20)
        if errors and errors[-1].message == _UNFINISHED:
            message = "the document repeats or nests too much to be validated; ask in parts"
            raise Refusal.of("COST_EXCEEDED", message)
        if errors:
            raise Refusal([format_error(error, "GRAPHQL_VALIDATION_FAILED") for error in errors])
        return document

    def _parse(self, source: str, *, trusted: bool) -> DocumentNode:
        try:
            document = parse(source, max_tokens=None if trusted else self._limits.tokens)
            _part_tokens(document)
            if not trusted:
                check_repeats(document, self._limits)
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
            check_tokens(source, self._limits.tokens)
        except TooMuch as excess:
            return Refusal([excess.as_error()])
        return Refusal([format_error(error, "GRAPHQL_PARSE_FAILED")])


def _size_of(source: str, document: DocumentNode) -> int:
    return _DOCUMENT_SIZE + _TOKEN_SIZE * document.token_count + 4 * sys.getsizeof(source)


def _part_tokens(document: DocumentNode) -> None:
    """Part the parser's tokens, of which each knows its neighbours, also those of comments.

    What holds itself is only freed by the collector of garbage, and that looks seldom.
    """
    token = document.loc.start_token if document.loc else None
    while token is not None:
        following, token.prev, token.next = token.next, None, None
        token = following
