"""What a document asks for is found out in time linear in it: calls are counted, not seconds."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from starlette.testclient import TestClient
from test_limits import doubling

from api.app import build
from api.settings import Limits, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHAPES = ((1, 15), (1, 150), (2, 150))
"""Chains of fragments, and how many are in each: graphql-core validates fewer than 200."""

LIMITS = Limits(tokens=5_000, cost=1_000)
"""So that the longest document is measured, and the shortest one is refused."""

MOST_CALLS = 50
"""More than what one fragment takes. Were they to double, the shortest document would pass it."""


def doubling_chains(chains: int, length: int) -> str:
    """Write chains of fragments that each spread the next one twice."""
    names = [chr(ord("A") + i) for i in range(chains)]
    parts = [doubling(length - 1).replace("F", name) for name in names]
    opening = "{ " + " ".join(f"...{name}0" for name in names) + " }"
    return " ".join([opening, *(part.partition("} ")[2] for part in parts)])


@pytest.fixture
def calls() -> Iterator[Counter[str]]:
    """Count the calls of functions by the file that they stand in, in threads that begin now."""
    found: Counter[str] = Counter()

    def count(frame: Any, event: str, _: object) -> None:
        if event == "call":
            found[Path(frame.f_code.co_filename).name] += 1

    threading.setprofile(count)
    yield found
    threading.setprofile(None)


@pytest.mark.parametrize("module", ["measure.py", "costliest.py"])
def test_each_fragment_more_takes_as_many_calls_as_the_one_before(
    new_database: Callable[[str], str], command: Any, calls: Counter[str], module: str
) -> None:
    url = new_database("sqlite")
    assert command("seed", CONTENT, "--database", url).exit_code == 0
    taken = []
    # Counting calls takes its time, and more of it on a busy machine.
    with TestClient(build(Settings(database=url, limits=LIMITS, timeout=60))) as client:
        for chains, length in SHAPES:
            calls.clear()
            query = doubling_chains(chains, length)
            answer = client.post("/graphql", json={"query": query}).json()
            assert "fields" in answer["errors"][0]["extensions"]["cost"]
            taken.append(calls[module])
            assert chains * length < taken[-1] < MOST_CALLS * chains * length
    short, middle, double = taken
    assert (middle - short) % (SHAPES[1][1] - SHAPES[0][1]) == 0
    assert abs(double - 2 * middle) < MOST_CALLS
