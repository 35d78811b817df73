"""What is answered without running a document."""

from __future__ import annotations

from typing import Any


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
