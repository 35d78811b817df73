"""Search in long texts: what takes a second for one of them would stop a server with a hundred."""

from __future__ import annotations

import time
from itertools import product
from typing import TYPE_CHECKING, Any

from publications import write_piece
from searching import write_articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

WORDS = 16_000
PIECES = 10
FEWER = 4
MOST = 10
"""So much longer a text of four times the length may take; sixteen times if time were quadratic."""


def test_marking_words_that_stand_everywhere_takes_time_as_texts_are_long(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_articles(tmp_path / "articles")
    lengths = {"gull": WORDS, "tern": WORDS // FEWER}
    for (bird, words), number in product(lengths.items(), range(PIECES)):
        body = " ".join(f"the {bird}{place}" for place in range(words // 2))
        piece = folder / "2031-01-06" / f"{bird}-{number}.en.md"
        write_piece(piece, body, slug=f"{bird}-{number}")
    assert seed(folder)["ok"]
    took = {bird: min(search(client, bird, digit) for digit in (7, 8, 9)) for bird in lengths}
    assert took["gull"] < MOST * took["tern"]


def search(client: TestClient, bird: str, digit: int) -> float:
    """Search for a word that is everywhere and the beginning of many; gives the seconds."""
    asked: dict[str, Any] = {"q": f"the {bird}{digit}*", "language": "en", "first": PIECES}
    answer = client.get("/v1/search", params=asked)
    assert [len(item["highlights"]) for item in answer.json()["items"]] == [1] * PIECES
    return answer.elapsed.total_seconds()


def test_reading_a_list_of_numbers_takes_time_as_it_is_long(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder, took = write_articles(tmp_path / "articles"), []
    for number, length in ((111, 25_000 // FEWER), (222, 25_000)):
        write_piece(folder / "2031-01-06" / f"{number}.en.md", f"{number}," * length)
        begun = time.process_time()
        assert seed(folder)["ok"]
        took.append(time.process_time() - begun)
        asked = {"q": str(number), "language": "en"}
        found = client.get("/v1/search", params=asked).json()
        assert [item["article"]["slug"] for item in found["items"]] == [f"of-{number}"]
    assert took[1] < MOST * took[0]
