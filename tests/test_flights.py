"""One run for all who ask the same at the same time, also where it fails or is broken off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_json, write_publication
from watching import wait_until

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

PATH = "/v1/issues/latest"


@pytest.fixture
def app(new_database: Callable[[str], str], tmp_path: Path, command: Any) -> Any:
    """Build the application on a PostgreSQL database, where every miss is waited for."""
    url = new_database("postgresql")
    folder = write_publication(tmp_path / "ferry")
    write_json(folder / "2031-05-05.json", make_issue("2031-05-05", 1, "alder"))
    assert command("seed", folder, "--database", url).exit_code == 0
    return build(Settings(database=url))


class Client:
    """A client of the application, with nothing between the two."""

    def __init__(self, app: Any) -> None:
        """Keep the application."""
        self.app = app

    async def get(self, path: str, query: bytes = b"") -> tuple[int, bytes]:
        """Ask; gives status and body."""
        messages = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            messages.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query,
            "headers": [(b"host", b"test")],
        }
        await self.app(scope, receive, send)
        return messages[0]["status"], b"".join(each.get("body", b"") for each in messages[1:])


def run(app: Any, scenario: Callable[[Client], Awaitable[None]]) -> dict[str, int]:
    """Play a scenario on the started application; gives the counts of outcomes."""

    async def play() -> dict[str, int]:
        async with app.router.lifespan_context(app):
            await asyncio.to_thread(wait_until, lambda: app.state.cache.store.look() is not None)
            await scenario(Client(app))
            counts: dict[str, int] = dict(app.state.cache.counts)
            return counts

    return asyncio.run(play())


def test_those_who_wait_get_the_same_answer(app: Any) -> None:
    async def scenario(client: Client) -> None:
        answers = await asyncio.gather(*[client.get(PATH) for _ in range(10)])
        assert len(set(answers)) == 1
        assert answers[0][0] == 200

    counts = run(app, scenario)
    assert (counts["miss"], counts["wait"]) == (1, 9)


def test_they_get_the_same_error_too(app: Any) -> None:
    async def scenario(client: Client) -> None:
        path = "/v1/articles/en/nothing-here"
        answers = await asyncio.gather(*[client.get(path) for _ in range(10)])
        assert len(set(answers)) == 1
        assert answers[0][0] == 404

    counts = run(app, scenario)
    assert (counts["not_cacheable"], counts["miss"], counts["wait"]) == (10, 0, 0)


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_who_waits_is_served_though_the_first_one_goes_away(app: Any, moment: int) -> None:
    async def scenario(client: Client) -> None:
        first = asyncio.create_task(client.get(PATH))
        others = [asyncio.create_task(client.get(PATH)) for _ in range(5)]
        for _ in range(moment):
            await asyncio.sleep(0)
        first.cancel()
        answers = await asyncio.wait_for(asyncio.gather(*others), 10)
        assert {status for status, _ in answers} == {200}

    run(app, scenario)


def test_who_waits_may_go_away_without_harm_to_the_others(app: Any) -> None:
    async def scenario(client: Client) -> None:
        tasks = [asyncio.create_task(client.get(PATH)) for _ in range(5)]
        await asyncio.sleep(0)
        tasks[2].cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(found.pop(2), asyncio.CancelledError)
        assert [answer[0] for answer in found if isinstance(answer, tuple)] == [200] * 4

    run(app, scenario)


def test_different_requests_do_not_wait_for_each_other(app: Any) -> None:
    async def scenario(client: Client) -> None:
        queries = [f"first={number}".encode() for number in range(1, 6)]
        answers = await asyncio.gather(*[client.get("/v1/articles", each) for each in queries])
        assert {status for status, _ in answers} == {200}

    assert run(app, scenario)["miss"] == 5
