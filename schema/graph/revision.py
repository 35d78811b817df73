"""The revision: the state of the content, as clients see it."""

from __future__ import annotations

import strawberry

from schema.graph.fields import computed, item
from schema.graph.scalars import DateTime
from schema.graph.tokens import token_of_now


@strawberry.type(
    description="The state of the content. While it stays the same, so does every answer. "
    "The header `X-Content-Revision` has its number as well."
)
class Revision:
    """What `X-Content-Revision` says."""

    number: int = item(
        "number", "A number that only grows: how many seedings have changed anything."
    )
    seeded_at: DateTime = item("seeded_at", "When the last of these seedings was.")
    token: str = computed(
        lambda _, request: token_of_now(request.catalogue),
        "This state as `changes` takes it in `since`, opaque: whoever has all content of this "
        "state asks with it for what comes after.",
    )
