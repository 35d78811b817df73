"""The sitemaps and robots.txt, described for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.contract.headers import OF_CONTENT, OF_PROGRAM, kept, maybe, unchanged
from api.contract.parameters import CONDITIONS, refer
from api.contract.problems import problems

if TYPE_CHECKING:
    from api.contract.schemas import Schema

_SAME = {"$ref": "#/components/responses/NotModified"}


def describe_sitemaps() -> dict[str, Schema]:
    """Describe the addresses, in the order of their routes."""
    return {
        "/robots.txt": {"get": _robots()},
        "/sitemap.xml": {
            "get": _file(
                "sitemap",
                "The sitemap",
                "All addresses of the publication's website, or the index of the files that have "
                "them.",
            )
        },
        "/sitemap-news.xml": {
            "get": _file(
                "sitemapNews",
                "The news sitemap",
                "What was published in the last two days. It changes with the clock, too.",
            )
        },
        "/sitemap-{part}.xml": {"get": _part()},
    }


def _robots() -> Schema:
    words = "What robots may read, and where the sitemaps are."
    content = {"text/plain": {"schema": {"type": "string"}}}
    ok = {"description": words, "headers": kept(OF_PROGRAM), "content": content}
    same = {"description": "The copy is of today.", "headers": unchanged(OF_PROGRAM)}
    responses = {"200": ok, "304": same} | problems(406, 412, 414, 500)
    return _about("robots", "For robots", words) | {"responses": responses}


def _file(name: str, summary: str, words: str) -> Schema:
    content = {"application/xml": {"schema": {"type": "string"}}}
    headers = maybe(OF_CONTENT) | kept(["Cache-Control"])
    ok = {"description": words, "headers": headers, "content": content}
    responses = {"200": ok, "304": _SAME} | problems(400, 406, 412, 414, 500, 503)
    return _about(name, summary, words) | {"responses": responses}


def _part() -> Schema:
    found = _file("sitemapPart", "A file of the sitemap", "The addresses of one part.")
    part = {
        "name": "part",
        "in": "path",
        "required": True,
        "description": "As the index names it: what pages, language, period and number.",
        "schema": {"type": "string"},
        "example": "names.en.1",
    }
    responses = found["responses"] | problems(404)
    return {**found, "parameters": [part, *found["parameters"]], "responses": responses}


def _about(name: str, summary: str, words: str) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "description": words,
        "tags": ["server"],
        "parameters": refer(*CONDITIONS),
    }
