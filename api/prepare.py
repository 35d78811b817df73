"""A document before it runs: parsed and validated once, then kept; its operation found."""

from __future__ import annotations

import threading
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from graphql import GraphQLError, get_operation_ast, parse, specified_rules, validate

from api.errors import format_error
from api.limits import TooMuch, check_repeats, check_tokens
from api.nul import NoNul
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from graphql import DocumentNode, OperationDefinitionNode

_KEPT = 500_000  # characters of source; a parsed document takes about 100 times as much
_LONGEST_KEPT = 20_000
_RULES = (*specified_rules, NoNul)


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


class Documents:
    """The documents that were asked for lately, ready to run; shared by all threads."""

    def __init__(self, token_limit: int) -> None:
        """Begin with none."""
        self._token_limit = token_limit
        self._kept: LRUCache[str, tuple[int, DocumentNode]] = LRUCache(
            _KEPT, getsizeof=itemgetter(0)
        )
        self._lock = threading.Lock()

    def prepare(self, source: str) -> DocumentNode:
        """Give the parsed, valid document. Raises Refusal."""
        with self._lock:
            kept = self._kept.get(source)
        if kept is not None:
            return kept[1]
        document = self._parse(source)
        _validate(document)
        if len(source) <= _LONGEST_KEPT:
            with self._lock:
                self._kept[source] = (len(source), document)
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


def _validate(document: DocumentNode) -> None:
    errors = validate(GRAPH, document, _RULES, max_errors=20)
    if errors:
        raise Refusal([format_error(error, "GRAPHQL_VALIDATION_FAILED") for error in errors])


def find_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Find the operation that is asked for. Raises Refusal where it is none or one of several."""
    operation = get_operation_ast(document, name)
    if operation is None:
        message = f"no operation {name!r} in the document" if name else "which operation?"
        raise Refusal.of("BAD_REQUEST", f"operationName: {message}")
    return operation
