"""A plain host on an exported folder: nginx answers every address as the live server does."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nginx import need_nginx, serve_folder
from starlette.routing import Route
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.export.kinds import KINDS, LEFT_OUT
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx2

    from api.export.kinds import Kind

SAMPLE = Path(__file__).parent.parent / "seed" / "sample"
EARLIER = "budget-2027-deficit"
PLACES = {"sqlite": "http://127.0.0.1:8000", "postgresql": "https://news.example/content"}
"""Where the API is, on each engine: at the top, and below a path."""


HEADERS = ("Access-Control-Allow-Origin", "Cache-Control", "Content-Security-Policy")


class Exported:
    """The folder, its host, the live server, and the path that its addresses begin with."""

    def __init__(self, folder: Path, host: httpx2.Client, live: TestClient, base: str) -> None:
        """Read the index."""
        self.folder, self.host, self.live, self.base = folder, host, live, base
        self.index: Any = json.loads((folder / ".newsstand/index.json").read_bytes())

    def ask(self, address: str, **headers: str) -> httpx2.Response:
        """Ask the host."""
        return self.host.get(self.base + address, headers=headers)


@pytest.fixture(scope="module", autouse=True)
def small_pages() -> Iterator[None]:
    """Let the sample have archives of feeds, and more addresses than one sitemap takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.feeds.pages.PAGE", 10)
        patch.setattr("api.feeds.pages._MOST", 19)
        patch.setattr("schema.graph.sitemap.PART", 50)
        yield


@pytest.fixture(scope="module", params=PLACES)
def exported(
    request: pytest.FixtureRequest,
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Exported]:
    """Export the sample publication, and let nginx serve it."""
    need_nginx()
    url, public_url = new_database(request.param), PLACES[request.param]
    folder, state = tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("nginx")
    for run in (["seed", str(SAMPLE)], ["export", str(folder)]):
        result = CliRunner(env={"NEWSSTAND_PUBLIC_URL": public_url}).invoke(
            command_line, [*run, "--database", url]
        )
        assert result.exit_code == 0, result.output
    live = TestClient(build(Settings(database=url, public_url=public_url)))
    base = public_url.partition("://")[2].partition("/")[2]
    with live, serve_folder(folder, state) as host:
        yield Exported(folder, host, live, f"/{base}" if base else "")


def test_every_address_is_answered_with_the_live_bytes(exported: Exported) -> None:
    addresses = exported.index["addresses"]
    assert len(addresses) > 1400
    for address, name in addresses.items():
        live = exported.live.get(address, headers={"Accept-Encoding": "identity"})
        found = exported.ask(address)
        assert (found.status_code, live.status_code) == (200, 200), address
        assert found.headers["Content-Type"] == live.headers["Content-Type"], address
        assert found.content == live.content == (exported.folder / name).read_bytes(), address
        for header in HEADERS:
            assert found.headers.get(header) == live.headers.get(header), (address, header)


def test_earlier_addresses_lead_to_those_of_today(exported: Exported) -> None:
    moves = exported.index["moves"]
    assert {f"/v1/articles/en/{EARLIER}", f"/v1/articles/en/{EARLIER}.html"} <= set(moves)
    for address in moves:
        live = exported.live.get(address, follow_redirects=False)
        found = exported.ask(address)
        assert (found.status_code, live.status_code) == (301, 301)
        assert found.headers["Location"] == live.headers["Location"]


def test_the_order_of_parameters_does_not_matter(exported: Exported) -> None:
    address = "/v1/articles?language=en&section=council"
    assert exported.ask("/v1/articles?section=council&language=en").content == (
        exported.ask(address).content
    )


def test_every_link_between_answers_leads_to_one(exported: Exported) -> None:
    public_url = exported.index["publicUrl"]
    links = 0
    for address, name in exported.index["addresses"].items():
        if not name.endswith(".json") or name == "openapi.json":
            continue
        content = json.loads((exported.folder / name).read_bytes())
        page = content.get("page") or {}
        found = [page.get("next"), page.get("previous")]
        found += [file["url"] for file in content.get("files", ())]
        found += [content["bundle"]["url"]] if "bundle" in content else []
        for url in filter(None, found):
            links += 1
            assert url.removeprefix(public_url) in exported.index["addresses"], (address, url)
    assert links > 100


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.form} of {kind.over}")
def test_every_kind_is_in_the_folder(exported: Exported, kind: Kind) -> None:
    if kind.over in ("found", "moved", "withdrawn"):
        pytest.skip("what they are over has tests of its own")
    path, _, query = kind.form.partition("?")
    names = sorted(re.findall(r"(\w+)=", query))
    found = [
        address
        for address in exported.index["addresses"]
        if kind.pattern.fullmatch(address.partition("?")[0])
        and sorted(re.findall(r"[?&](\w+)=", address)) == names
    ]
    assert found, path


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
@pytest.mark.parametrize("query", ["", "?content=summary"])
def test_a_feed_is_followed_to_its_oldest_entry(
    exported: Exported, suffix: str, query: str
) -> None:
    address, found = f"/feeds/en.{suffix}{query}", 0
    while address:
        text = exported.ask(address).content.decode()
        older = re.search(r'rel="next" href="([^"]+)"|"next_url":"([^"]+)"', text)
        url = unescape(older[1] or older[2]) if older else ""
        address, found = url.removeprefix(exported.index["publicUrl"]), found + 1
        assert not address or address in exported.index["addresses"]
    assert found > 1


def test_every_feed_and_sitemap_that_is_named_is_there(exported: Exported) -> None:
    addresses, public_url = exported.index["addresses"], exported.index["publicUrl"]
    named = re.compile(re.escape(public_url) + r"(/(?:feeds|sitemap)[^\s<>\"'\\\\]*)")
    found = set()
    for name in addresses.values():
        if name.endswith((".atom", ".html", ".json", ".opml", ".rss", ".txt", ".xml")):
            text = (exported.folder / name).read_text("utf-8")
            found |= {unescape(path) for path in named.findall(text)}
    assert found <= set(addresses)
    assert len([path for path in found if "after=" in path]) > 30
    assert len([path for path in found if path.startswith("/sitemap-articles.")]) == 3


def test_the_copy_of_everything_is_whole(exported: Exported) -> None:
    for query in ("", "?language=en"):
        address = f"/v1/export.ndjson{query}"
        first, *nodes, end = map(json.loads, exported.ask(address).text.splitlines())
        assert (first["type"], end) == ("EXPORT", {"type": "END", "nodes": len(nodes)})
        assert exported.ask(address).headers["Content-Disposition"].startswith("attachment")


def test_parts_and_validators_are_the_hosts_own(exported: Exported) -> None:
    address = "/v1/issues/2026-10-26/bundle.zip?language=en"
    assert exported.ask(address, Range="bytes=0-3").content == b"PK\x03\x04"
    etag = exported.ask(address).headers["ETag"]
    assert exported.ask(address, **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/nginx.conf",
        "/_headers",
        "/.newsstand/index.json",
        "/v1/issues.json",
        "/v1/issues/@language=be.json",
        "/v1/issues?language=../../../nginx",
        "/v1/issues?language=%2e%2e%2f",
        "/v1/issues?language=xx",
        "/v1/articles/en/nothing",
        "/v1/articles/en/secret-grain-clause",
        "/v1/articles/en/..%2f..%2fnginx.conf",
        "/graphql",
        "/healthz",
    ],
)
def test_nothing_else_is_there(exported: Exported, address: str) -> None:
    assert exported.ask(address).status_code in {400, 404}


def test_the_exported_files_are_named_in_the_rules_of_other_hosts(exported: Exported) -> None:
    rules = (exported.folder / "_redirects").read_text("utf-8").splitlines()
    assert "/v1/issues language=:language /v1/issues/@language=:language.json 200" in rules
    assert "/v1/issues /v1/issues.json 200" in rules
    assert rules.index("/v1/issues /v1/issues.json 200") > rules.index(
        "/v1/issues language=:language /v1/issues/@language=:language.json 200"
    )
    summary = "/feeds/en.atom content=:content /feeds/en/@content=:content.atom 200"
    assert summary in rules  # some hosts let only whole segments vary
    home = exported.index["publicUrl"]
    assert f"/v1/articles/en/{EARLIER} {home}/v1/articles/en/fourteen-million" in "".join(rules)
    headers = (exported.folder / "_headers").read_text("utf-8")
    assert "/v1/languages\n  Content-Type: application/json\n" in headers
    assert "  Cache-Control: public, max-age=31536000, immutable\n" in headers


def test_every_route_is_exported_or_left_out_with_a_reason() -> None:
    routes = [route for route in build(Settings()).routes if isinstance(route, Route)]
    matched = Counter(
        next(route.path for route in routes if route.path_regex.match(kind.path)) for kind in KINDS
    )
    assert {route.path for route in routes} == set(matched) | set(LEFT_OUT)
    assert not set(matched) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())
