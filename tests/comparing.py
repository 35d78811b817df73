"""One document in both ways, compiled and by graphql-core; and the smallest one that differs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from documents import TAIL, Document
from graphql import (
    FragmentDefinitionNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    print_ast,
    separate_operations,
    visit,
)
from graphql.language.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

_TAIL = b'"zz":{"queryType":{"name":"Query"}}'
COMPILED = ("compiled", "")
Ways = Counter[tuple[str, str]]
"""How many documents went which way: compiled, or declined and why, or refused before."""


def send(client: TestClient, document: Document, text: str, again: int = 0) -> bytes:
    """Ask; `again` changes the request and not what it means, so that no cache has it."""
    sent: dict[str, Any] = {"query": text, "variables": document.variables}
    if document.operation_name:
        sent["operationName"] = document.operation_name
    if again:
        sent["extensions"] = {"again": again}
    return client.post("/graphql", json=sent).content


def send_for_way(client: TestClient, document: Document) -> tuple[bytes, tuple[str, str]]:
    """Ask for the first time, and tell which way the document went."""
    counts: Ways = client.app.state.executor.counts  # type: ignore[attr-defined]
    before = counts.copy()
    answer = send(client, document, document.query)
    ways = list((counts - before).elements())
    assert len(ways) <= 1
    return answer, ways[0] if ways else ("refused", "")


def send_ordinary(client: TestClient, document: Document, again: int = 0) -> bytes:
    """Ask graphql-core, by a last field that nothing else answers, and take that out again."""
    answer = send(client, document, document.tailed, again)
    assert answer.count(_TAIL) <= 1
    return answer.replace(b"," + _TAIL, b"").replace(_TAIL, b"")


def shrink(client: TestClient, document: Document) -> Document:
    """Leave out of a document that differs what it differs without."""
    smaller: Document | None = document
    while smaller is not None:
        document = smaller
        smaller = next((each for each in _smaller(document) if differs(client, each)), None)
    return document


def differs(client: TestClient, document: Document) -> bool:
    """Tell whether the two ways give different answers."""
    return send(client, document, document.query) != send_ordinary(client, document)


def _smaller(document: Document) -> Iterator[Document]:
    """Give the document without one of its selections each; longer ones are left out first."""
    operations = separate_operations(parse(document.query))
    parsed = operations[document.operation_name or next(iter(operations))]
    found: list[Any] = []

    class Collect(Visitor):
        def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> None:
            found.extend(node.selections)

    visit(parsed, Collect())
    for node in sorted(found, key=lambda node: node.loc.start - node.loc.end):
        yield from _without(parsed, node, document.variables)


def _without(parsed: Node, removed: Node, variables: dict[str, Any]) -> Iterator[Document]:
    class Remove(Visitor):
        def enter(self, node: Node, *_: Any) -> Any:
            return self.REMOVE if node is removed else None

        def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> Any:
            return None if node.selections else self.REMOVE

    left = visit(parsed, Remove())
    operation = next(each for each in left.definitions if isinstance(each, OperationDefinitionNode))
    spread = next(iter(separate_operations(left).values()))
    fragments = [each for each in spread.definitions if isinstance(each, FragmentDefinitionNode)]
    inside = print_ast(operation.selection_set)[1:-1] if operation.selection_set else ""
    texts = "\n".join(map(print_ast, fragments))
    used = f"{inside} {texts}"
    declared = [
        print_ast(each)
        for each in operation.variable_definitions or ()
        if f"${each.variable.name.value}" in used
    ]
    head = f"query ({', '.join(declared)}) {{" if declared else "query {"
    if inside:
        query, tailed = (f"{head}{inside} {tail}\n{texts}" for tail in ("}", TAIL))
        yield Document(query, tailed, variables, None)
