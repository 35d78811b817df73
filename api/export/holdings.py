"""What there is to be exported, in one revision: the values that addresses are filled with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.answer import Asked
from api.documents import load_document
from api.errors import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette

    from api.answer import Answer
    from schema.reader import State

Values = dict[str, str]

_TRENDS = load_document("articles").variables["trend"].values
PAGE = 1000
"""How many nodes are read at once."""


class ContentChangedError(Exception):
    """Something was seeded while the content was read: what was read is of two revisions."""


@dataclass(slots=True)
class Holdings:
    """The values of each set, by its name: what `Kind.over` names."""

    state: State
    sets: dict[str, list[Values]] = field(default_factory=dict)

    def add(self, over: str, /, **values: str) -> None:
        """Put one more into a set."""
        self.sets.setdefault(over, []).append(values)


async def read_holdings(app: Starlette) -> Holdings:
    """Read it. Raises Problem, and ContentChangedError where a revision ended meanwhile."""
    answer = await _ask(app, "holdings", {})
    data = answer.plain()
    found = Holdings(answer.state)
    found.sets["once"] = [{}]
    for name in app.state.assets.files:
        found.add("assets", name=name)
    for language in (each["code"] for each in data["languages"]):
        found.add("languages", language=language)
        for section in data["sections"]:
            found.add("sections", language=language, slug=section["slug"])
        for trend in _TRENDS:
            found.add("trends", language=language, trend=trend.lower())
        await _read_language(app, found, language)
    await _read_withdrawn(app, found, {each["code"] for each in data["languages"]})
    slugs = dict.fromkeys(each["slug"] for each in found.sets.get("issues", ()))
    found.sets["slugs"] = [{"slug": slug} for slug in slugs]
    return found


async def _read_language(app: Starlette, found: Holdings, language: str) -> None:
    async for node in _walk(app, found.state, "held-tags", language):
        found.add("tags", language=language, slug=node["slug"])
    async for node in _walk(app, found.state, "held-issues", language):
        found.add("issues", language=language, slug=node["slug"])
    async for node in _walk(app, found.state, "held-articles", language):
        found.add("articles", language=language, slug=node["slug"])
        for slug in node["earlierSlugs"]:
            found.add("moved", language=language, slug=slug)


async def _read_withdrawn(app: Starlette, found: Holdings, languages: set[str]) -> None:
    async for node in _walk(app, found.state, "held-records"):
        if node["status"] == "WITHDRAWN" and node["language"] in languages:
            found.add("withdrawn", language=node["language"], slug=node["slug"])


async def _walk(
    app: Starlette, state: State, name: str, language: str | None = None
) -> AsyncIterator[Any]:
    """Give the nodes of a list, page by page."""
    after = None
    while True:
        answer = await _ask(app, name, {"language": language, "after": after})
        if answer.state != state:
            raise ContentChangedError
        (connection,) = answer.plain().values()
        for node in connection["nodes"]:
            yield node
        if not connection["pageInfo"]["hasNextPage"]:
            return
        after = connection["pageInfo"]["endCursor"]


async def _ask(app: Starlette, name: str, variables: dict[str, Any]) -> Answer:
    given = {key: value for key, value in variables.items() if value is not None}
    text = load_document(name).text
    answer: Answer = await app.state.executor.run(
        Asked(text, given, trusted=True, largest_page=PAGE)
    )
    for error in answer.errors:
        raise Problem(error["extensions"]["code"], error["message"])
    return answer
