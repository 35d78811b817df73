"""What the graph refuses, with the code that the client gets in `extensions.code`."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError


class Refused(GraphQLError):  # noqa: N818 - what is refused is the client's, not an error of ours
    """A client's mistake or an absence, told as `errors[]` with a code of design §7."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        """Keep the code, and what else the client should know, in the extensions."""
        super().__init__(message, extensions={"code": code, **more})


def bad_input(message: str, *, argument: str, **more: Any) -> Refused:
    """Refuse an argument's value; `argument` is its path, such as `filter.sections`."""
    return Refused("BAD_INPUT", message, argument=argument, **more)
