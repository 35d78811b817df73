"""Which publication a seeding is of: one in a database, defined in one file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_publication, write_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_another_publication_takes_the_place_only_when_that_is_allowed(
    seed: Callable[..., Any], tmp_path: Path
) -> None:
    folders = [write_publication(tmp_path / name, slug=name) for name in ("ferry", "tides")]
    for folder in folders:  # the same articles: not one would disappear
        write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, "alder"))
    assert seed(folders[0])["ok"]
    (mistake,) = seed(folders[1])["mistakes"]
    assert mistake["code"] == "MASS_DELETE"
    assert mistake["message"].startswith("the database holds ferry, not tides; 0 of 2 ")
    assert "--database" in mistake["remedy"]
    assert seed(folders[1], "--allow-mass-delete")["ok"]


def test_a_part_of_another_publication_is_told_as_such(
    seed: Callable[..., Any], tmp_path: Path
) -> None:
    ferry, tides = (write_publication(tmp_path / name, slug=name) for name in ("ferry", "tides"))
    assert seed(write_yaml(ferry / "1.yaml", make_issue("2031-05-05", 1, "alder")).parent)["ok"]
    (mistake,) = seed(write_yaml(tides / "1.yaml", make_issue("2031-05-05", 1, "birch")))[
        "mistakes"
    ]
    assert (mistake["code"], mistake["file"]) == ("MASS_DELETE", str(tides / "publication.yaml"))
    assert mistake["message"] == "the database holds ferry, not tides"
    assert seed(ferry / "1.yaml")["ok"]


@pytest.mark.parametrize("name", ["publication.yml", "publication.json", "Publication.yaml"])
def test_a_definition_under_another_name_is_told_as_such(
    command: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    folder = write_publication(tmp_path / "ferry")
    (folder / "publication.yaml").rename(folder / name)
    write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, "alder"))
    found = json.loads(command("check", folder, "--json").stdout)["mistakes"]
    told = {mistake["code"]: mistake for mistake in found}
    assert told["UNKNOWN_FILE"]["file"] == str(folder / name)
    assert told["UNKNOWN_FILE"]["remedy"] == "name it publication.yaml"
    assert told.keys() == {"UNKNOWN_FILE"}


def test_two_definitions_and_one_that_is_not_there_are_told(
    seed: Callable[..., Any], tmp_path: Path
) -> None:
    folder = write_publication(tmp_path / "ferry")
    write_yaml(folder / "1.yaml", make_issue("2031-05-05", 1, "alder"))
    assert seed(folder)["ok"]
    write_yaml(folder / "publication.yml", {})
    (mistake,) = seed(folder)["mistakes"]
    assert (mistake["code"], mistake["remedy"]) == ("UNKNOWN_FILE", "remove it")
    (mistake,) = seed(tmp_path / "publication.yaml")["mistakes"]
    assert mistake["message"] == "there is no such file or folder"
