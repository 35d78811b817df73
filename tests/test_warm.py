"""After a seeding what was used most is made again, before its readers come."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from publications import make_issue, write_json, write_publication
from starlette.testclient import TestClient
from statements import counted
from watching import count, wait_until

from api.app import build
from api.inside import ask_inside
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_was_asked_for_most_is_made_again_after_a_seeding(
    new_database: Callable[[str], str], tmp_path: Path, command: Any
) -> None:
    url = new_database("sqlite")
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder"))
    assert command("seed", folder, "--database", url).exit_code == 0
    query = {"query": "{ latestIssue { number } }"}
    with TestClient(build(Settings(database=url))) as client:
        for _ in range(3):
            client.get("/v1/articles", headers={"Accept-Language": "ru"})
            assert client.post("/graphql", json=query).json()["data"] == issue_number(1)
        client.get("/v1/tags")
        write_json(folder / "2031-05-12.json", make_issue("2031-05-12", 2, "birch"))
        assert command("seed", folder, "--database", url).exit_code == 0
        wait_until(lambda: count(client, "warm") >= 2)
        before = count(client, "miss")
        assert client.post("/graphql", json=query).json()["data"] == issue_number(2)
        answer = client.get("/v1/articles", headers={"Accept-Language": "ru"})
        assert answer.headers["X-Content-Revision"] == "2"
        assert count(client, "miss") == before
        assert count(client, "warm") == 2


def test_documents_of_many_variables_are_made_again_with_the_last_ones(
    new_database: Callable[[str], str], tmp_path: Path, command: Any
) -> None:
    url = new_database("sqlite")
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder", "birch"))
    assert command("seed", folder, "--database", url).exit_code == 0
    query = "query ($s: String!) { article(by: {path: {language: en, slug: $s}}) { title body } }"
    query = query.replace("en,", '"en",')
    with TestClient(build(Settings(database=url))) as client:

        def post(slug: str) -> Any:
            body = {"query": query, "variables": {"s": slug}}
            return client.post("/graphql", json=body).json()["data"]["article"]["title"]

        assert [post("alder"), post("birch")] == ["The alder", "The birch"]
        assert client.post("/graphql", json={"query": "{ __typename }"}).status_code == 200
        write_json(folder / "2031-05-12.json", make_issue("2031-05-12", 2, "cedar"))
        assert command("seed", folder, "--database", url).exit_code == 0
        wait_until(lambda: count(client, "warm") >= 1)
        before = count(client, "miss")
        assert post("birch") == "The birch"
        assert count(client, "miss") == before
        assert post("alder") == "The alder"
        assert (count(client, "warm"), count(client, "miss")) == (1, before + 1)


def test_a_new_revision_is_read_though_nobody_asks(
    new_database: Callable[[str], str], tmp_path: Path, command: Any
) -> None:
    url = new_database("sqlite")
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder"))
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client, counted() as seen:
        assert count(client, "warm") == 0
        write_json(folder / "2031-05-12.json", make_issue("2031-05-12", 2, "birch"))
        assert command("seed", folder, "--database", url).exit_code == 0
        wait_until(lambda: any("publication.slug" in each for each in seen))
        assert client.get("/readyz").json()["revision"] == 2
        assert client.get("/v1/languages").status_code == 200
    assert sum("publication.slug" in each for each in seen) == 1


def issue_number(number: int) -> dict[str, Any]:
    return {"latestIssue": {"number": number}}


def test_a_stop_in_the_moment_in_which_an_answer_is_ready_is_a_stop(
    new_database: Callable[[str], str], tmp_path: Path, command: Any
) -> None:
    url = new_database("sqlite")
    assert command("seed", write_publication(tmp_path / "ferry"), "--database", url).exit_code == 0

    async def stop_late() -> bool:
        app = build(Settings(database=url))
        async with app.router.lifespan_context(app):
            asking = asyncio.create_task(ask_inside(app, "/v1/search?q=ferry&language=en"))
            await asyncio.sleep(0)
            time.sleep(1)  # noqa: ASYNC251 - the answer is ready, and the loop has not heard of it
            asking.cancel()
            await asyncio.wait([asking])
            return asking.cancelled()

    assert asyncio.run(stop_late())
