"""For each kind of user the one request to begin with: what to send, and the answer to it."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from api.documents import load_document
from api.examples import KINDS, load_examples
from api.health import readiness
from api.merging import Part, part_of
from api.newsroom.ninjs import write_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.answer import Answer

_EXAMPLES = load_examples()
_ITEMS = load_document("articles-ninjs")
_WHY = {
    "developer": "Ask for the fields that the page shows, and for no others. The schema has a "
    "description of every one, and types come out of a code generator. <code>search</code> finds "
    "articles by their words.",
    "app": "The latest issue as cards, cacheable: asked again with its <code>ETag</code>, it is a "
    "304 until something changes. From <code>token</code> on, <code>/v1/changes?since=</code> "
    "tells what has changed, deletions too.",
    "partner": "The newest articles, whole, as IPTC’s News in JSON (ninjs): texts, pictures with "
    "their credits, rights, translations. <code>/v1/records.ninjs</code> tells what was taken "
    'back. The same is there as Atom, RSS and JSON Feed: <a href="feeds.opml">all feeds</a>.',
    "editor": "What the latest issue still lacks: which translations are there, and where a trend "
    "is given. Before seeding, <code>newsstand check</code> finds the mistakes in the files.",
    "operator": "Ready, and with which revision: for the load balancer. Beside it are "
    "<code>/healthz</code>, and <code>/metrics</code> for Prometheus.",
}
_REST = {"partner": "v1/articles.ninjs", "operator": "readyz"}
_ITEMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Beginning:
    """One request: `command` sends it, `path` is its address behind the API's own.

    `why` is HTML; `explore` is where it can be changed and tried, or empty.
    """

    name: str
    who: str
    why: str
    command: str
    path: str
    explore: str
    answer: Any


def beginning_parts(language: str, fallback: list[str], *, only_trusted: bool) -> dict[str, Part]:
    """Give the documents that answer them, for one reader's language.

    With `only_trusted` those of REST alone: a server of trusted documents refuses the others.
    """
    parts = {
        name: Part(_EXAMPLES[name].document, _variables(name, language, fallback))
        for name in KINDS
        if name not in _REST and not only_trusted
    }
    items = Part(_ITEMS.text, {"language": language, "first": _ITEMS_SHOWN})
    return {**parts, "partner": items}


def read_beginnings(
    data: Mapping[str, Any], answer: Answer, parts: Mapping[str, Part], public_url: str
) -> list[Beginning]:
    """Make each request and its answer of what the documents have answered."""
    names = [name for name in KINDS if name in parts or name in _REST]
    return [_read(name, data, answer, parts, public_url) for name in names]


def _variables(name: str, language: str, fallback: list[str]) -> dict[str, Any]:
    return {"language": language, **({"fallback": fallback} if name == "app" else {})}


def _read(
    name: str,
    data: Mapping[str, Any],
    answer: Answer,
    parts: Mapping[str, Part],
    public_url: str,
) -> Beginning:
    about = (name, KINDS[name], _WHY[name])
    if name == "operator":
        path = _REST[name]
        return Beginning(*about, _as_get(public_url, path), path, "", readiness(answer))
    if name == "partner":
        path = f"{_REST[name]}?{urlencode(parts[name].variables)}"
        items = write_page(part_of(data, name), public_url, f"{public_url}/{path}")
        return Beginning(*about, _as_get(public_url, path), path, "", items)
    variables = json.dumps(parts[name].variables, separators=(",", ":"))
    given = {"query": parts[name].document, "variables": variables}
    path, explore = f"graphql?{urlencode(given)}", f"explorer?{urlencode(given)}"
    command = _as_command(public_url, given)
    return Beginning(*about, command, path, explore, {"data": part_of(data, name)})


def _as_get(public_url: str, path: str) -> str:
    return f"curl {shlex.quote(f'{public_url}/{path}')}"


def _as_command(public_url: str, given: Mapping[str, str]) -> str:
    """Write it so that the document stands on lines of its own."""
    values = (f"variables={given['variables']}", f"query=\n{given['query']}")
    lines = [f"curl --get {shlex.quote(f'{public_url}/graphql')}"]
    lines += [f"  --data-urlencode {shlex.quote(value)}" for value in values]
    return " \\\n".join(lines)
