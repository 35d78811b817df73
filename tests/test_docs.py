"""The documentation is complete: what the program has is described, and nothing else is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
import typer
from documentation import DOCS, PAGES, ROOT, anchors, links, prose, read_sections, read_table
from graphql import GraphQLInputObjectType, GraphQLObjectType, build_schema
from starlette.testclient import TestClient

from api.app import build
from api.errors import CODES
from api.issue_files import FILES as ISSUE_FILES
from api.settings import PREFIX, Settings
from newsstand import app as command_line
from seed import issue_file, mistakes
from seed.readers.markdown import OF_ARTICLE, OF_TRANSLATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic import BaseModel

REST = read_sections("rest.md")
FILES = read_sections("issue-files.md")
MODELS: dict[str, type[BaseModel]] = {
    "Issue": issue_file.IssueFile,
    "Article": issue_file.Article,
    "Translation": issue_file.Translation,
    "Image": issue_file.Image,
    "publication.yaml": issue_file.Publication,
    "Addresses on the site": issue_file.Urls,
    "Languages": issue_file.LanguageEntry,
    "Sections": issue_file.SectionEntry,
    "Tags": issue_file.TagEntry,
    "Trends": issue_file.TrendLabels,
}


@pytest.fixture(scope="module")
def client(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Ask the API of a database without content."""
    with TestClient(build(Settings(database=new_database("sqlite")))) as client:
        yield client


def test_every_route_is_described() -> None:
    described = [name for name in REST if name.startswith("/v1")]
    beside = list(read_table(REST["Beside /v1"]))
    routes = [str(getattr(route, "path", "")) for route in build(Settings()).routes]
    files = [f"/v1/issues/{name}.{kind}" for kind in ISSUE_FILES for name in ("latest", "{slug}")]
    assert [name for name in described if name in files] == files
    alone = sorted(name for name in described if name not in files)
    assert alone == sorted(path for path in routes if path.startswith("/v1"))
    assert beside == [path for path in routes if not path.startswith("/v1")]


@pytest.mark.parametrize("route", [name for name in REST if name.startswith("/v1")])
def test_every_parameter_is_described(client: TestClient, route: str) -> None:
    path = route.replace("{language}", "en").replace("{slug}", "any")
    refused = client.get(path, params={"zzzzzz": 1}).json()["errors"][0]["detail"]
    names = refused.partition("; there are ")[2]
    known = [] if names == "none here" else names.split(", ")
    assert list(read_table(REST[route])) == known


def test_every_field_and_filter_of_the_graph_is_described(client: TestClient) -> None:
    schema = build_schema(client.get("/schema.graphql").text)
    sections = read_sections("graphql.md")
    query = schema.query_type
    assert isinstance(query, GraphQLObjectType)
    assert list(read_table(sections["Fields of Query"])) == list(query.fields)
    text = sections["Filters and orders"]
    starts = [i for i, line in enumerate(text) if line.startswith("| `") and "Filter`" in line]
    for start in starts:
        name = text[start].split("`")[1]
        filter_ = schema.type_map[name]
        assert isinstance(filter_, GraphQLInputObjectType)
        rows = text[start : text.index("", start)]
        assert list(read_table(rows)) == list(filter_.fields)
    assert len(starts) == sum(name.endswith("Filter") for name in schema.type_map) - 1  # TagsFilter


def test_every_setting_is_described_with_its_default() -> None:
    table = read_table(read_sections("settings.md")["Settings"])
    described = {name: cells[0].strip("`") for name, cells in table.items()}
    known = {f"{PREFIX}{field.name.upper()}": field.default for field in fields(Settings)}
    assert described == {name: str(default) or "nothing" for name, default in known.items()}


def test_every_error_code_is_described_with_its_status() -> None:
    sections = read_sections("errors.md")
    described = {name: " ".join(lines) for name, lines in sections.items() if name in CODES}
    assert list(described) == list(CODES) == [name for name in sections if name.isupper()]
    for code, (status, title) in CODES.items():
        assert described[code].startswith(f" Status {status}. {title}. "), code


def test_every_mistake_is_described_with_its_meaning() -> None:
    table = read_table(read_sections("seeding.md")["Mistakes"])
    assert list(table) == list(mistakes.CODES)
    for code, meaning in mistakes.CODES.items():
        assert table[code][0].replace("`", "").startswith(meaning)
        assert table[code][1]


def test_every_warning_is_described_with_its_meaning() -> None:
    table = read_table(read_sections("seeding.md")["Warnings"])
    described = {code: cells[0].replace("`", "") for code, cells in table.items()}
    assert described == mistakes.WARNINGS
    assert list(table) == sorted(mistakes.WARNINGS)


def test_every_key_of_front_matter_is_described_with_its_owner() -> None:
    table = read_table(FILES["Front matter"])
    described = {key: cells[0] for key, cells in table.items()}
    expected = dict.fromkeys(OF_ARTICLE, "article") | dict.fromkeys(OF_TRANSLATION, "language")
    assert described == expected


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_of_whole_files_is_described(heading: str) -> None:
    schema = MODELS[heading].model_json_schema()
    table = read_table(FILES[heading])
    assert set(table) == set(schema["properties"])
    required = {key for key, cells in table.items() if cells[0] == "yes"}
    assert required == set(schema.get("required", ()))


def test_every_key_of_an_issue_in_a_folder_is_described() -> None:
    known = set(issue_file.IssueFile.model_fields) - {"slug", "articles"}
    assert set(read_table(FILES["issue.yaml"])) == known


def test_every_command_and_option_is_described() -> None:
    described: dict[str, set[str]] = {}
    for page in ("seeding.md", "operating.md"):
        for heading, lines in read_sections(page).items():
            if heading.startswith("newsstand "):
                described[heading.partition(" ")[2]] = set(read_table(lines))
    group: Any = typer.main.get_command(command_line)
    known = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()
    }
    assert described == {
        name: {option for option in options if option.startswith("--")}
        for name, options in known.items()
    }


def test_a_publication_that_cannot_be_begun_is_told_in_a_line(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = command("new", tmp_path / "file" / "weekly")
    assert result.exit_code == 1
    assert result.stderr.endswith("cannot be made: Not a directory → name another folder\n")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tides & Ferries", "tides-ferries"),
        ("2030", "2030"),
        ("Вір", "vir"),
        ("…", "my-weekly"),
        ("null", "null"),
        ("vyrai weekly", "my-vyrai-weekly"),
    ],
)
def test_a_publication_is_named_by_its_folder(
    command: Callable[..., Any], tmp_path: Path, name: str, slug: str
) -> None:
    assert command("new", tmp_path / name).exit_code == 0
    assert f'\nslug: "{slug}"\n' in f"\n{(tmp_path / name / 'publication.yaml').read_text('utf-8')}"
    assert command("check", tmp_path / name).exit_code == 0


def test_the_command_tells_its_version(command: Callable[..., Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert command("--version").output == f"newsstand {project['version']}\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_figure_is_left_to_be_filled_in(page: Path) -> None:
    lines = prose(page)
    assert [line for line in lines if "<!-- figures" in line] == []
    rows = [line for line in lines if line.startswith("|")]
    assert [row for row in rows if "…" in map(str.strip, row.split("|"))] == []


def test_the_index_names_every_page() -> None:
    found = [link for link in links(DOCS / "index.md") if link.endswith(".md")]
    index = {page for link in found if (page := (DOCS / link).resolve()).is_relative_to(DOCS)}
    assert index == {page for page in DOCS.rglob("*.md") if page.name != "index.md"}


def test_the_architecture_names_every_folder_of_the_source() -> None:
    named = set(read_table(read_sections("architecture.md")["Folders"]))
    folders = {
        path.parent.relative_to(ROOT)
        for name in ("api", "schema", "seed")
        for path in (ROOT / name).glob("*/__init__.py")
    }
    assert len(folders) > 10
    assert {str(folder) for folder in folders} <= named


def test_every_page_that_the_source_names_is_there() -> None:
    folders = [ROOT / name for name in ("api", "schema", "seed")]
    sources = [
        ROOT / "newsstand.py",
        *(path for folder in folders for path in folder.rglob("*.py")),
    ]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    named = set(re.findall(r"docs/[\w/-]+\.md", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
