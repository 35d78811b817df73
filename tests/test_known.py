"""What was rendered before in a revision is answered again without a statement, on both engines."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from publications import make_issue, write_publication, write_yaml
from serving import TLS
from statements import counted
from test_plain_posts import served_here
from watching import wait_until

from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CARD = " fragment Card on Article { id slug title tags { name } section { name } }"
LIST = "{ articles { nodes { ...Card } } }" + CARD
LATEST = "{ latestIssue { slug articles { title tags { slug } } } }"
READ = (
    "query ($slug: String!) { article(by: {path: {language: EN, slug: $slug}}) { ...Card } }" + CARD
).replace("EN", '"en"')
_numbers = itertools.count()


@contextmanager
def asking(database: str, **settings: Any) -> Iterator[Callable[..., Any]]:
    """Serve, and ask on one connection; no request is the same as one before it."""
    with (
        served_here(Settings(database=database, **settings)) as (host, port),
        httpx2.Client(base_url=f"http://{host}:{port}", verify=TLS) as client,
    ):

        def ask(query: str, **variables: object) -> Any:
            given = {"query": query, "variables": variables, "extensions": {"n": next(_numbers)}}
            answer = client.post("/graphql", json=given).json()
            assert "errors" not in answer, answer
            return answer["data"]

        yield ask


@pytest.fixture
def ferry(tmp_path: Path, database: str, command: Any) -> Path:
    """Seed one issue of three pieces."""
    folder = write_publication(tmp_path / "ferry")
    issue = make_issue("2030-01-07", 1, "gulls", "tides", "ropes")
    issue["articles"][0] |= {"tags": ["wind", "ice"]}
    write_yaml(folder / "2030-01-07.yaml", issue)
    assert command("seed", folder, "--database", database).exit_code == 0
    return folder


@pytest.mark.usefixtures("ferry")
def test_what_is_known_needs_no_statement(database: str) -> None:
    with asking(database) as ask:
        ask(READ, slug="none")  # the document is known from here on
        listed = ask(LIST)["articles"]["nodes"]
        ask(LATEST)
        with counted() as seen:
            assert ask(LIST)["articles"]["nodes"] == listed
            assert ask(LATEST)["latestIssue"]["articles"][0]["tags"] == [
                {"slug": "wind"},
                {"slug": "ice"},
            ]
            read = [ask(READ, slug=each["slug"])["article"] for each in listed]
        assert (read, seen) == (listed, [])
        with counted() as seen:
            assert ask(READ, slug="no-such-one")["article"] is None
        assert len(seen) >= 1


def test_a_path_is_known_for_one_revision_only(database: str, ferry: Path, command: Any) -> None:
    with asking(database) as ask:
        slugs = [each["slug"] for each in ask(LIST)["articles"]["nodes"]]
        assert ask(READ, slug=slugs[0])["article"]["slug"] == slugs[0]
        issue = make_issue("2030-01-07", 1, "gulls", "tides", "ropes")
        for piece, slug in zip(issue["articles"], ("tides", "gulls", "cables"), strict=True):
            piece["translations"]["en"] |= {
                "slug": slug,
                "title": f"New {slug}",
            }
        write_yaml(ferry / "2030-01-07.yaml", issue)
        assert command("seed", ferry, "--database", database).exit_code == 0
        wait_until(lambda: ask(READ, slug="cables")["article"])
        found = {slug: ask(READ, slug=slug)["article"] for slug in ("tides", "gulls", "cables")}
        assert {slug: each["title"] for slug, each in found.items()} == {
            "tides": "New tides",
            "gulls": "New gulls",
            "cables": "New cables",
        }
        assert ask(READ, slug="ropes")["article"]["slug"] == "cables"  # by its earlier slug


@pytest.mark.usefixtures("ferry")
def test_little_memory_is_enough_for_the_right_answers(database: str) -> None:
    with asking(database, cache_size=6_000) as ask:  # room for two nodes or so
        listed = ask(LIST)["articles"]["nodes"]
        for each in [*reversed(listed), *listed]:
            assert ask(READ, slug=each["slug"])["article"] == each
            assert ask(LIST)["articles"]["nodes"] == listed
