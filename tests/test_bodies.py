"""The forms of a body, its headings and excerpt; and that its HTML is safe to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

CRANE = 'article(by: { path: { language: "en", slug: "the-new-crane-lifts-its-first-ship" } })'
HTML = """\
<h2 id="one-heading">One <em>heading</em></h2>
<p>A <a href="https://harbour.example/more" rel="noopener noreferrer">link</a> and \
<strong>words</strong>.</p>
<blockquote>
<p>Quoted.</p>
</blockquote>
<table>
<thead>
<tr>
<th style="text-align:right">ton</th>
<th>day</th>
</tr>
</thead>
<tbody>
<tr>
<td style="text-align:right">1</td>
<td>Mon</td>
</tr>
</tbody>
</table>
<h2 id="one-heading-2">One heading</h2>
<ul>
<li>a gull</li>
<li>&lt;b&gt;no markup&lt;/b&gt;</li>
</ul>"""
TEXT = """\
One heading

A link and words.

Quoted.

ton\tday
1\tMon

One heading

a gull

<b>no markup</b>"""
HOSTILE = """\
---
title: Hostile <script>alert(1)</script>
section: town
published_at: 2030-01-03T00:00:00Z
---

<script>alert(1)</script>

[a](javascript:alert(1)) [b](JAVASCRIPT&colon;alert(1)) [c](data:text/html,x) [d](vbscript:x)

![i](javascript:alert(1)) <img src=x onerror=alert(1)> <iframe src="//evil.example"></iframe>

<style>body { display: none }</style> <a href="https://x.example" onclick="alert(1)">raw</a>

## <svg onload=alert(1)> {#x onclick=alert(1)}
"""


def test_a_body_is_safe_html_unless_asked_otherwise(ask: Callable[..., Any]) -> None:
    article = ask("{ " + CRANE + " { body html: body(format: HTML) } }")["article"]
    assert article == {"body": HTML, "html": HTML}


def test_a_body_comes_as_it_was_written(ask: Callable[..., Any]) -> None:
    markdown = ask("{ " + CRANE + " { body(format: MARKDOWN) } }")["article"]["body"]
    assert markdown.startswith("## One *heading*\n\nA [link](https://harbour.example/more) and **")
    assert markdown.endswith("- a gull\n- <b>no markup</b>")


def test_a_body_comes_as_text(ask: Callable[..., Any]) -> None:
    assert ask("{ " + CRANE + " { body(format: TEXT) } }")["article"]["body"] == TEXT


def test_headings_have_the_ids_of_the_html(ask: Callable[..., Any]) -> None:
    article = ask("{ " + CRANE + " { body headings { level text id } } }")["article"]
    assert len(article["headings"]) == 2
    for heading in article["headings"]:
        assert f'<h{heading["level"]} id="{heading["id"]}">' in article["body"]


@pytest.mark.parametrize(
    ("length", "excerpt"),
    [
        (19, "A crane was set up."),
        (2000, "A crane was set up."),
        (18, "A crane was set…"),
        (12, "A crane was…"),
        (11, "A crane…"),
        (8, "A crane…"),
        (7, "A…"),
        (2, "A…"),
        (1, "…"),
    ],
)
def test_an_excerpt_is_cut_at_a_word(ask: Callable[..., Any], length: int, excerpt: str) -> None:
    query = "query ($n: Int!) { " + CRANE + " { excerpt(length: $n) } }"
    assert ask(query, n=length)["article"]["excerpt"] == excerpt


def test_without_a_lead_the_excerpt_is_the_beginning_of_the_text(ask: Callable[..., Any]) -> None:
    query = '{ article(by: { path: { language: "en", slug: "fog" } }) { lead excerpt(length: 9) } }'
    assert ask(query)["article"] == {"lead": None, "excerpt": "Nothing…"}


@pytest.mark.parametrize("length", [0, -1, 2001])
def test_an_excerpt_has_a_length_that_makes_sense(refuse: Callable[..., Any], length: int) -> None:
    error = refuse("query ($n: Int!) { " + CRANE + " { excerpt(length: $n) } }", n=length)
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert str(length) in error["message"]


def test_an_unknown_format_is_refused(refuse: Callable[..., Any]) -> None:
    error = refuse("{ " + CRANE + " { body(format: PDF) } }")
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_what_json_must_escape_is_escaped_in_each_form(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    entities = " ".join(f"&#{code};" for code in (*range(1, 32), 34, 92, 127, 0x2028, 0x1F6A2))
    written = f'Порт \\\\ "а\tб" \\" \u2028 🚢 `c:\\\\\t"` {entities}\n\n    код\t"1"\n    \\n'
    front = "---\ntitle: Escapes\nsection: town\npublished_at: 2030-01-03T00:00:00Z\n---\n\n"
    (folder / "escapes.en.md").write_text(front + written + "\n")
    assert seed(folder)["ok"]
    forms = "body markdown: body(format: MARKDOWN) text: body(format: TEXT)"
    by = 'article(by: { path: { language: "en", slug: "escapes" } })'
    # The second one is not compiled, so that it goes the way of graphql-core.
    plain, ordinary = (
        f"{{ {by} {{ {forms} }}{more} }}" for more in ("", " __schema { __typename }")
    )
    counts = client.app.state.executor.counts  # type: ignore[attr-defined]
    before = counts["compiled", ""]
    answer = client.post("/graphql", json={"query": plain})
    assert counts["compiled", ""] == before + 1
    told = client.post("/graphql", json={"query": ordinary}).content
    assert counts["compiled", ""] == before + 1
    assert told == answer.content[:-2] + b',"__schema":{"__typename":"__Schema"}}}'
    article = answer.json()["data"]["article"]
    assert article["markdown"] == written
    assert article["text"].startswith('Порт \\ "а\tб" " \u2028 🚢 c:\\\\\t"')
    assert '<code>код\t"1"\n\\n\n</code>' in article["body"]
    for form in article.values():
        assert not re.search("[\x00-\x08\x0b\x0e-\x1f]", form)


def test_html_holds_nothing_that_runs(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    (folder / "hostile.en.md").write_text(HOSTILE)
    assert seed(folder)["ok"]
    query = "{ articles(last: 2) { nodes { key title body headings { text id } } } }"
    nodes = client.post("/graphql", json={"query": query}).json()["data"]["articles"]["nodes"]
    article = next(node for node in nodes if node["key"] == "hostile")
    body = article["body"].lower()
    for tag in ("<script", "<iframe", "<style", "<svg", "<img"):
        assert tag not in body
    for address in ('href="javascript', 'href="data', 'href="vbscript', 'src="javascript'):
        assert address not in body
    assert "<a " not in body
    assert article["title"] == "Hostile <script>alert(1)</script>"


def test_an_article_page_escapes_title_and_lead(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    lead = 'lead: <b onmouseover="alert(1)">x</b>\nsection'
    (folder / "hostile.en.md").write_text(HOSTILE.replace("section", lead, 1))
    assert seed(folder)["ok"]
    slug = client.get("/v1/articles?order=oldest&first=2").json()["items"][-1]["slug"]
    page = client.get(f"/v1/articles/en/{slug}.html").text
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1
    assert "<script>alert" not in page
    assert "<b onmouseover" not in page
    assert "<h1>Hostile &lt;script&gt;" in page
