"""Under load, while issues are seeded over and over: each answer is of one revision, the newest."""

from __future__ import annotations

import re
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import pytest
from publications import make_issue, write_json, write_publication
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEN_WITHIN = {"sqlite": 0.0, "postgresql": 1.0}  # seconds
SEEDINGS = 12
KEYS = ("alder", "birch", "cedar", "dogwood")
GET = (
    "/v1/issues/latest",
    "/v1/articles",
    "/v1/articles/en/alder",
    "/v1/articles/en/birch.html",
    "/graphql?query={articles{nodes{title issue{title articles{title}}}}}",
    "/",
)
POST = "{ latestIssue { title articles { title translations { title issue { title } } } } }"
NUMBER = re.compile(r"№(\d+)")


def write(folder: Path, number: int) -> None:
    """Write the issue with a number in each of its titles."""
    issue = make_issue("2031-05-05", 1, *KEYS)
    for article in issue["articles"]:
        for piece in article["translations"].values():
            piece["title"] = f"{piece['title']} №{number}"
            piece["body"] = f"It is №{number}."
    issue["title"] = {"en": f"Issue №{number}", "ru": f"Выпуск №{number}"}
    write_json(folder / "2031-05-05.json", issue)


def get(client: httpx2.Client, number: int) -> httpx2.Response:
    return client.get(GET[number % len(GET)])


def post(client: httpx2.Client, number: int) -> httpx2.Response:
    """Ask now the same as all, now what nobody has asked before."""
    body = {"query": POST, "extensions": {"n": number if number % 2 else 0}}
    return client.post("/graphql", json=body)


class Load:
    """Threads that ask; what they find wrong."""

    def __init__(self, address: str, count: int) -> None:
        """Begin to ask."""
        self.wrong: list[str] = []
        self.answers = 0
        self._address = address
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(i,)) for i in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End asking."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, shift: int) -> None:
        number = shift
        with httpx2.Client(base_url=self._address) as client:
            while not self._stopped.is_set():
                self._check(get(client, number) if number % 7 else post(client, number))
                number += 1

    def _check(self, answer: Any) -> None:
        self.answers += 1
        numbers = {int(each) for each in NUMBER.findall(answer.text)}
        expected = {int(answer.headers.get("X-Content-Revision", 0))}
        if answer.status_code != 200 or numbers != expected:
            self.wrong.append(f"{answer.status_code} {answer.url} {numbers} {expected}")


@pytest.mark.parametrize("workers", [1, 2])
def test_no_answer_mixes_revisions_and_each_one_is_seen_in_time(
    tmp_path: Path, database: str, engine: str, workers: int, command: Callable[..., Any]
) -> None:
    folder = write_publication(tmp_path / "ferry")
    write(folder, 1)
    assert command("seed", folder, "--database", database).exit_code == 0
    with serve(tmp_path, "--database", database, "--workers", workers) as server:
        server.wait_until_ready()
        load = Load(server.address, 3)
        waits = []
        for number in range(2, SEEDINGS):
            write(folder, number)
            assert command("seed", folder, "--database", database).exit_code == 0
            waits.append(wait_for(server.address, number))
        load.stop()
        assert load.wrong == []
        assert load.answers > 100
        assert max(waits) <= SEEN_WITHIN[engine], waits
        server.stop()


def wait_for(address: str, revision: int) -> float:
    """Ask until all of ten new connections give what was seeded; tell how late the last did not.

    That is the time from now, the commit, to the sending of the last request that got less: 0.0
    where every one had the new revision.
    """
    begun, late, new = time.monotonic(), 0.0, 0
    while new < 10:
        sent = time.monotonic() - begun
        if ask_for_revision(address) == revision:
            new += 1
        else:
            late, new = sent, 0
            assert late < 5
    return late


def ask_for_revision(address: str) -> int:
    with closing(HTTPConnection(str(urlsplit(address).netloc), timeout=10)) as connection:
        connection.request("GET", "/v1/issues/latest")
        return int(connection.getresponse().headers["X-Content-Revision"])
