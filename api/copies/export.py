"""/v1/export.ndjson: everything that there is in one revision, one JSON object a line.

A thread walks the stored documents in one transaction and writes a file (docs/decisions/0017);
whoever asks for the same is sent it, while it is written and afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

from api.answer import Asked
from api.codings import choose_coding, open_encoder
from api.documents import load_document
from api.errors import Problem
from api.stored import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from api.answer import Answer
    from api.copies.spool import Spool
    from api.documents import Document
    from api.execute import Ask

HEAD, NAMES, TAGS, ISSUES, ARTICLES = (
    load_document(name)
    for name in ("export", "export-names", "export-tags", "export-issues", "export-articles")
)
_PAGE = 200
_LISTS = (("TAG", TAGS), ("ISSUE", ISSUES), ("ARTICLE", ARTICLES))
_VERSION = blake2b(
    "".join(each.text for each in (HEAD, NAMES, TAGS, ISSUES, ARTICLES)).encode(), digest_size=8
).hexdigest()
"""What the lines look like: another document, another entity."""


@dataclass(slots=True)
class Export:
    """One export: of these languages (none: all), in one coding; `head` says of which revision."""

    languages: tuple[str, ...]
    coding: str
    spool: Spool
    head: Answer | None = None


def variables_of(languages: tuple[str, ...]) -> dict[str, Any]:
    """Give the variables of the document `export`."""
    return {"language": list(languages)} if languages else {}


def write_export(export: Export, ask: Ask) -> None:
    """Write all lines, in the order in which a client can build on what came before."""
    encode = open_encoder(export.coding)
    answer = partial(_answered, ask)
    export.head = head = answer(HEAD, variables_of(export.languages))
    export.spool.write(encode.add(_first_line(head, export.languages)))
    count = 0
    for content, number in _lines(answer, _codes(head, export.languages)):
        count += number
        export.spool.write(encode.add(content))
    end = orjson.dumps({"type": "END", "nodes": count}) + b"\n"
    export.spool.write(encode.add(end) + encode.end())


def _answered(ask: Ask, document: Document, variables: Mapping[str, Any]) -> Answer:
    answer = ask(Asked(document.text, variables, trusted=True, largest_page=_PAGE))
    if answer.errors:
        raise problem_of(answer.errors[0], document)
    return answer


def _first_line(head: Answer, languages: tuple[str, ...]) -> bytes:
    revision = (head.data or {})["changes"]["revision"]
    line = {
        "type": "EXPORT",
        "revision": {name: revision[name] for name in ("number", "seededAt")},
        "token": revision["token"],
        "languages": _codes(head, languages),
    }
    return orjson.dumps(line) + b"\n"


def _codes(head: Answer, languages: tuple[str, ...]) -> list[str]:
    """Give the languages in the publication's order; BCP 47 codes know no case."""
    known = [each["code"] for each in (head.data or {})["languages"]]
    wanted = {code.lower() for code in languages}
    return [code for code in known if not wanted or code.lower() in wanted]


def _lines(
    answer: Callable[[Document, dict[str, Any]], Answer], codes: list[str]
) -> Iterator[tuple[bytes, int]]:
    """Give pages of lines, each with the number of its nodes."""
    names = [answer(NAMES, {"language": code}).data or {} for code in codes]
    for data in names:
        yield _write("PUBLICATION", [data["publication"]])
    for data in names:
        yield _write("SECTION", data["sections"])
    for type_, document in _LISTS:
        for code in codes:
            yield from _pages(answer, type_, document, code)


def _pages(
    answer: Callable[[Document, dict[str, Any]], Answer], type_: str, document: Document, code: str
) -> Iterator[tuple[bytes, int]]:
    after: str | None = None
    while True:
        asked = {"language": code, "first": _PAGE, "after": after}
        page = (answer(document, asked).data or {})[document.root]
        yield _write(type_, page["nodes"])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return


def _write(type_: str, nodes: list[Any]) -> tuple[bytes, int]:
    lines = b"".join(orjson.dumps({"type": type_, "node": node}) + b"\n" for node in nodes)
    return lines, len(nodes)


def tag_of(head: Answer, languages: tuple[str, ...]) -> str:
    """Make the entity tag of an export: the same state, the same bytes."""
    revision = (head.data or {})["changes"]["revision"]
    told = f"{revision} {_codes(head, languages)} {_VERSION}"
    return blake2b(told.encode(), digest_size=12).hexdigest()


def coding_of(header: str | None) -> str:
    """Choose a coding. Raises Problem where all are refused."""
    coding = choose_coding(header.encode("latin-1") if header is not None else None)
    if coding is None:
        detail = "Accept-Encoding refuses all that there is: zstd, br, gzip and identity"
        raise Problem("NOT_ACCEPTABLE", detail, headers={"Vary": "Accept-Encoding"})
    return coding
