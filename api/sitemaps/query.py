"""Files have no parameters: one that is given is a mistake, as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.errors import Problem

if TYPE_CHECKING:
    from starlette.requests import Request


def refuse_parameters(request: Request) -> None:
    """Raise BAD_INPUT with all parameters that there are."""
    given = dict.fromkeys(request.query_params)
    if given:
        mistakes = [
            {"parameter": name, "detail": "there is no such parameter; there are none here"}
            for name in given
        ]
        detail = "; ".join(f"{each['parameter']}: {each['detail']}" for each in mistakes)
        raise Problem("BAD_INPUT", detail, errors=mistakes)
