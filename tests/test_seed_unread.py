"""Files that would be passed over without a word, so that their articles would seem deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ARTICLE = "---\ntitle: %s\nsection: town\n---\n\nText.\n"


def mistakes(seed: Callable[..., Any], folder: Path) -> list[tuple[str, str]]:
    """Seed a folder that has mistakes; give their codes and the names of their files."""
    output = seed(folder)
    return [(each["code"], each["file"].rpartition("/")[2]) for each in output["mistakes"]]


@pytest.mark.parametrize("name", ["tide.en.MD", "tide.en.markdown", "2030-02-04.YAML"])
def test_an_ending_that_is_not_read_is_told(
    seed: Callable[..., Any], folder: Path, name: str
) -> None:
    where = folder / "2030-01-21" if "tide" in name else folder
    (where / name).write_text(ARTICLE % "A tide")
    assert mistakes(seed, folder) == [("UNKNOWN_FILE", name)]


def test_links_and_folders_named_like_files_are_told(
    seed: Callable[..., Any], folder: Path
) -> None:
    (folder / "2030-01-21" / "gone.en.md").symlink_to(folder / "nowhere.md")
    (folder / "2030-01-21" / "loop.en.md").symlink_to(folder / "2030-01-21" / "loop.en.md")
    (folder / "2030-02-04.json").mkdir()
    found = mistakes(seed, folder)
    expected = {("UNKNOWN_FILE", name) for name in ("gone.en.md", "loop.en.md", "2030-02-04.json")}
    assert expected <= set(found)


def test_a_link_to_itself_is_told(command: Callable[..., Any], tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    result = command("check", loop)
    assert result.exit_code == 1
    assert "UNKNOWN_FILE" in result.output


@pytest.mark.parametrize("instant", ["20180709", "86400"])
def test_a_number_is_no_instant(seed: Callable[..., Any], folder: Path, instant: str) -> None:
    file = folder / "2030-01-14.yaml"
    text = file.read_text().replace("2030-01-21T09:00:00+03:00", instant)
    file.write_text(text)
    output = seed(folder)
    assert [each["code"] for each in output["mistakes"]] == ["BAD_VALUE"]
    assert "2018-07-09T09:00:00+03:00" in output["mistakes"][0]["remedy"]


@pytest.mark.parametrize("title", ["\u00a0", "\u200b", "turned \u202e around"])
def test_a_title_shows_something(seed: Callable[..., Any], folder: Path, title: str) -> None:
    (folder / "2030-01-21" / "odd.en.md").write_text(ARTICLE % f'"{title}"', "utf-8")
    assert mistakes(seed, folder) == [("BAD_VALUE", "odd.en.md")]


@pytest.mark.parametrize("title", ["!!binary aGVsbG8=", "!foo x", "!!python/name:os.system"])
def test_a_tag_of_yaml_is_not_passed_over(
    seed: Callable[..., Any], folder: Path, title: str
) -> None:
    (folder / "2030-01-21" / "odd.en.md").write_text(ARTICLE % title)
    assert mistakes(seed, folder) == [("BAD_SYNTAX", "odd.en.md")]


def test_a_text_without_spaces_has_its_characters_for_words(
    seed: Callable[..., Any], folder: Path, client: TestClient
) -> None:
    text = "---\ntitle: 潮汐表\nsection: port\nslug: tide\n---\n\n潮汐表又遲到了 on Wednesday。\n"
    (folder / "2030-01-21" / "tide-table.en.md").write_text(text, "utf-8")
    assert seed(folder)["ok"]
    query = (
        '{ article(by: {path: {language: "en", slug: "tide"}}) { wordCount excerpt(length: 4) } }'
    )
    answer = client.post("/graphql", json={"query": query}).json()
    assert answer["data"]["article"] == {"wordCount": 9, "excerpt": "潮汐表…"}
