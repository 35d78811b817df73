"""/openapi.json: the description of REST, with examples that this very API answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.answer import Asked
from api.contract.addresses import Examples
from api.contract.description import describe
from api.documents import load_document
from api.errors import Problem
from api.profile import JSON
from api.respond import Body, respond

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.execute import Executor
    from api.rest import Address

_DOCUMENT = load_document("examples")
_CHANGING = ("latestIssue", "changes")
"""The root fields that have no example: it would be another one with every issue."""

_MOST_ITEMS = 2
_LONGEST_TEXT = 240
_ASKED = {"first": 1, "order": "oldest"}
"""What examples of lists are asked with: the oldest items change least."""


async def openapi(request: Request) -> Response:
    """Describe the API; before the first seeding, without examples."""
    addresses: list[Address] = request.app.state.addresses
    base = urlsplit(request.app.state.settings.public_url).path or "/"
    executor: Executor = request.app.state.executor
    try:
        answer = await executor.run(Asked(_DOCUMENT.text, trusted=True))
        values = _values(answer.plain())
        found, tags = await _ask_all(request, addresses, values)
    except Problem:  # whoever asks for the description learns from /readyz what is wrong
        content = write(describe(addresses, base, Examples()))
        return Response(content, headers={"Cache-Control": "no-store"}, media_type=JSON)
    content = write(describe(addresses, base, Examples(values, found)))
    depends_on = {*answer.depends_on, *tags}
    return respond(request, Body(content, JSON, "en"), replace(answer, depends_on=depends_on))


def write(description: dict[str, Any]) -> bytes:
    """Write a description as it is served and committed."""
    return orjson.dumps(description, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _values(data: dict[str, Any]) -> dict[str, Any]:
    """Give values of parameters that belong together, by name or by root field and name."""
    language = data["publication"]["defaultLanguage"]
    found: dict[str, Any] = {"language": language, "first": _ASKED["first"]}
    for article in data["articles"]["nodes"]:
        issue = article["issue"] or {"slug": None, "startsOn": None}
        found |= {
            "article.language": article["language"],
            "article.slug": article["slug"],
            "record.slug": article["slug"],
            "section": (article["section"] or {}).get("slug"),
            "tag": next((tag["slug"] for tag in article["tags"]), None),
            "q": next((tag["name"] for tag in article["tags"]), None),
            "trend": article["trend"].lower() if article["trend"] else None,
            "author": next(iter(article["authors"]), None),
            "issue": issue["slug"],
            "issue.slug": issue["slug"],
            "issues.from": issue["startsOn"],
            "articles.from": article["publishedAt"],
        }
    return found


async def _ask_all(
    request: Request, addresses: list[Address], values: Mapping[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """Ask each address for its example; gives the answers, shortened, and what they depend on."""
    handlers = {route.path: route.endpoint for route in request.app.routes}
    answers, tags = {}, set[str]()
    for address in addresses:
        inside, query = _asked(address, values)
        is_known = None not in (*inside.values(), *query.values())
        if address.suffix or address.document.root in _CHANGING or not is_known:
            continue
        found = await handlers[address.path](_request(request, address.path, inside, query))
        answers[address.path] = _shorten(orjson.loads(found.body))
        tags |= set(found.headers["Surrogate-Key"].split())
    return answers, tags


def _asked(address: Address, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Choose what stands in the path of an example, and what in its query."""
    names = address.document.variables
    root = address.document.root
    inside = {
        name: values.get(f"{root}.{name}", values.get(name))
        for name in names
        if f"{{{name}}}" in address.path
    }
    given = {"language": values["language"], **_ASKED, "q": values.get("q")}
    return inside, {name: given[name] for name in given if name in names and name not in inside}


def _request(
    request: Request, template: str, inside: Mapping[str, Any], query: Mapping[str, Any]
) -> Request:
    """Make the request of an example."""
    path = template.format(**inside)
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "path_params": dict(inside),
        "query_string": urlencode(query).encode(),
        "headers": [],
        "app": request.app,
    }
    return Request(scope)


def _shorten(value: Any) -> Any:
    """Cut long lists and texts."""
    if isinstance(value, dict):
        return {name: _shorten(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shorten(each) for each in value[:_MOST_ITEMS]]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"{value[: _LONGEST_TEXT - 1].rpartition(' ')[0]} …"
    return value
