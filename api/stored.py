"""A stored document that an address asks for: run it, word its errors as problems, unwrap it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.answer import Asked
from api.errors import CODES, Problem
from api.negotiate import accepted_languages
from api.parameters import read_parameters
from api.timing import TIMING
from schema.graph.cursors import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from api.answer import Answer
    from api.documents import Document
    from api.execute import Executor

LONGER = {"trends": 10_000}
"""Lists without pages of which REST gives more than clients of GraphQL may ask for: two decades of
weeks in ten sections. Each address has one such list, and a file of it is sent whole."""


async def ask(
    request: Request, document: Document, fixed: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], Answer]:
    """Run a document with the parameters of a request; gives its variables too.

    `fixed` are those that the path says, if they are not named in it as the document does. Raises
    Problem.
    """
    path = request.path_params if fixed is None else fixed
    variables = read_parameters(request, document, path)
    accepted: list[str] = []
    if negotiates(document, variables):
        accepted = accepted_languages(request.headers.get("accept-language", ""))
    largest = LONGER.get(document.root, LARGEST_PAGE)
    answer = await run_stored(request, document, variables, accepted, largest)
    return variables, answer


def negotiates(document: Document, variables: dict[str, Any]) -> bool:
    """Accept-Language counts only where a language can be given, is not, and is not a filter."""
    known = document.variables.get("language")
    is_choice = known is not None and not known.many and document.root != "records"
    return is_choice and "language" not in variables


async def run_stored(
    request: Request,
    document: Document,
    variables: Mapping[str, Any],
    accepted: Sequence[str] = (),
    largest_page: int = LARGEST_PAGE,
) -> Answer:
    """Run a document for a request. Raises Problem where the answer has errors.

    `accepted` are languages by preference, for where no variable names one; `largest_page` is the
    most nodes that `first` may ask for: renderings may take more than clients.
    """
    executor: Executor = request.app.state.executor
    asked = Asked(
        document.text, variables, accepted=accepted, trusted=True, largest_page=largest_page
    )
    answer = await executor.run(asked)
    request.scope[TIMING] = answer.timing
    if answer.errors:
        raise problem_of(answer.errors[0], document)
    return answer


def problem_of(error: dict[str, Any], document: Document) -> Problem:
    """Word one of the graph's errors as REST does; its argument was one of our parameters."""
    extensions = dict(error["extensions"])
    code = extensions.pop("code")
    argument = extensions.pop("argument", None)
    if argument is not None:
        parameter = document.arguments.get(argument, argument)
        extensions["errors"] = [{"parameter": parameter, "detail": error["message"]}]
    status = HTTPStatus.GONE if "withdrawnAt" in extensions else CODES[code][0]
    return Problem(code, error["message"], status=status, **extensions)


def found(request: Request, document: Document, answer: Answer) -> Any:
    """Give the result of the document's root field. Raises Problem where it is null."""
    result = (answer.data or {}).get(document.root)
    if result is None:
        detail = f"there is nothing at {request.url.path} in the language asked for"
        raise Problem("NOT_FOUND", detail)
    return result
