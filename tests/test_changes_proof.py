"""Whoever applies the pages of /v1/changes has what /v1/export.ndjson gives: random histories.

Seedings of all kinds fall between pages of all sizes; clients go on from old tokens, and with
filters. `NEWSSTAND_TESTS_EXAMPLES` is how many histories each engine gets; CI takes a few.
"""

from __future__ import annotations

import copy
import os
import sys
from contextlib import ExitStack
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from histories import STEPS, Copy, begin, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner
from watching import wait_for_revision

from api.app import build
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXAMPLES = int(os.environ.get("NEWSSTAND_TESTS_EXAMPLES", "4"))
FILTERS: tuple[dict[str, Any], ...] = ({}, {}, {"language": ["ru"]}, {"type": ["article", "tag"]})
MOVES = ("seed", "seed", "seed", "page", "page", "fork", "fresh", "export", "whole")


class World:
    """One database that is seeded again and again, its server, and the clients of one history."""

    def __init__(self, url: str, folder: Path, client: TestClient) -> None:
        """Begin without clients."""
        self.url = url
        self.folder = folder
        self.client = client
        self.seedings = 0
        self.copies: list[Copy] = []

    def seed(self, model: dict[str, Any]) -> bool:
        """Seed the whole publication; False where the files may not say it, and nothing changes."""
        write(model, self.folder)
        arguments = ["seed", str(self.folder), "--database", self.url, "--allow-mass-delete"]
        result = CliRunner().invoke(command_line, arguments)
        wait_for_revision(self.client)
        self.seedings += result.exit_code == 0
        return result.exit_code == 0

    def move(self, name: str, model: dict[str, Any], random: Random) -> None:
        """Let the editors or a client do something."""
        if name == "seed":
            self._edit(model, random)
        elif name in ("fresh", "export"):
            self.copies.append(Copy(self.client, random.choice(FILTERS)))
            if name == "export":
                self.copies[-1].begin_with_export()
        elif self.copies:
            self._go_on(name, random.choice(self.copies), random)

    def _edit(self, model: dict[str, Any], random: Random) -> None:
        before = copy.deepcopy(model)
        for _ in range(random.randint(1, 3)):
            step = random.choice(STEPS)
            if model["articles"] or step.__name__ == "add":
                step(model, random)
        if not self.seed(model):
            model.clear()
            model.update(before)

    def _go_on(self, name: str, chosen: Copy, random: Random) -> None:
        if name == "page":
            chosen.ask(random.randint(1, 9))
        elif name == "fork":
            self.copies.append(chosen.fork())
        else:
            chosen.catch_up(lambda: random.choice([1, 3, 20, 100]))


@pytest.fixture(scope="module")
def worlds(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], World]]:
    """Make the world of an engine; asked again, the same."""
    with ExitStack() as stack:
        opened: dict[str, World] = {}

        def make(engine: str) -> World:
            if engine not in opened:
                url, folder = new_database(engine), tmp_path_factory.mktemp("history")
                write(begin(), folder)
                CliRunner().invoke(command_line, ["seed", str(folder), "--database", url])
                client = stack.enter_context(TestClient(build(Settings(database=url))))
                opened[engine] = World(url, folder, client)
            return opened[engine]

        yield make


def test_whoever_applies_the_pages_has_what_the_export_has(
    worlds: Callable[[str], World], engine: str
) -> None:
    world = worlds(engine)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        moves=st.lists(
            st.tuples(st.sampled_from(MOVES), st.integers(0, 2**32)), min_size=12, max_size=30
        )
    )
    def run(moves: list[tuple[str, int]]) -> None:
        model, world.copies = begin(), [Copy(world.client, each) for each in FILTERS[1:]]
        world.seed(model)
        for each in world.copies:
            each.begin_with_export()
        for name, number in moves:
            world.move(name, model, Random(number))
        for each in world.copies:
            each.catch_up(lambda: 7)

    run()
    sys.stdout.write(f"{engine}: {EXAMPLES} histories, {world.seedings} seedings\n")
    assert world.seedings > EXAMPLES
