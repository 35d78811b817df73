"""`/oai`: each verb is a stored document, written as the protocol has it.

read the arguments → run the document → write its result → send
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.routing import Route

from api.body import read_body
from api.documents import load_document
from api.errors import Problem
from api.newsroom.identity import read_identifier
from api.newsroom.oai import answers
from api.newsroom.oai.asked import Mistake, Refused, read_asked
from api.newsroom.oai.lists import bad_token, no_records, read_list
from api.respond import Body, respond
from api.stored import run_stored
from schema.graph.ids import encode_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from api.answer import Answer
    from api.documents import Document
    from api.newsroom.oai.asked import Asked

PATH = "/oai"
XML = "text/xml; charset=utf-8"
"""The protocol's own media type (§3.1.2.1)."""

_FORM = "application/x-www-form-urlencoded"
_LARGEST_PAGE = 1000
_IDENTIFY, _SETS, _HEADERS, _RECORDS, _RECORD = map(
    load_document, ("oai-identify", "oai-sets", "oai-headers", "oai-records", "oai-record")
)


def routes() -> list[Route]:
    """Give the route."""
    return [Route(PATH, oai, methods=["GET", "POST"])]


async def oai(request: Request) -> Response:
    """Answer a harvester; its mistakes are answers as well, with status 200 (§3.6)."""
    given = await _read(request)
    asked: Asked | None = None
    try:
        asked = read_asked(given)
        content, answer = await _answer(request, asked)
    except Refused as refused:
        answer = await _run(request, _IDENTIFY)
        content = answers.write_errors(_now(), _base_url(request), asked, refused.mistakes)
    return respond(request, Body(content, XML), answer)


async def _read(request: Request) -> list[tuple[str, str]]:
    given = request.query_params.multi_items()
    if request.method != "POST":
        return given
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _FORM:
        raise Problem("UNSUPPORTED_MEDIA_TYPE", f"a POST of OAI-PMH is {_FORM}")
    limit = request.app.state.settings.limits.body
    body = await read_body(request.scope, request.receive, limit)
    return given + parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


async def _answer(request: Request, asked: Asked) -> tuple[bytes, Answer]:
    base_url = _base_url(request)
    written = answers.Answer(_now(), base_url, asked)
    if asked.verb in ("ListRecords", "ListIdentifiers"):
        return await _list(request, asked, written)
    if asked.verb == "GetRecord":
        return await _get(request, asked, written)
    if asked.verb == "ListSets" and asked.arguments:
        raise Refused(bad_token())
    if "identifier" in asked.arguments:
        await _find(request, asked)
    answer = await _run(request, _SETS if asked.verb == "ListSets" else _IDENTIFY)
    data, body = answer.plain(), written.body(asked.verb)
    if asked.verb == "Identify":
        answers.identify(body, base_url, data)
    elif asked.verb == "ListSets":
        answers.list_sets(body, data["publication"])
        answer.depends_on = {*answer.depends_on, "Revision"}  # as all of OAI, it says as of when
    else:
        answers.list_formats(body)
    return written.content(), answer


async def _list(request: Request, asked: Asked, written: answers.Answer) -> tuple[bytes, Answer]:
    listed = read_list(asked)
    whole = asked.verb == "ListRecords"
    try:
        answer = await _run(request, _RECORDS if whole else _HEADERS, listed.variables)
    except Problem as problem:
        if problem.code not in ("BAD_INPUT", "CURSOR_INVALID"):
            raise
        # Only a set can be unknown here: all else was checked before.
        raise Refused(bad_token() if listed.after else no_records()) from problem
    data = answer.plain()
    page = data["records"]
    if not page["nodes"]:
        raise Refused(no_records())
    body = written.body(asked.verb)
    for record in page["nodes"]:
        (answers.write_record if whole else answers.write_header)(body, record, data)
    answers.write_token(body, listed, page)
    return written.content(), answer


async def _get(request: Request, asked: Asked, written: answers.Answer) -> tuple[bytes, Answer]:
    answer = await _find(request, asked)
    data = answer.plain()
    answers.write_record(written.body(asked.verb), data["record"], data)
    return written.content(), answer


async def _find(request: Request, asked: Asked) -> Answer:
    """Find the record that an identifier names. Raises Refused."""
    text = asked.arguments["identifier"]
    publication = (await _run(request, _IDENTIFY)).plain()["publication"]
    named = read_identifier(publication["siteUrl"], text)
    if named is not None:
        key, language = named
        answer = await _run(request, _RECORD, {"id": encode_id("Article", language, key)})
        if (answer.data or {})["record"] is not None:
            return answer
    raise Refused(Mistake("idDoesNotExist", f"there is no record {text}"))


async def _run(
    request: Request, document: Document, variables: Mapping[str, Any] | None = None
) -> Answer:
    """Run a document. Raises NOT_FOUND where the protocol cannot be spoken."""
    answer = await run_stored(request, document, variables or {}, largest_page=_LARGEST_PAGE)
    if answer.plain()["publication"]["contact"] is None:
        detail = "OAI-PMH needs an address to write to: the publication.yaml has no key contact"
        raise Problem("NOT_FOUND", detail)
    return answer


def _base_url(request: Request) -> str:
    return f"{request.app.state.settings.public_url}{PATH}"


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
