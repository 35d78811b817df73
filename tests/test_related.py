"""What to read next: related articles, and those before and after in the issue and the section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

    Seed = Callable[..., dict[str, Any]]

TAGS = [{"slug": slug, "name": {"en": slug, "ru": slug}} for slug in ("common", "rare", "odd")]
ASKED = """
query ($slug: String!, $first: Int!) { article(by: { path: { language: "en", slug: $slug } }) {
  related(first: $first) { key language } } }
"""
IN_ISSUE = "p: previous { key } n: next(within: ISSUE) { key }"
IN_SECTION = "previous(within: SECTION) { key } next(within: SECTION) { key }"


def write(folder: Path, pieces: dict[str, tuple[str, str, list[str]]]) -> Path:
    """Write pieces: {key: (day of the issue, section, tags)}; each is published on that day."""
    write_publication(folder, tags=TAGS)
    for key, (day, section, tags) in pieces.items():
        front: dict[str, Any] = {
            "section": section,
            "tags": tags,
            "published_at": f"{day}T09:00:00Z",
            "slug": key,
        }
        write_piece(folder / day / f"{key}.en.md", **front)
    return folder


PIECES = {
    "self": ("2030-03-04", "pier", ["common", "rare"]),
    "rare-long-ago": ("2029-01-01", "boats", ["rare"]),
    "common-near": ("2030-03-11", "boats", ["common"]),
    "common-far": ("2029-06-04", "boats", ["common"]),
    "both": ("2030-01-07", "boats", ["common", "rare"]),
    "section-near": ("2030-02-25", "pier", []),
    "nothing": ("2030-03-04", "boats", ["odd"]),
    **{f"more-{n}": (f"2028-{n:02d}-10", "boats", ["common"]) for n in range(1, 11)},
}


def related(client: TestClient, slug: str, first: int = 20) -> list[str]:
    sent = {"query": ASKED, "variables": {"slug": slug, "first": first}}
    answer = client.post("/graphql", json=sent).json()
    assert "errors" not in answer
    return [each["key"] for each in answer["data"]["article"]["related"]]


def test_a_rare_tag_says_more_than_a_common_one_and_near_more_than_far(
    seed: Seed, client: TestClient, tmp_path: Path
) -> None:
    assert seed(write(tmp_path / "news", PIECES))["ok"]
    found = related(client, "self")
    assert found[:4] == ["both", "rare-long-ago", "common-near", "common-far"]
    assert set(found) == set(PIECES) - {"self", "nothing"}
    assert related(client, "self", 2) == found[:2]
    assert related(client, "self", 0) == []
    assert related(client, "nothing")[:2] == ["common-near", "both"], "of its section, the nearest"


def test_what_shares_nothing_has_nothing_related(
    seed: Seed, client: TestClient, tmp_path: Path
) -> None:
    pieces = {"self": ("2030-03-04", "pier", ["odd"]), "other": ("2030-03-04", "boats", ["rare"])}
    assert seed(write(tmp_path / "news", pieces))["ok"]
    assert related(client, "self") == related(client, "other") == []


def test_withdrawn_articles_and_translations_are_not_related(
    seed: Seed, client: TestClient, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", PIECES)
    front: dict[str, Any] = {
        "tags": ["common", "rare"],
        "slug": "sam",
        "published_at": "2030-03-04T09:00:00Z",
    }
    write_piece(folder / "2030-03-04" / "self.ru.md", **front)
    gone = {**front, "slug": "gone", "withdrawn_at": "2030-03-05T09:00:00Z"}
    write_piece(folder / "2030-03-04" / "gone.en.md", **gone)
    assert seed(folder)["ok"]
    assert related(client, "self")[0] == "both"
    assert {"self", "gone"}.isdisjoint(related(client, "self"))


def test_what_is_related_is_told_to_caches(seed: Seed, client: TestClient, tmp_path: Path) -> None:
    folder = write(tmp_path / "news", PIECES)
    assert seed(folder)["ok"]
    address = "/v1/articles/en/self"
    before = client.get(address)
    assert "Article" in before.headers["Surrogate-Key"].split()
    assert before.json()["related"][0]["slug"] == "both"
    (folder / "2030-01-07" / "both.en.md").unlink()
    assert seed(folder)["ok"]
    assert client.get(address).json()["related"][0]["slug"] == "rare-long-ago"


def test_the_section_is_walked_in_the_order_of_time(
    seed: Seed, client: TestClient, tmp_path: Path
) -> None:
    assert seed(write(tmp_path / "news", PIECES))["ok"]
    query = (
        '{ section(slug: "boats") { articles(first: 100, orderBy: OLDEST) { nodes { key '
        f"{IN_SECTION} }} }} }} }}"
    )
    nodes = client.post("/graphql", json={"query": query}).json()["data"]["section"]["articles"]
    keys: list[str | None] = [None, *(node["key"] for node in nodes["nodes"]), None]
    for place, node in enumerate(nodes["nodes"], 1):
        beside = [node[name] and node[name]["key"] for name in ("previous", "next")]
        assert beside == [keys[place - 1], keys[place + 1]]


def test_without_a_section_nothing_is_beside(ask: Callable[..., Any]) -> None:
    inside = f"section {{ slug }} issue {{ slug }} {IN_SECTION} {IN_ISSUE}"
    found = ask(f"{{ articles(first: 100) {{ nodes {{ key {inside} }} }} }}")
    for node in found["articles"]["nodes"]:
        if node["section"] is None:
            assert node["previous"] is node["next"] is None
        if node["issue"] is None:
            assert node["p"] is node["n"] is None


@pytest.mark.parametrize("first", [-1, 21])
def test_too_many_related_ones_are_refused(refuse: Callable[..., Any], first: int) -> None:
    error = refuse(f"{{ articles {{ nodes {{ related(first: {first}) {{ key }} }} }} }}")
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert "0 to 20" in error["message"]


def test_each_of_many_has_what_it_has_alone(ask: Callable[..., Any]) -> None:
    inside = f"slug language related {{ id title tags {{ slug }} }} {IN_SECTION}"
    together = ask(f'{{ articles(language: "en", first: 50) {{ nodes {{ {inside} }} }} }}')
    for node in together["articles"]["nodes"]:
        path = f'{{ path: {{ language: "en", slug: "{node["slug"]}" }} }}'
        assert ask(f"{{ article(by: {path}) {{ {inside} }} }}")["article"] == node
