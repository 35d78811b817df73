"""Walks along connections, both ways and in both orders, while issues are added by seedings."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_json, write_publication
from walk import graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

FIRST_DAY = dt.date(2030, 1, 7)
DAYS = 60
LISTS = {
    "articles": "articles(language: %(language)s, fallback: %(fallback)s, %(page)s)",
    "issues": "issues(language: %(language)s, %(page)s)",
    "a section's articles": 'section(slug: "pier") { articles(%(page)s) }',
}
PAGE = "{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }"


class Shore:
    """A publication that grows: each issue has its own day, and some have another one's instant."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        """Write its definition."""
        self.folder = write_publication(folder)
        self.chance = chance
        self.instants: list[str] = []
        self.days = chance.sample(range(DAYS), DAYS)

    def add_issue(self) -> None:
        """Write one more issue: before, between or behind those that are there."""
        number = self.days.pop()
        slug = (FIRST_DAY + dt.timedelta(days=number)).isoformat()
        keys = [f"n{number}-{letter}" for letter in "abcd"[: self.chance.randint(1, 4)]]
        issue = make_issue(slug, number + 1, *keys)
        if self.instants and self.chance.random() < 0.4:
            issue["published_at"] = self.chance.choice(self.instants)
        self.instants.append(issue["published_at"])
        write_json(self.folder / f"{slug}.json", issue)


@dataclass
class Walk:
    """One walk: what it has met, where it stands, and what it must meet still."""

    client: TestClient
    name: str
    order: str
    forwards: bool
    met: list[str] = field(default_factory=list)
    due: set[str] = field(default_factory=set)
    cursor: str | None = None
    more: bool = True

    def page(self, size: int, cursor: str | None) -> Any:
        """Ask for a page; gives it in the direction of the walk."""
        side, count = ("after", "first") if self.forwards else ("before", "last")
        given = f"{count}: {size}, orderBy: {self.order}" + (
            f', {side}: "{cursor}"' if cursor else ""
        )
        head = LISTS[self.name] % {"language": '"ru"', "fallback": '["en"]', "page": given}
        inside = head.removesuffix(" }")
        query = "{ " + inside + " " + PAGE + " }" * (1 + head.endswith(" }"))
        data = graph(self.client, query)
        found = data["section"]["articles"] if "section" in data else next(iter(data.values()))
        return found if self.forwards else {**found, "edges": found["edges"][::-1]}

    def go(self, size: int) -> None:
        """Walk on by a page."""
        found = self.page(size, self.cursor)
        self.met += [edge["node"]["id"] for edge in found["edges"]]
        self.cursor = found["edges"][-1]["cursor"] if found["edges"] else self.cursor
        self.more = found["pageInfo"]["hasNextPage" if self.forwards else "hasPreviousPage"]

    def whole(self) -> list[str]:
        """Give the ids of the whole list of now, in the direction of the walk."""
        found: list[str] = []
        page = self.page(100, None)
        while True:
            found += [edge["node"]["id"] for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage" if self.forwards else "hasPreviousPage"]:
                return found
            page = self.page(100, page["edges"][-1]["cursor"])

    def look_ahead(self) -> None:
        """Note what lies ahead now: it must be met."""
        whole = self.whole()
        at = whole.index(self.met[-1]) + 1 if self.met else 0
        self.due |= set(whole[at:])
        self.more = self.more or at < len(whole)


@pytest.mark.parametrize("run", range(2))
@pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "backwards"])
@pytest.mark.parametrize("order", ["NEWEST", "OLDEST"])
def test_a_walk_never_repeats_or_loses_a_node_while_issues_are_added(
    tmp_path: Path,
    seed: Callable[..., Any],
    client: TestClient,
    order: str,
    forwards: bool,  # noqa: FBT001 - a parameter of the test
    run: int,
) -> None:
    chance = random.Random(f"{order} {forwards} {run}")
    shore = Shore(tmp_path / "shore", chance)
    for _ in range(6):
        shore.add_issue()
    assert seed(shore.folder)["changed"]
    walks = [Walk(client, name, order, forwards) for name in LISTS]
    seedings = 0
    while any(walk.more for walk in walks):
        step(walks, chance)
        if seedings < 8:
            seedings += 1
            shore.add_issue()
            assert seed(shore.folder)["changed"]
    for walk in walks:
        whole = walk.whole()
        assert len(set(walk.met)) == len(walk.met) >= 6
        assert walk.met == [id_ for id_ in whole if id_ in set(walk.met)]
        assert walk.due <= set(walk.met)


def step(walks: list[Walk], chance: random.Random) -> None:
    """Let each walk see what lies ahead and go on by a page."""
    for walk in walks:
        walk.look_ahead()
        walk.go(chance.randint(1, 4))
