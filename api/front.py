"""The front page: the publication, its latest issue in each language, and how to begin to ask.

languages and days of this revision → one document of all parts, so that the page is of one
revision → HTML
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.answer import Answer, Asked
from api.beginnings import Beginning, beginning_parts, read_beginnings
from api.documents import load_document
from api.errors import Problem
from api.front_page import POLICY, write_front
from api.html import HTML
from api.merging import Part, merge, part_of
from api.negotiate import accepted_languages
from api.parameters import read_parameters
from api.respond import Body, respond
from api.timing import TIMING
from api.trends.chart import read_chart

if TYPE_CHECKING:
    from starlette.datastructures import State
    from starlette.requests import Request
    from starlette.responses import Response

    from api.execute import Executor
    from api.trends.chart import Chart

_FRONT = load_document("front")
_HEADLINES = load_document("headlines")
_TRENDS = load_document("trends-svg")
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Front:
    """What the page shows. `issues` has the latest one of each language, the reader's first.

    `chart` is what the picture of the trends of the latest issues shows; those issues began on
    `days`, the latest first.
    """

    publication: dict[str, Any]
    revision: dict[str, Any]
    issues: list[dict[str, Any]]
    chart: Chart
    days: list[str]
    beginnings: list[Beginning]
    only_trusted: bool


async def front(request: Request) -> Response:
    """Show the page, in the language that is named or else that the reader prefers."""
    variables = read_parameters(request, _FRONT, {})
    accepted: list[str] = []
    if not variables:
        accepted = accepted_languages(request.headers.get("accept-language", ""))
    state = request.app.state
    found, answer = await _ask(state, variables, accepted)
    request.scope[TIMING] = answer.timing
    content = write_front(found, state.assets)
    vary = () if variables else ("Accept-Language",)
    language = found.publication["language"]
    return respond(request, Body(content, HTML, language, vary, POLICY), answer)


async def _ask(
    state: State, variables: dict[str, Any], accepted: list[str]
) -> tuple[Front, Answer]:
    """Ask for everything at once, with the languages that there were; again if they are others."""
    executor: Executor = state.executor
    only_trusted: bool = state.trusted.only
    asked = Asked(_FRONT.text, variables, accepted=accepted, trusted=True)
    for _ in range(_TRIES):
        known = _data(await executor.run(asked))
        parts = _parts(known, only_trusted=only_trusted)
        document, values = merge(parts)
        answer = await executor.run(Asked(document, values, trusted=True))
        data = answer.plain()
        if not answer.errors and part_of(data, "front") == known:
            beginnings = read_beginnings(data, answer, parts, state.settings.public_url)
            return _read(data, parts, beginnings, only_trusted=only_trusted), answer
    _data(answer)  # what went wrong says so itself
    raise Problem("UNAVAILABLE", "the content changes faster than it can be read")


def _data(answer: Answer) -> dict[str, Any]:
    for error in answer.errors:
        raise Problem(error["extensions"]["code"], error["message"])
    return answer.plain()


def _parts(known: dict[str, Any], *, only_trusted: bool) -> dict[str, Part]:
    publication, days = known["publication"], _days(known)
    language, languages = publication["language"], publication["languages"]
    ordered = sorted(languages, key=lambda each: each["code"] != language)
    headlines = {
        f"issue{place}": Part(_HEADLINES.text, {"language": each["code"]})
        for place, each in enumerate(ordered)
    }
    beginnings = beginning_parts(language, ordered[0]["fallback"], only_trusted=only_trusted)
    trends = Part(_TRENDS.text, {"language": language, **({"from": days[-1]} if days else {})})
    front = Part(_FRONT.text, {"language": language})
    return {"front": front, "trends": trends, **headlines, **beginnings}


def _days(known: dict[str, Any]) -> list[str]:
    return [issue["startsOn"] for issue in known["issues"]["nodes"]]


def _read(
    data: dict[str, Any], parts: dict[str, Part], beginnings: list[Beginning], *, only_trusted: bool
) -> Front:
    whole = part_of(data, "front")
    languages = {each["code"]: each for each in whole["publication"]["languages"]}
    issues = [
        {**issue, "language": languages[part.variables["language"]]}
        for name, part in parts.items()
        if name.startswith("issue") and (issue := part_of(data, name)["latestIssue"])
    ]
    chart = read_chart(part_of(data, "trends"), dict(parts["trends"].variables))
    return Front(
        whole["publication"],
        whole["revision"],
        issues,
        chart,
        _days(whole),
        beginnings,
        only_trusted,
    )
