"""The pages for people: what this is and how to ask it, and what the error codes mean."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from api.answer import Asked
from api.documents import load_document
from api.errors import CODES, Problem
from api.html import POLICY, page
from api.negotiate import accepted_languages
from api.parameters import read_parameters
from api.respond import Body, respond
from schema.graph.query import SCHEMA

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from api.execute import Executor

_FRONT = load_document("front")
_HTML = "text/html; charset=utf-8"
_EXAMPLE = "{\n  latestIssue {\n    number\n    startsOn\n    articles { title trend }\n  }\n}"
_CALLS = (
    ("/v1/issues/latest", "the latest issue with its articles"),
    ("/v1/articles?first=5", "the five newest articles"),
    ("/v1/sections", "the sections"),
    ("/v1/publication", "the publication"),
    ("/schema.graphql", "everything that GraphQL can be asked"),
)


async def front(request: Request) -> Response:
    """Show the publication, its latest issue, and the first requests to try."""
    variables = read_parameters(request, _FRONT, {})
    accepted: list[str] = []
    if not variables:
        accepted = accepted_languages(request.headers.get("accept-language", ""))
    executor: Executor = request.app.state.executor
    answer = await executor.run(Asked(_FRONT.text, variables, accepted=accepted, trusted=True))
    for error in answer.errors:
        raise Problem(error["extensions"]["code"], error["message"])
    data = answer.plain()
    content = _page(data, request.app.state.settings.public_url)
    vary = () if variables else ("Accept-Language",)
    body = Body(content, _HTML, data["publication"]["language"], vary, POLICY)
    return respond(request, body, answer)


def _page(data: dict[str, Any], public_url: str) -> bytes:
    publication, address = data["publication"], html.escape(public_url)
    directions = {each["code"]: each["direction"] for each in publication["languages"]}
    others = "".join(
        f'<a href="{address}/?language={each["code"]}" lang="{each["code"]}">'
        f"{html.escape(each['name'])}</a>"
        for each in publication["languages"]
    )
    return page(
        publication["name"],
        publication["language"],
        directions[publication["language"]],
        f"<header><h1>{html.escape(publication['name'])}</h1>"
        f"<p>{html.escape(publication['description'])}</p><nav>{others}</nav></header>\n"
        f"<main>{_issue(data['latestIssue'], address)}\n{_requests(address)}</main>",
    )


def _requests(address: str) -> str:
    calls = "".join(
        f'<li><a href="{address}{path}"><code>{path}</code></a>: {what}</li>'
        for path, what in _CALLS
    )
    return (
        f'<section lang="en" dir="ltr"><h2>Ask for it</h2><ul>{calls}</ul>'
        f'<form id="graphql" action="{address}/graphql" method="get">'
        f'<label for="query">GraphQL</label>'
        f'<textarea id="query" name="query" spellcheck="false">{_EXAMPLE}</textarea>'
        f"<button>Run</button></form></section>"
    )


def _issue(issue: dict[str, Any] | None, address: str) -> str:
    if issue is None:
        return ""
    number = f"№ {issue['number']}, " if issue["number"] is not None else ""
    days = f"{number}{issue['startsOn']} – {issue['endsOn']}"
    title = f"{html.escape(issue['title'])} <small>{days}</small>" if issue["title"] else days
    articles = "".join(_article(each, address) for each in issue["articles"])
    return f"<section><h2>{title}</h2>{articles}</section>"


def _article(article: dict[str, Any], address: str) -> str:
    section = (article["section"] or {}).get("name")
    facts = " · ".join(fact for fact in (section, article["trendLabel"]) if fact)
    path = f"/v1/articles/{article['language']}/{article['slug']}.html"
    return (
        f'<h3><a href="{address}{path}">{html.escape(article["title"])}</a></h3>'
        f'<p class="facts">{html.escape(facts)}</p><p>{html.escape(article["excerpt"])}</p>'
    )


async def errors(request: Request) -> Response:
    """Show the list of codes: what a problem's `type` points to."""
    rows = "".join(
        f'<tr id="{code}"><td><code>{code}</code></td><td>{status}</td><td>{title}</td></tr>'
        for code, (status, title) in CODES.items()
    )
    table = f"<table><tr><th>code</th><th>status</th><th>meaning</th></tr>{rows}</table>"
    home = f'<nav><a href="{html.escape(request.app.state.settings.public_url)}/">←</a></nav>'
    body = f'{home}<main><h1>Error codes</h1><div class="table">{table}</div></main>'
    content = page("Error codes", "en", "ltr", body)
    return respond(request, Body(content, _HTML, "en", headers=POLICY))


async def sdl(request: Request) -> Response:
    """Give the schema as SDL."""
    content = f"{SCHEMA.as_str()}\n".encode()
    return respond(request, Body(content, "text/plain; charset=utf-8", "en"))
