"""Every representation of `/v1`, byte for byte on both engines: `tests/golden` has each one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from starlette.testclient import TestClient

GOLDEN = Path(__file__).parent / "golden" / "v1"
ACCEPT = "NEWSSTAND_TESTS_ACCEPT"
CRANE = "/v1/articles/en/the-new-crane-lifts-its-first-ship"
ADDRESSES = {
    "publication.json": "/v1/publication",
    "languages.json": "/v1/languages",
    "sections.json": "/v1/sections?language=be",
    "tags.json": "/v1/tags?first=2",
    "issues.json": "/v1/issues",
    "issue-latest.json": "/v1/issues/latest",
    "issue.json": "/v1/issues/2030-01-14?language=be&fallback=ru,en",
    "archive.json": "/v1/archive?language=en",
    "trends.json": "/v1/trends?section=port",
    "trends.csv": "/v1/trends.csv?language=be",
    "trends.svg": "/v1/trends.svg?language=en",
    "trends-ru.svg": "/v1/trends.svg?language=ru&from=2030-01-14",
    "articles.json": "/v1/articles?first=3",
    "search.json": "/v1/search?q=crane&language=en&facets=section",
    "articles-facets.json": "/v1/articles?first=1&facets=section,tag,trend,language,year",
    "article.json": CRANE,
    "article.html": f"{CRANE}.html",
    "article.md": f"{CRANE}.md",
    "article.txt": f"{CRANE}.txt",
    "article.ninjs": f"{CRANE}.ninjs",
    "article-withdrawn.ninjs": "/v1/articles/en/whale.ninjs",
    "articles.ninjs": "/v1/articles.ninjs?language=ru&tag=cranes",
    "records.ninjs": "/v1/records.ninjs?first=1&section=weather",
    "article.jsonld": f"{CRANE}.jsonld",
    "issue.jsonld": "/v1/issues/2030-01-07.jsonld",
    "manifest.json": "/v1/issues/2030-01-14/manifest?language=be&fallback=ru,en",
    "manifest-latest.json": "/v1/issues/latest/manifest",
    "bundle.zip": "/v1/issues/2030-01-14/bundle.zip?language=en",
    "bundle-latest.zip": "/v1/issues/latest/bundle.zip",
    "problem-bundle.json": "/v1/bundles/2030-01-14/en/0.zip",
    "problem-missing.json": "/v1/articles/en/nothing",
    "problem-withdrawn.json": "/v1/articles/en/whale",
    "problem-parameters.json": "/v1/articles?first=x&sektion=town",
}
"""The golden files and what each one is the answer to."""

OF_A_SEEDING = {"/v1/changes", "/v1/events", "/v1/export.ndjson"}
"""Their bytes name the seeding's own mark and instant: their tests look at each part."""


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_representation_is_its_golden_file(http: TestClient, name: str) -> None:
    path = GOLDEN / name
    answer = http.get(ADDRESSES[name], follow_redirects=False)
    if os.environ.get(ACCEPT):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(answer.content)
    assert path.exists(), how_to_accept()
    assert answer.content == path.read_bytes(), how_to_accept()


def how_to_accept() -> str:
    return f"to accept the change: {ACCEPT}=1 .venv/bin/pytest tests/{Path(__file__).name}"


def test_every_golden_file_is_used() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(ADDRESSES)
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    others = [path.name for path in GOLDEN.parent.iterdir() if path != GOLDEN]
    assert [name for name in others if f'"{name}"' not in tests] == []


def test_every_route_has_a_golden_file() -> None:
    routes = [route for route in build(Settings()).routes if isinstance(route, Route)]
    content = [route for route in routes if route.path.startswith("/v1")]
    paths = [address.partition("?")[0] for address in ADDRESSES.values()]
    answering = [next(route for route in content if route.path_regex.match(path)) for path in paths]
    left = {route.path for route in content if route not in answering}
    assert left == OF_A_SEEDING
