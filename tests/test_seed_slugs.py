"""Earlier slugs: those that files name and those that articles had keep resolving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import write_piece, write_publication
from walk import answers, fetch, graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

    Resolve = Callable[[str], "str | None"]

BY_PATH = (
    'query A($slug: String!) { article(by: {path: {language: "en", slug: $slug}}) { slug key }}'
)


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Write a publication with one issue of two articles; gives the issue's folder."""
    folder = write_publication(tmp_path / "ferry") / "2031-05-05"
    write_piece(folder / "alder.en.md", slug="alder")
    write_piece(folder / "birch.en.md", slug="birch")
    return folder


@pytest.fixture
def resolve(client: TestClient) -> Resolve:
    """Ask by slug for an English article's key, through both doors, which must agree."""

    def ask(slug: str) -> str | None:
        by_graph = graph(client, BY_PATH, slug=slug)["article"]
        answer = client.get(f"/v1/articles/en/{slug}", follow_redirects=False)
        if by_graph is None:
            assert answer.status_code == 404
            return None
        if by_graph["slug"] == slug:
            assert answer.json()["key"] == by_graph["key"]
        else:
            assert answer.status_code == 301
            assert answer.headers["location"].endswith(f"/v1/articles/en/{by_graph['slug']}")
        key: str = by_graph["key"]
        return key

    return ask


def test_a_slug_that_changed_keeps_resolving(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    seed(issue.parent)
    write_piece(issue / "alder.en.md", slug="alder-tree")
    assert seed(issue.parent)["revision"] == 2
    assert (resolve("alder"), resolve("alder-tree"), resolve("elm")) == ("alder", "alder", None)


def test_a_slug_that_changed_with_the_title_keeps_resolving(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    write_piece(issue / "fir.en.md", title="Of firs")
    seed(issue.parent)
    write_piece(issue / "fir.en.md", title="On firs")
    seed(issue / "fir.en.md")
    assert (resolve("of-firs"), resolve("on-firs")) == ("fir", "fir")


def test_every_slug_of_a_chain_leads_to_the_last_one(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    for slug in ("alder", "a2", "a3", "a4"):
        write_piece(issue / "alder.en.md", slug=slug)
        seed(issue.parent)
    assert {resolve(slug) for slug in ("alder", "a2", "a3", "a4")} == {"alder"}
    assert seed(issue.parent)["changed"] is False


def test_a_slug_may_come_back(issue: Path, seed: Callable[..., Any], resolve: Resolve) -> None:
    for slug in ("alder", "a2", "alder"):
        write_piece(issue / "alder.en.md", slug=slug)
        seed(issue.parent)
    assert (resolve("alder"), resolve("a2")) == ("alder", "alder")
    assert seed(issue.parent)["changed"] is False


@pytest.mark.parametrize("whole", [True, False])
def test_two_articles_may_swap_their_slugs(
    issue: Path, seed: Callable[..., Any], resolve: Resolve, *, whole: bool
) -> None:
    seed(issue.parent)
    write_piece(issue / "alder.en.md", slug="birch")
    write_piece(issue / "birch.en.md", slug="alder")
    paths = [issue.parent] if whole else [issue / "alder.en.md", issue / "birch.en.md"]
    assert seed(*paths)["ok"]
    assert (resolve("alder"), resolve("birch")) == ("birch", "alder")
    assert seed(issue.parent)["changed"] is False


def test_aliases_that_a_file_names_resolve_until_it_names_them_no_more(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", aliases=["elm", "oak"])
    seed(issue.parent)
    assert (resolve("elm"), resolve("oak")) == ("alder", "alder")
    write_piece(issue / "alder.en.md", slug="alder", aliases=["oak"])
    seed(issue.parent)
    assert (resolve("elm"), resolve("oak")) == (None, "alder")


def test_a_slug_that_it_had_keeps_resolving_when_a_file_named_it_for_a_while(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    seed(issue.parent)
    for aliases in (["alder"], ["alder"], [], []):
        write_piece(issue / "alder.en.md", slug="alder-tree", aliases=aliases)
        seed(issue.parent)
        assert (resolve("alder"), resolve("alder-tree")) == ("alder", "alder")
    assert seed(issue.parent)["changed"] is False


@pytest.mark.parametrize("whole", [True, False])
def test_a_new_article_takes_over_the_earlier_slug_of_another(
    issue: Path, seed: Callable[..., Any], resolve: Resolve, *, whole: bool
) -> None:
    seed(issue.parent)
    write_piece(issue / "alder.en.md", slug="alder-tree")
    seed(issue.parent)
    path = write_piece(issue / "elm.en.md", slug="alder")
    assert seed(issue.parent if whole else path)["ok"]
    assert (resolve("alder"), resolve("alder-tree")) == ("elm", "alder")
    assert seed(issue.parent)["changed"] is False


def test_an_alias_that_a_file_names_passes_to_the_article_that_names_it_next(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", aliases=["oak"])
    seed(issue.parent)
    write_piece(issue / "alder.en.md", slug="alder")
    write_piece(issue / "birch.en.md", slug="birch", aliases=["oak"])
    seed(issue.parent)
    assert resolve("oak") == "birch"
    assert seed(issue.parent)["changed"] is False


def test_an_alias_that_another_file_names_is_taken_whichever_is_seeded(
    issue: Path, seed: Callable[..., Any]
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", aliases=["oak"])
    seed(issue.parent)
    path = write_piece(issue / "elm.en.md", slug="oak")
    assert {mistake["code"] for mistake in seed(path)["mistakes"]} == {"SLUG_TAKEN"}
    assert {mistake["code"] for mistake in seed(issue.parent)["mistakes"]} == {"SLUG_TAKEN"}


def test_a_slug_of_one_language_is_free_in_another(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_piece(issue / "birch.ru.md", title="Б", slug="alder")
    assert seed(issue.parent)["ok"]
    assert fetch(client, "/v1/articles/ru/alder")["key"] == "birch"
    assert fetch(client, "/v1/articles/en/alder")["key"] == "alder"


def test_a_deleted_article_is_not_there_and_its_earlier_slugs_neither(
    issue: Path, seed: Callable[..., Any], resolve: Resolve
) -> None:
    write_piece(issue / "alder.en.md", slug="alder", aliases=["elm"])
    seed(issue.parent)
    (issue / "alder.en.md").unlink()
    seed(issue.parent, "--allow-mass-delete")
    assert (resolve("alder"), resolve("elm"), resolve("birch")) == (None, None, "birch")


def test_a_withdrawn_article_is_gone_and_can_come_back(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    seed(issue.parent)
    before = answers(client)
    write_piece(issue / "alder.en.md", slug="alder", withdrawn_at="2031-06-01T10:00:00+03:00")
    seed(issue.parent)
    answer = client.get("/v1/articles/en/alder")
    assert (answer.status_code, answer.json()["code"]) == (410, "NOT_FOUND")
    assert answer.json()["withdrawnAt"] == "2031-06-01T07:00:00Z"
    assert [a["key"] for a in fetch(client, "/v1/issues/latest")["articles"]] == ["birch"]
    write_piece(issue / "alder.en.md", slug="alder")
    assert seed(issue.parent)["revision"] == 3
    assert answers(client) == before


def test_an_earlier_slug_of_a_withdrawn_article_is_gone_too(
    issue: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    instant = "2031-06-01T10:00:00+03:00"
    write_piece(issue / "alder.en.md", slug="alder", aliases=["elm"], withdrawn_at=instant)
    seed(issue.parent)
    assert client.get("/v1/articles/en/elm").status_code == 410
