"""What a seeding replaces: a file what it holds, a folder everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import (
    PUBLICATION,
    make_issue,
    write_issue_folder,
    write_piece,
    write_publication,
    write_yaml,
)
from walk import answers, fetch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

FIRST = make_issue("2031-05-05", 1, "alder", "birch", "cedar")
SECOND = make_issue("2031-05-12", 2, "elder", "fir")


@pytest.fixture
def ferry(tmp_path: Path, seed: Callable[..., Any]) -> Path:
    """Seed a publication of two issues; gives its folder."""
    folder = write_publication(tmp_path / "ferry")
    write_issue_folder(folder, FIRST)
    write_yaml(folder / "2031-05-12.yaml", SECOND)
    assert seed(folder)["ok"]
    return folder


def keys(client: TestClient) -> list[str]:
    """List the keys of the English articles."""
    return sorted(item["key"] for item in fetch(client, "/v1/articles?first=100")["items"])


def test_an_article_file_alone_replaces_only_itself(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    before = answers(client)
    inside = ferry / FIRST["slug"]
    write_piece(inside / "birch.en.md", title="Of birches", slug="birch", section="pier")
    write_piece(inside / "alder.en.md", title="Not seeded", slug="alder", section="pier")
    (inside / "cedar.en.md").unlink()
    told = seed(inside / "birch.en.md")
    assert told["changes"] == [{"action": "UPSERT", "type": "Article", "count": 1}]
    after = answers(client)
    assert after["/v1/articles/en/birch"].pop("title") == "Of birches"
    assert before["/v1/articles/en/birch"].pop("title") == "The birch"
    assert after["/v1/articles/en/birch"] == before["/v1/articles/en/birch"]
    assert after["/v1/articles/ru/alder-ru"] == before["/v1/articles/ru/alder-ru"]
    assert fetch(client, "/v1/articles/en/alder")["title"] == "The alder"
    assert keys(client) == ["alder", "birch", "cedar", "elder", "fir"]


def test_an_article_file_alone_takes_what_its_siblings_and_issue_yaml_say(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    inside = ferry / FIRST["slug"]
    write_piece(inside / "dogwood.ru.md", title="Кизил", section="boats", trend="worsened")
    path = write_piece(inside / "dogwood.en.md", title="Dogwood", section="boats", tags=["ice"])
    assert seed(path)["ok"]
    article = fetch(client, "/v1/articles/en/dogwood")
    assert (article["trend"], article["section"]["slug"]) == ("WORSENED", "boats")
    assert article["publishedAt"] == "2031-05-05T09:00:00Z"
    assert article["issue"]["number"] == 1
    assert article["translations"] == []


def test_a_fact_that_translations_share_changes_in_all_of_them(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    inside = ferry / FIRST["slug"]
    for language, slug in (("en", "birch"), ("ru", "birch-ru")):
        write_piece(inside / f"birch.{language}.md", title="B", slug=slug, section="boats")
    seed(inside / "birch.en.md")
    russian = fetch(client, "/v1/articles/ru/birch-ru")
    assert (russian["section"]["slug"], russian["title"]) == ("boats", "О birch")


@pytest.mark.parametrize("form", ["folder", "file"])
def test_a_whole_issue_replaces_the_issue_and_what_it_lacks_is_deleted(
    ferry: Path, seed: Callable[..., Any], client: TestClient, form: str
) -> None:
    issue = make_issue("2031-05-05", 1, "birch", "dogwood", "cedar")
    if form == "folder":
        (ferry / FIRST["slug"] / "alder.en.md").unlink()
        (ferry / FIRST["slug"] / "alder.ru.md").unlink()
        path = write_issue_folder(ferry, issue)
    else:
        path = write_yaml(ferry.parent / "issue of may.yaml", issue)
    assert seed(path)["ok"]
    assert keys(client) == ["birch", "cedar", "dogwood", "elder", "fir"]
    assert client.get("/v1/articles/en/alder").status_code == 404


def test_the_definition_alone_changes_the_names_and_no_article(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    before = keys(client)
    sections = [*reversed(PUBLICATION["sections"])]
    write_publication(ferry, sections=sections, name={"en": "The Ferry", "ru": "Паром"})
    (ferry / "2031-05-12.yaml").unlink()
    assert seed(ferry / "publication.yaml")["ok"]
    assert fetch(client, "/v1/publication")["name"] == "The Ferry"
    assert [entry["slug"] for entry in fetch(client, "/v1/sections")["items"]] == ["boats", "pier"]
    assert keys(client) == before


def test_the_definition_alone_cannot_drop_a_section_that_articles_have(
    ferry: Path, seed: Callable[..., Any]
) -> None:
    write_publication(ferry, sections=PUBLICATION["sections"][1:])
    (mistake,) = seed(ferry / "publication.yaml")["mistakes"]
    assert (mistake["code"], mistake["line"]) == ("UNKNOWN_NAME", 19)


def test_the_whole_folder_makes_the_database_equal_to_it(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    (ferry / "2031-05-12.yaml").unlink()
    for language in ("en", "ru"):
        (ferry / FIRST["slug"] / f"alder.{language}.md").unlink()
        write_piece(ferry / FIRST["slug"] / f"birch.{language}.md", title="B", section="boats")
        write_piece(ferry / FIRST["slug"] / f"cedar.{language}.md", title="C", section="boats")
    write_publication(ferry, sections=PUBLICATION["sections"][1:], tags=[])
    assert seed(ferry, "--allow-mass-delete")["ok"]
    assert keys(client) == ["birch", "cedar"]
    assert client.get("/v1/issues/2031-05-12").status_code == 404
    assert [entry["slug"] for entry in fetch(client, "/v1/sections")["items"]] == ["boats"]
    assert fetch(client, "/v1/tags")["items"] == []


def test_several_files_are_seeded_together(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    third = write_yaml(ferry.parent / "3.yaml", make_issue("2031-05-19", 3, "gum"))
    fourth = write_yaml(ferry.parent / "4.yaml", make_issue("2031-05-26", 4, "hazel"))
    assert seed(third, fourth)["revision"] == 2
    assert keys(client)[-2:] == ["gum", "hazel"]


def test_an_article_beside_the_definition_stands_in_no_issue(
    ferry: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    path = write_piece(ferry / "notice.en.md", title="Notice")
    assert seed(path)["ok"]
    assert fetch(client, "/v1/articles/en/notice")["issue"] is None
    assert seed(ferry)["changed"] is False


@pytest.mark.parametrize("path", ["2031-05-12.yaml", "2031-05-05", "2031-05-05/birch.en.md"])
def test_the_first_issue_brings_the_publication_that_it_lies_in(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient, path: str
) -> None:
    folder = write_publication(tmp_path / "ferry")
    write_issue_folder(folder, FIRST)
    write_yaml(folder / "2031-05-12.yaml", SECOND)
    assert seed(folder / path)["ok"]
    assert fetch(client, "/v1/publication")["slug"] == "ferry-news"
    assert len(fetch(client, "/v1/issues")["items"]) == 1


@pytest.mark.parametrize("path", ["2031-05-12.yaml", "2031-05-05", "2031-05-05/birch.en.md"])
def test_issues_without_a_publication_are_not_seeded_into_an_empty_database(
    tmp_path: Path, seed: Callable[..., Any], path: str
) -> None:
    write_issue_folder(tmp_path, FIRST)
    write_yaml(tmp_path / "2031-05-12.yaml", SECOND)
    assert [mistake["code"] for mistake in seed(tmp_path / path)["mistakes"]] == ["NO_PUBLICATION"]


def test_a_publication_may_have_no_words_for_trends(
    seed: Callable[..., Any], folder: Path, client: TestClient
) -> None:
    publication = folder / "publication.yaml"
    publication.write_text(publication.read_text("utf-8").partition("trends:")[0], "utf-8")
    assert seed(folder)["ok"]
    article = client.get("/v1/articles/en/gulls").json()
    assert (article["trend"], article["trendLabel"]) == ("WORSENED", None)
