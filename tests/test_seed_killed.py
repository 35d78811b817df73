"""A seeding killed at any moment leaves one whole revision, and the next one works."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from killing import finish, start, write_large
from starlette.testclient import TestClient
from walk import digest, revision

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLS = {"sqlite": 50, "postgresql": 20}
WORDS = ("old", "new")


@pytest.fixture
def versions(tmp_path: Path) -> dict[str, Path]:
    """Two publications that differ in every article."""
    return {word: write_large(tmp_path / word, word) for word in WORDS}


def seed_whole(folder: Path, database: str) -> float:
    """Seed to the end; gives the seconds that it took."""
    begun = time.monotonic()
    finish(start(folder, database))
    return time.monotonic() - begun


def kill(folder: Path, database: str, after: float) -> None:
    """Start a seeding and kill it so many seconds later; it may be done by then."""
    process = start(folder, database)
    time.sleep(after)
    process.kill()
    process.wait()
    if process.stderr is not None:
        process.stderr.close()


def test_killed_at_any_moment_the_database_is_one_whole_revision(
    new_database: Callable[[str], str], engine: str, versions: dict[str, Path]
) -> None:
    database, chance = new_database(engine), random.Random(2031)
    seed_whole(versions["old"], database)
    with TestClient(build(Settings(database=database))) as client:
        digests = {"old": digest(client)}
        duration = seed_whole(versions["new"], database)
        digests["new"] = digest(client)
        assert digests["old"] != digests["new"]
        stands, before = "new", revision(client)
        for moment in range(KILLS[engine]):
            wanted = WORDS[stands == "old"]
            # From the start to just after the end, closer together where it writes and commits.
            after = 1.1 * duration * ((moment + chance.random()) / KILLS[engine]) ** 0.5
            kill(versions[wanted], database, after)
            served = digest(client)
            assert served in digests.values(), f"a mixture {after:.3f} s after the start"
            now = "old" if served == digests["old"] else "new"
            assert revision(client) == before + (now != stands)
            stands, before = now, revision(client)
        seed_whole(versions[WORDS[stands == "old"]], database)
        assert digest(client) == digests[WORDS[stands == "old"]]
        assert revision(client) == before + 1
