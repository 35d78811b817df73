"""What schemathesis cannot know of REST: values that there are, and which parameters go together.

Requests that are meant to be sound get them, so that a refusal of one is a failure. Requests that
are meant to be wrong stay as they are.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import schemathesis
from served_values import CLIENT, choose

from schema.words.query import MOST_CHARACTERS

DOCUMENTS = [
    "{ revision { number seededAt } }",
    "query ($language: LanguageCode) { latestIssue(language: $language) { slug } }",
    "{ articles(first: 2) { nodes { title body } pageInfo { endCursor } totalCount } }",
]
PLURALS = {"issue": "issues", "section": "sections", "tag": "tags"}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - its form
    """Mend a request that is meant to be sound."""
    if case.meta is None or case.meta.generation.mode.is_positive:
        mend_path(case.path_parameters or {}, case.path)
        if case.path == "/graphql":
            asked = case.body if case.method == "POST" else case.query
            mend_document(asked)
        else:
            mend_query(case.query or {}, case.formatted_path)
        mend_conditions(case.headers or {})


def mend_conditions(given: Any) -> None:
    """Insist on no state but the one there is: any other is a 412, and rightly so."""
    if "If-Match" in given:
        given["If-Match"] = "*"
    given.pop("If-Unmodified-Since", None)


def mend_path(given: dict[str, Any], path: str) -> None:
    """Name a language that there is; every second time, a slug that there is as well."""
    kind = "articles" if "language" in given else "issues"
    kind = path.split("/")[3] if path.startswith("/feeds/") and "slug" in given else kind
    if "language" in given:
        given["language"] = choose("languages", given["language"])
    if "slug" in given and len(str(given["slug"])) % 2:
        given["slug"] = choose(kind, given["slug"], given.get("language", ""))


def mend_query(given: dict[str, Any], path: str) -> None:
    """Name what there is, take one end of a list, and go on only from where it can be gone on."""
    if "language" in given:
        given["language"] = choose("languages", given["language"])
    if "fallback" in given:
        given["fallback"] = [choose("languages", each) for each in given["fallback"]]
    for name, kind in PLURALS.items():
        if name in given:
            several = given[name] if isinstance(given[name], list) else [given[name]]
            chosen = [choose(kind, each) for each in several]
            given[name] = chosen if isinstance(given[name], list) else chosen[0]
    if "first" in given:
        given.pop("last", None)
    given.pop("before", None)
    given.pop("since", None)
    if "q" in given:
        given["q"] = f"ferry {given['q']}"[:MOST_CHARACTERS].replace("-", " ")
    if given.pop("after", None) is not None and not path.startswith("/feeds/"):
        given |= next_page(path, given)


def next_page(path: str, given: dict[str, Any]) -> dict[str, str]:
    """Ask for a list's first page, for a cursor of it; none if there is no second one."""
    query = {name: each for name, each in given.items() if name not in {"first", "last"}}
    answer = CLIENT.get(path, params={**query, "first": 1})
    following = answer.links["next"]["url"] if "next" in answer.links else None
    return {"after": parse_qs(urlsplit(following).query)["after"][0]} if following else {}


def mend_document(given: dict[str, Any]) -> None:
    """Ask with a document that the graph knows, which has one operation."""
    given["query"] = DOCUMENTS[len(given.get("query", "")) % len(DOCUMENTS)]
    for name in ("operationName", "documentId"):  # an id beside a document must be its hash
        given.pop(name, None)
