"""The sitemap: all addresses in one file, or an index of files of at most 1,000.

Each file is one stored document's result. Those of past periods keep their bytes when something new
is published: articles stand by the month of their publication, issues by their year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.documents import load_document
from api.errors import Problem
from api.markup import add, root, write
from api.respond import Body, respond
from api.sitemaps.query import refuse_parameters
from api.stored import run_stored

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MEDIA_TYPE = "application/xml"

_ALL = load_document("sitemap")
_PART = load_document("sitemap-part")
_UNDATED = "undated"
_NAME = re.compile(
    r"(?P<kind>names|tags|issues|articles)\.(?P<language>[A-Za-z0-9-]{2,35})"
    rf"(?:\.(?P<period>\d{{4}}|{_UNDATED}))?\.(?P<number>[1-9]\d{{0,5}})"
)
_PERIODS = {"names": "", "tags": "", "issues": r"\d{4}", "articles": rf"\d{{4}}|{_UNDATED}"}


async def sitemap(request: Request) -> Response:
    """Answer `/sitemap.xml`."""
    refuse_parameters(request)
    answer = await run_stored(request, _ALL, {})
    data = answer.plain()
    if not data["addresses"]:  # there is always a front page: so they are too many for one file
        address = request.app.state.settings.public_url
        return _send(request, _index(data["addressParts"], address), answer)
    return _send(request, _urls(data), answer)


async def sitemap_part(request: Request) -> Response:
    """Answer a file of the index, such as `/sitemap-articles.en.2026.1.xml`."""
    refuse_parameters(request)
    named = _read_name(request)
    try:
        answer = await run_stored(request, _PART, named)
    except Problem as problem:  # the name is all that was given: what is wrong is wrong in it
        raise (_missing(request) if problem.code == "BAD_INPUT" else problem) from problem
    data = answer.plain()
    codes = {each["code"] for each in data["languages"]}
    if not data["addresses"] or named["language"] not in codes:
        raise _missing(request)
    return _send(request, _urls(data), answer)


def _read_name(request: Request) -> dict[str, Any]:
    found = _NAME.fullmatch(request.path_params["part"])
    if found is None or not re.fullmatch(_PERIODS[found["kind"]], found["period"] or ""):
        raise _missing(request)
    return {
        "kind": found["kind"].upper(),
        "language": found["language"],
        "period": None if found["period"] == _UNDATED else found["period"],
        "number": int(found["number"]),
    }


def _missing(request: Request) -> Problem:
    return Problem("NOT_FOUND", f"there is no sitemap {request.url.path}; /sitemap.xml names all")


def _index(parts: list[dict[str, Any]], address: str) -> Element:
    found = root("sitemapindex", {"xmlns": SITEMAP})
    for part in parts:
        add(add(found, "sitemap"), "loc", f"{address}/sitemap-{_name(part)}.xml")
    return found


def _name(part: dict[str, Any]) -> str:
    kind = part["kind"].lower()
    periods = [part["period"] or _UNDATED] if _PERIODS[kind] else []
    return ".".join([kind, part["language"], *periods, str(part["number"])])


def _urls(data: dict[str, Any]) -> Element:
    """List the addresses; where there is one language only, no page has another to lead to."""
    many = len(data["languages"]) > 1
    found = root("urlset", {"xmlns": SITEMAP, **({"xmlns:xhtml": XHTML} if many else {})})
    for each in data["addresses"]:
        url = add(found, "url")
        add(url, "loc", each["url"])
        if each["modifiedAt"]:
            add(url, "lastmod", each["modifiedAt"])
        for language, address in _alternates(each) if many else ():
            link = {"rel": "alternate", "hreflang": language, "href": address}
            add(url, "xhtml:link", attributes=link)
    return found


def _alternates(each: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(alternate["language"], alternate["url"]) for alternate in each["alternates"]]
    return [*found, ("x-default", each["defaultUrl"])]


def _send(request: Request, document: Element, answer: Answer) -> Response:
    return respond(request, Body(write(document), MEDIA_TYPE), answer)
