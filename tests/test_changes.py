"""/v1/changes and /v1/export.ndjson: tokens, filters, deletions, validators, one revision."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest
from documentation import DOCS, read_blocks
from histories import read_export
from publications import PUBLICATION, write_piece, write_publication
from starlette.testclient import TestClient

from api.answer import Asked
from api.app import build
from api.copies.export import ARTICLES
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api.answer import Answer

    Seed = Callable[..., Any]


@pytest.fixture
def issue(tmp_path: Path, seed: Seed) -> Path:
    """Seed two articles, one of them in two languages; gives the issue's folder."""
    folder = write_publication(tmp_path / "ferry") / "2031-05-05"
    write_piece(folder / "alder.en.md", slug="alder")
    write_piece(folder / "alder.ru.md", slug="olkha")
    write_piece(folder / "birch.en.md", slug="birch")
    assert seed(folder.parent)["ok"]
    return folder


def page(client: TestClient, **asks: Any) -> Any:
    answer = client.get("/v1/changes", params={"first": 100, **asks})
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(found: Any) -> list[tuple[Any, ...]]:
    return [(i["action"], i["type"], i["language"], i["slug"], i["reason"]) for i in found["items"]]


def test_nothing_is_told_twice_and_nothing_new_is_a_304(
    issue: Path, client: TestClient, seed: Seed
) -> None:
    token = page(client)["page"]["token"]
    assert shown(page(client, since=token)) == []
    for title in ("One", "Two"):
        write_piece(issue / "birch.en.md", slug="birch", title=title)
        seed(issue.parent)
    found = page(client, since=token)
    assert shown(found) == [("UPSERT", "ARTICLE", "en", "birch", None)]
    assert (found["items"][0]["node"]["title"], found["items"][0]["revision"]) == ("Two", 3)
    since = {"since": found["page"]["token"]}
    answer = client.get("/v1/changes", params=since)
    assert answer.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": answer.headers["ETag"]}
    again = client.get("/v1/changes", params=since, headers=known)
    assert (again.status_code, again.content) == (304, b"")


def test_deletions_have_their_reason_and_pass_every_filter(
    issue: Path, client: TestClient, seed: Seed
) -> None:
    token = page(client)["page"]["token"]
    write_piece(issue / "alder.ru.md", slug="new", withdrawn_at="2031-06-01T10:00:00Z")
    write_piece(issue / "alder.en.md", slug="alder", withdrawn_at="2031-06-01T10:00:00Z")
    (issue / "birch.en.md").unlink()
    write_publication(issue.parent, tags=PUBLICATION["tags"][:1])
    assert seed(issue.parent, "--allow-mass-delete")["ok"]
    withdrawn = ("DELETE", "ARTICLE", "ru", "olkha", "WITHDRAWN")
    tag = ("DELETE", "TAG", "ru", "wind", "REMOVED")
    gone = ("DELETE", "ISSUE", "ru", "2031-05-05", "REMOVED")
    assert set(shown(page(client, since=token, language="ru"))) == {withdrawn, tag, gone}
    assert shown(page(client, since=token, type="tag", language="RU")) == [tag]
    assert ("DELETE", "ARTICLE", "en", "birch", "REMOVED") in shown(page(client, since=token))
    assert {item["action"] for item in page(client)["items"]} == {"UPSERT"}, "none for beginners"


def test_pages_are_bounded_and_lead_on(issue: Path, client: TestClient) -> None:
    assert issue.exists()
    answer = client.get("/v1/changes?first=2&type=section,article")
    following = answer.json()["page"]["next"]
    assert answer.headers["Link"] == f'<{following}>; rel="next"'
    assert [item["slug"] for item in answer.json()["items"]] == ["pier", "pier"]
    second = client.get(following.removeprefix("http://127.0.0.1:8000")).json()
    assert [item["slug"] for item in second["items"]] == ["boats", "boats"]
    assert client.get("/v1/changes?first=101").json()["code"] == "BAD_INPUT"
    assert page(client, first=0)["page"]["hasMore"] is True


@pytest.mark.parametrize("token", ["x", "WzFd", "", "W10", "WzEsMiwzLDQsNSw2XQ"])
def test_what_is_no_token_is_refused(http: TestClient, token: str) -> None:
    answer = http.post(
        "/graphql",
        json={
            "query": "query ($s: String) { changes(since: $s) { token } }",
            "variables": {"s": token},
        },
    )
    assert answer.json()["errors"][0]["extensions"]["code"] == "CURSOR_INVALID"


def test_a_token_belongs_to_its_filter_and_that_of_everything_to_any(http: TestClient) -> None:
    own = page(http, language="en")["page"]["token"]
    assert page(http, since=own, language="EN")["items"] == []
    other = http.get("/v1/changes", params={"since": own, "language": "ru"})
    assert (other.status_code, other.json()["code"]) == (400, "CURSOR_INVALID")
    whole = read_export(http, {})[0]["token"]
    assert page(http, since=whole, language="ru", type="tag")["items"] == []


def test_a_token_of_another_database_is_gone_and_says_where_to_begin_again(
    http: TestClient, issue: Path, client: TestClient
) -> None:
    assert issue.exists()
    token = page(http)["page"]["token"]
    answer = client.get("/v1/changes", params={"since": token})
    assert (answer.status_code, answer.json()["code"]) == (410, "SYNC_TOKEN_EXPIRED")
    begin = "http://127.0.0.1:8000/v1/export.ndjson"
    assert answer.json()["beginAgain"] == begin
    assert answer.headers["Link"] == f'<{begin}>; rel="start"'


def test_a_token_of_a_revision_that_is_to_come_is_gone(client: TestClient, issue: Path) -> None:
    assert issue.exists()
    token = page(client)["page"]["token"]
    parts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    parts[0] += 1
    later = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
    assert client.get("/v1/changes", params={"since": later}).status_code == 410


def test_databases_seeded_with_the_same_files_in_the_same_steps_take_each_others_tokens(
    command: Callable[..., Any], new_database: Callable[[str], str], folder: Path
) -> None:
    tokens: list[str] = []
    for url in (new_database("sqlite"), new_database("postgresql"), new_database("sqlite")):
        own = shutil.copytree(folder, folder.with_name(f"copy-{len(tokens)}"))
        assert command("seed", own, "--database", url).exit_code == 0
        if len(tokens) < 2:
            piece = own / "notice.en.md"
            piece.write_text(piece.read_text("utf-8").replace("A notice", "The notice"), "utf-8")
            assert command("seed", own, "--database", url).exit_code == 0
        with TestClient(build(Settings(database=url))) as client:
            tokens.append(page(client)["page"]["token"])
    assert tokens[0] == tokens[1] != tokens[2]


def test_the_export_is_what_graphql_says_of_the_same_fields(http: TestClient) -> None:
    _, nodes = read_export(http, {})
    for node in nodes.values():
        names = " ".join(name for name, value in node.items() if isinstance(value, str | int))
        query = "query ($id: ID!) { node(id: $id) { __typename %s } }"
        kinds = "... on Article { %s } ... on Issue { %s } ... on Section { %s } ... on Tag { %s }"
        kind = base64.urlsafe_b64decode(node["id"] + "==").decode().partition(":")[0]
        assert kind in kinds or kind == "Publication"
        asked = {"query": query % f"... on {kind} {{ {names} }}", "variables": {"id": node["id"]}}
        found = http.post("/graphql", json=asked).json()["data"]["node"]
        assert found.pop("__typename") == kind
        assert {name: node[name] for name in found} == found


def test_an_export_is_of_one_revision_though_a_seeding_comes_between(
    issue: Path, client: TestClient, seed: Seed
) -> None:
    app: Any = client.app
    executor, began, seeded = app.state.executor, threading.Event(), threading.Event()
    answers: list[Answer] = []

    def script(ask: Any) -> None:
        asked = Asked(ARTICLES.text, {"language": "en", "first": 5, "after": None}, trusted=True)
        answers.append(ask(asked))
        began.set()
        assert seeded.wait(30)
        answers.append(ask(asked))

    assert client.portal
    walking = client.portal.start_task_soon(executor.walk, script)
    assert began.wait(30)
    write_piece(issue / "birch.en.md", slug="birch", title="Other")
    assert seed(issue.parent)["revision"] == 2
    seeded.set()
    walking.result(30)
    assert [answer.revision for answer in answers] == [1, 1]
    assert answers[0].plain() == answers[1].plain()
    assert read_export(client, {})[0]["revision"]["number"] == 2


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_an_export_has_validators_in_every_coding(http: TestClient, coding: str) -> None:
    headers = {"Accept-Encoding": coding}
    answer = http.get("/v1/export.ndjson", headers=headers)
    assert answer.headers.get("Content-Encoding", "identity") == coding
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    same = {**headers, "If-None-Match": answer.headers["ETag"]}
    assert http.get("/v1/export.ndjson", headers=same).status_code == 304
    other = {**headers, "If-Match": '"x"'}
    assert http.get("/v1/export.ndjson", headers=other).status_code == 412
    head = http.head("/v1/export.ndjson", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == answer.headers["ETag"]


def test_an_export_of_one_language_has_nothing_else(http: TestClient) -> None:
    head, nodes = read_export(http, {"language": "be"})
    assert head["languages"] == ["be"]
    assert {node["language"] for node in nodes.values()} == {"be"}
    assert http.get("/v1/export.ndjson?language=xx").json()["code"] == "BAD_INPUT"
    refused = http.get("/v1/export.ndjson", headers={"Accept-Encoding": "identity;q=0"})
    assert refused.status_code == 406


def test_the_app_of_the_documentation_keeps_a_copy(
    issue: Path, client: TestClient, seed: Seed, http: TestClient
) -> None:
    blocks = [each for each in read_blocks(DOCS / "changes.md") if each.kind == "python"]
    app: dict[str, Any] = {}
    exec(blocks[0].text, app)
    copy: dict[str, Any] = {}
    app["begin"](client, copy)
    write_piece(issue / "alder.en.md", slug="alder", title="Other")
    (issue / "birch.en.md").unlink()
    assert seed(issue.parent, "--allow-mass-delete")["ok"]
    app["catch_up"](client, copy)
    assert copy["nodes"] == read_export(client, {})[1]
    copy |= {"token": page(http)["page"]["token"], "nodes": {"x": {}}}
    app["catch_up"](client, copy)
    assert copy["nodes"] == read_export(client, {})[1]
