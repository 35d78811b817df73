"""The pages for people: what this is and how to ask it, and what the error codes mean."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from api.documents import load_document
from api.errors import CODES, Problem
from api.execute import Asked
from api.negotiate import accepted_languages
from api.respond import Body, respond
from schema.graph.query import SCHEMA

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from api.execute import Executor

_FRONT = load_document("front")
_HTML = "text/html; charset=utf-8"
_STYLE = """
:root { color-scheme: light dark; font: 1.05rem/1.6 Georgia, serif; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; }
header { border-bottom: 1px solid; margin-bottom: 1.5rem; }
h1 { margin: 0; } h3 { margin: 1.4rem 0 .2rem; font-size: 1.1rem; } p { margin: .3rem 0; }
small, .trend, code, textarea, th { font-family: ui-sans-serif, system-ui, sans-serif; }
.trend { font-size: .85rem; opacity: .8; }
code, textarea { font-family: ui-monospace, monospace; font-size: .9rem; }
textarea { width: 100%; box-sizing: border-box; min-height: 8rem; }
li { margin: .3rem 0; } a { color: inherit; }
td, th { text-align: left; padding: .3rem 1rem .3rem 0; }
"""
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
    accepted = accepted_languages(request.headers.get("accept-language", ""))
    executor: Executor = request.app.state.executor
    answer = await executor.run(Asked(_FRONT.text, accepted=accepted))
    if answer.errors:
        raise Problem("UNAVAILABLE", answer.errors[0]["message"])
    content = _page(answer.data or {}).encode()
    body = Body(content, _HTML, language=answer.language, vary=("Accept-Language",))
    return respond(request, body, answer)


def _page(data: dict[str, Any]) -> str:
    publication, issue = data["publication"], data["latestIssue"]
    calls = "".join(
        f'<li><a href="{html.escape(path)}"><code>{html.escape(path)}</code></a>: {what}</li>'
        for path, what in _CALLS
    )
    return _document(
        publication["name"],
        publication["language"],
        f"<header><h1>{html.escape(publication['name'])}</h1>"
        f"<p>{html.escape(publication['description'])}</p></header>"
        f"<main>{_issue(issue)}"
        f'<section lang="en"><h2>Ask for it</h2><ul>{calls}</ul>'
        f'<form action="/graphql" method="get"><label for="query">GraphQL</label>'
        f'<textarea id="query" name="query" spellcheck="false">{_EXAMPLE}</textarea>'
        f"<button>Run</button></form></section></main>",
    )


def _issue(issue: dict[str, Any] | None) -> str:
    if issue is None:
        return ""
    articles = "".join(
        f'<h3><a href="/v1/articles/{each["language"]}/{each["slug"]}.html">'
        f"{html.escape(each['title'])}</a></h3>"
        f'<p class="trend">{html.escape(_line(each))}</p><p>{html.escape(each["lead"] or "")}</p>'
        for each in issue["articles"]
    )
    number = f"№ {issue['number']}, " if issue["number"] is not None else ""
    title = html.escape(issue["title"] or "")
    days = f"{number}{issue['startsOn']} – {issue['endsOn']}"
    return f"<section><h2>{title} <small>{days}</small></h2>{articles}</section>"


def _line(article: dict[str, Any]) -> str:
    section = (article["section"] or {}).get("name")
    return " · ".join(part for part in (section, article["trendLabel"]) if part)


def _document(title: str, language: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>{body}</body>\n</html>\n"
    )


async def errors(request: Request) -> Response:
    """Show the list of codes: what a problem's `type` points to."""
    rows = "".join(
        f'<tr id="{code}"><td><code>{code}</code></td><td>{status}</td><td>{title}</td></tr>'
        for code, (status, title) in CODES.items()
    )
    table = f"<table><tr><th>code</th><th>status</th><th>meaning</th></tr>{rows}</table>"
    page = _document("Error codes", "en", f"<main><h1>Error codes</h1>{table}</main>")
    return _constant(request, page, _HTML)


async def sdl(request: Request) -> Response:
    """Give the schema as SDL."""
    return _constant(request, SCHEMA.as_str() + "\n", "text/plain; charset=utf-8")


def _constant(request: Request, text: str, media_type: str) -> Response:
    return respond(request, Body(text.encode(), media_type, language="en"))
