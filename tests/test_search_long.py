"""Search in long texts: what takes a second for one of them would stop a server with a hundred."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from publications import write_piece
from searching import write_articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

WORDS = 16_000
PIECES = 10


def test_words_that_stand_everywhere_in_long_texts_are_marked_in_time(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_articles(tmp_path / "articles")
    body = " ".join(f"the gull{number}" for number in range(WORDS // 2))
    for number in range(PIECES):
        write_piece(folder / "2031-01-06" / f"long-{number}.en.md", body, slug=f"long-{number}")
    assert seed(folder)["ok"]
    answer = client.get("/v1/search", params={"q": "the gull7*", "language": "en"})
    assert answer.status_code == 200
    assert [len(item["highlights"]) for item in answer.json()["items"][-2:]] == [1, 1]
    assert answer.elapsed.total_seconds() < PIECES / 2


def test_a_long_list_of_numbers_is_read_in_time(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_articles(tmp_path / "articles")
    write_piece(folder / "2031-01-06" / "list.en.md", "111," * 25_000, slug="list")
    begun = time.monotonic()
    assert seed(folder)["ok"]
    assert time.monotonic() - begun < 15
    found = client.get("/v1/search", params={"q": "111", "language": "en"}).json()
    assert [item["article"]["slug"] for item in found["items"]] == ["list"]
