"""The ordinary executor: graphql-core's own, for whatever is not compiled, and for errors."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from graphql import execute

from api.answer import Answer
from api.errors import format_error
from api.one_of import in_our_words
from schema.graph.nodes import KEYS
from schema.graph.query import GRAPH
from schema.reader import ReadError

if TYPE_CHECKING:
    from graphql import DocumentNode, GraphQLError

    from api.answer import Asked
    from schema.graph.request import Request

_TYPES = tuple(KEYS)
"""What an answer of this executor depends on: it does not follow which nodes it reads."""


def run_document(document: DocumentNode, request: Request, asked: Asked) -> Answer:
    """Run a valid document. Raises ReadError."""
    result = asyncio.run(_run(document, request, asked))
    for error in result.errors or ():
        if isinstance(error.original_error, ReadError):
            raise error.original_error
    errors = [_write(error) for error in result.errors or ()]
    return Answer.of(request, result.data, errors, _TYPES)


def _write(error: GraphQLError) -> dict[str, Any]:
    """Write an error; what was not refused by a resolver of ours is an input's fault."""
    written = format_error(error, "BAD_INPUT")
    words = in_our_words(error)
    return {**written, "message": words} if words else written


async def _run(document: DocumentNode, request: Request, asked: Asked) -> Any:
    result = execute(
        GRAPH,
        document,
        context_value=request,
        variable_values=dict(asked.variables),
        operation_name=asked.operation_name,
    )
    if asyncio.iscoroutine(result) or hasattr(result, "__await__"):
        result = await result
    if result.errors:
        await _settle()
    return result


async def _settle() -> None:
    """Let the fields end that an error has made useless: they read on this request's connection."""
    await asyncio.sleep(0)
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(rest)
