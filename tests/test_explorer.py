"""The explorer and the reference: what is served with what is built, and without it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from graphql import build_schema, parse, validate
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.assets import BUILT
from api.examples import load_examples
from api.settings import Settings
from newsstand import app as command_line
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXAMPLES = load_examples()
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FOR_EVER = "public, max-age=31536000, immutable"
SCRIPT = "console.log('explorer');" * 100


@pytest.fixture(scope="module")
def database(new_database: Callable[[str], str]) -> str:
    """Seed the sample."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(SAMPLE), "--database", url])
    assert result.exit_code == 0, result.output
    return url


@pytest.fixture
def plain(database: str, tmp_path: Path) -> Iterator[TestClient]:
    """Ask an API for which nothing was built."""
    with TestClient(build(Settings(database=database), tmp_path)) as client:
        yield client


@pytest.fixture
def built(database: str, tmp_path: Path) -> Iterator[TestClient]:
    """Ask an API with files as the build leaves them."""
    names = {
        f"{page}.{kind}": f"{page}-ABCD2345.{kind}"
        for page in ("explorer", "reference")
        for kind in ("js", "css")
    }
    (tmp_path / "manifest.json").write_text(json.dumps(names))
    for name in (*names.values(), "part-WXYZ6789.js"):
        (tmp_path / name).write_text(SCRIPT)
    (tmp_path / "codicon-ABCD2345.ttf").write_bytes(b"\0\1\0\0")
    with TestClient(build(Settings(database=database), tmp_path)) as client:
        yield client


def rules(answer: Any) -> dict[str, str]:
    """Read a Content-Security-Policy."""
    header = answer.headers["Content-Security-Policy"]
    return {
        name: rest for name, _, rest in (each.strip().partition(" ") for each in header.split(";"))
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_valid_and_finds_something(plain: TestClient, name: str) -> None:
    example = EXAMPLES[name]
    schema = build_schema(plain.get("/schema.graphql").text)
    assert validate(schema, parse(example.query)) == []
    answer = plain.post("/graphql", json={"query": example.query}).json()
    assert "errors" not in answer
    assert all(answer["data"].values())
    assert answer == plain.get("/graphql", params={"query": example.document}).json()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_browser_that_asks_graphql_nothing_is_led_to_the_explorer(
    plain: TestClient, method: str
) -> None:
    answer = plain.request(method, "/graphql", headers=BROWSER, follow_redirects=False)
    assert answer.status_code == 303
    assert urljoin("http://testserver/graphql", answer.headers["Location"]).endswith("/explorer")
    assert "Accept" in answer.headers["Vary"]
    assert plain.get("/graphql", headers={"Accept": "application/json"}).status_code == 400


def test_the_plain_explorer_asks_without_a_script(plain: TestClient) -> None:
    page = plain.get("/explorer")
    assert "make explorer" in page.text
    assert "<script" not in page.text
    assert '<form action="graphql" method="get">' in page.text
    assert re.findall(r'<textarea[^>]* name="(\w+)"', page.text) == ["query", "variables"]
    query = re.search(r'name="query".*?>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert query is not None
    asked = {"query": html.unescape(query[1]), "variables": ""}
    answer = plain.get("/graphql", params=asked, headers=BROWSER)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["data"]["latestIssue"]["number"] == 419


def test_the_plain_reference_shows_code_as_code(plain: TestClient) -> None:
    page = plain.get("/docs").text
    assert "<code>Accept-Language</code> is looked up" in page
    assert "`" not in page


def test_the_plain_explorer_opens_what_its_address_says(plain: TestClient) -> None:
    given = {"query": "{ __typename } # </textarea><script>", "variables": '{"a": "<b>"}'}
    page = plain.get("/explorer", params=given).text
    assert html.escape(given["query"]) in page
    assert html.escape(given["variables"]) in page
    assert "<script>" not in page
    links = re.findall(r'href="(explorer\?[^"]+)"', page)
    opened = [plain.get(f"/{html.unescape(link)}").text for link in links]
    assert len(opened) == len(EXAMPLES)
    for example, text in zip(EXAMPLES.values(), opened, strict=True):
        assert html.escape(example.query) in text


@pytest.mark.parametrize("path", ["/", "/explorer", "/docs", "/errors"])
def test_a_page_of_ours_lets_only_its_own_style_count(plain: TestClient, path: str) -> None:
    answer = plain.get(path)
    found = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    policy = rules(answer)
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == f"'sha256-{digest}'"
    assert policy["img-src"] == "'self'"
    assert "style-src-attr" not in policy
    assert policy.get("script-src") == ("'self'" if path == "/" else None)
    assert 'style="' not in answer.text


def test_the_style_attributes_of_tables_are_the_only_ones_that_count(plain: TestClient) -> None:
    answer = plain.get("/v1/articles/en/half-a-year-of-electricity.html")
    styles = set(re.findall(r'style="([^"]*)"', answer.text))
    allowed = rules(answer)["style-src-attr"]
    assert styles
    for style in styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed


def test_the_explorer_that_is_built_loads_files_of_ours_only(built: TestClient) -> None:
    page = built.get("/explorer")
    assert "assets/explorer-ABCD2345.js" in page.text
    assert "assets/explorer-ABCD2345.css" in page.text
    assert "make explorer" not in page.text
    examples = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page.text)
    assert examples is not None
    assert [each["who"] for each in json.loads(examples[1])] == [
        each.who for each in EXAMPLES.values()
    ]
    policy = rules(page)
    assert policy["script-src"] == policy["connect-src"] == policy["worker-src"] == "'self'"
    assert "unsafe-eval" not in page.headers["Content-Security-Policy"]
    assert [name for name, rule in policy.items() if "unsafe-inline" in rule] == ["style-src"]
    assert not re.search(r"<script(?![^>]*(?:src|application/json))", page.text)
    assert "<noscript><form" in page.text


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("explorer-ABCD2345.js", "text/javascript; charset=utf-8"),
        ("explorer-ABCD2345.css", "text/css; charset=utf-8"),
        ("part-WXYZ6789.js", "text/javascript; charset=utf-8"),
        ("codicon-ABCD2345.ttf", "font/ttf"),
    ],
)
def test_a_file_is_kept_for_ever(built: TestClient, name: str, media_type: str) -> None:
    answer = built.get(f"/assets/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    known = {"If-None-Match": answer.headers["ETag"]}
    again = built.get(f"/assets/{name}", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == FOR_EVER
    coded = built.get(f"/assets/{name}", headers={"Accept-Encoding": "br"})
    assert coded.headers.get("Content-Encoding") == ("br" if len(answer.content) > 1024 else None)
    assert coded.content == answer.content


@pytest.mark.parametrize(
    "name", ["manifest.json", "nothing.js", "..%2f..%2fpyproject.toml", "%2e%2e/app.py", ""]
)
def test_no_other_file_is_given(built: TestClient, name: str) -> None:
    answer = built.get(f"/assets/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_name_of_our_own_script_is_made_of_its_bytes(plain: TestClient) -> None:
    found = re.search(r'src="(assets/copy-(\w+)\.js)"', plain.get("/").text)
    assert found is not None
    answer = plain.get(f"/{found[1]}")
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert hashlib.blake2b(answer.content, digest_size=6).hexdigest() == found[2]


@pytest.mark.skipif(not (BUILT / "manifest.json").exists(), reason="the explorer is not built")
def test_everything_that_was_built_names_no_other_host_to_load_from() -> None:
    loads = re.compile(rb"""(?:import\(|importScripts\(|@import |url\()\s*["']?https?:""")
    for path in BUILT.iterdir():
        assert not loads.search(path.read_bytes()), path.name
