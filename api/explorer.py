"""The explorer: GraphiQL where it is built, else a plain page that can ask as well."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import orjson

from api.examples import load_examples
from api.html import HTML, POLICY, page
from api.respond import Body, respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from api.assets import Assets

_EXAMPLES = load_examples()
_RULES = (
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    # The editor (Monaco) writes style elements while it runs, and places lines by style attributes:
    # no hash foresees them, and a page that all share has no nonce.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
BUILT_POLICY = {"Content-Security-Policy": "; ".join(_RULES)}
"""The header of the pages that were built: nothing from elsewhere, no script inside, no eval."""

BUILD_IT = (
    "<p><small>This is the plain page. <code>make explorer</code> builds the whole one; it needs "
    "Node.js 18 or later, and the server looks for it when it starts.</small></p>"
)
"""What a plain page says of the one that is not built."""


ONLY_TRUSTED = (
    "At <code>/graphql</code> this server answers only the documents that it trusts, by their ids. "
    "Any other one is refused. REST is there for everybody."
)
"""What pages say where nobody can ask with a document of their own."""


async def explorer(request: Request) -> Response:
    """Show it; `?query=` and `?variables=`, as `/graphql` takes them, are what it opens with.

    Where only trusted documents are served, it says so instead.
    """
    if request.app.state.trusted.only:
        return respond(request, Body(_closed(), HTML, "en", headers=POLICY))
    assets: Assets = request.app.state.assets
    if assets.has("explorer.js"):
        return respond(request, Body(_built(assets), HTML, "en", headers=BUILT_POLICY))
    query = request.query_params.get("query", _EXAMPLES["developer"].query)
    content = _plain(query, request.query_params.get("variables", ""))
    return respond(request, Body(content, HTML, "en", headers=POLICY))


def built_page(title: str, assets: Assets, name: str, body: str) -> bytes:
    """Write a page that one of the built scripts fills."""
    head = (
        f'<link rel="stylesheet" href="{assets.path(f"{name}.css")}">\n'
        f'<script type="module" src="{assets.path(f"{name}.js")}"></script>\n'
    )
    return page(title, "en", "ltr", body, head, style="")


def _closed() -> bytes:
    body = (
        '<nav><a href="./">← Front page</a></nav>\n<main><h1>Explorer</h1>\n'
        f"<p>{ONLY_TRUSTED}</p>\n<p>Every address of REST can be tried in "
        '<a href="docs">the reference</a>; <a href="schema.graphql">the schema</a> describes every '
        "field.</p></main>"
    )
    return page("Explorer", "en", "ltr", body)


def _built(assets: Assets) -> bytes:
    examples = [{"who": each.who, "query": each.query} for each in _EXAMPLES.values()]
    # Inside of a script element only "</script" and "<!--" would mean something.
    written = orjson.dumps(examples).decode().replace("<", "\\u003c")
    body = (
        '<main><h1 class="unseen">Explorer</h1><div id="explorer"></div></main>\n'
        f'<script type="application/json" id="examples">{written}</script>\n'
        f"<noscript>{_form(_EXAMPLES['developer'].query, '')}</noscript>"
    )
    return built_page("Explorer", assets, "explorer", body)


def _plain(query: str, variables: str) -> bytes:
    links = "".join(
        f'<a href="explorer?{html.escape(urlencode({"query": each.query}))}">{each.who}</a>'
        for each in _EXAMPLES.values()
    )
    body = (
        '<nav><a href="./">← Front page</a></nav>\n<main><h1>Explorer</h1>\n'
        f'<p>Begin with an example:</p><nav aria-label="Examples">{links}</nav>\n'
        f'{_form(query, variables)}\n<p><a href="schema.graphql">The schema</a> describes every '
        f"field.</p>{BUILD_IT}</main>"
    )
    return page("Explorer", "en", "ltr", body)


def _form(query: str, variables: str) -> str:
    return (
        '<form action="graphql" method="get"><p><label for="query">GraphQL</label>'
        f'<textarea id="query" name="query" rows="18" spellcheck="false">\n{html.escape(query)}'
        '</textarea></p><p><label for="variables">Variables, as JSON; may be empty</label>'
        '<textarea id="variables" name="variables" rows="3" spellcheck="false">\n'
        f"{html.escape(variables)}</textarea></p><button>Run</button></form>"
    )
