"""The description of REST: committed, derived, and true of what is really answered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from documentation import read_sections, read_table
from graphql import GraphQLEnumType
from openapi_description import Operation, operations, read, without_examples
from starlette.testclient import TestClient

from api.app import build
from api.issue_files import FILES
from api.offline.routes import LASTING, MANIFESTS
from api.settings import Settings
from schema.graph.query import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
COMMITTED = ROOT / "openapi.json"
DESCRIPTION = read(COMMITTED.read_text("utf-8"))
FOR_PEOPLE = {"/", "/explorer", "/docs", "/errors", "/assets/{name}", "/favicon.ico"}
"""Pages: nobody calls them from a program."""

ARTICLE = "/v1/articles/{language}/{slug}"
ISSUES = ("/v1/issues/latest", "/v1/issues/{slug}")


@pytest.fixture(scope="module")
def sample(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Ask the API of the sample publication, with the settings that nobody has changed."""
    from seed.begin import bring  # noqa: PLC0415 - as the command does, when it is needed

    url = new_database("sqlite")
    assert bring(url, "") == 0
    with TestClient(build(Settings(database=url))) as client:
        yield client


def test_the_committed_description_is_the_one_of_the_sample(
    sample: TestClient, tmp_path: Path
) -> None:
    actual = tmp_path / "openapi.json"
    actual.write_bytes(sample.get("/openapi.json").content)
    assert COMMITTED.read_bytes() == actual.read_bytes(), (
        f"to accept the change: cp {actual} {COMMITTED}"
    )


def test_only_examples_depend_on_the_content(
    http: TestClient, new_database: Callable[[str], str]
) -> None:
    with TestClient(build(Settings(database=new_database("sqlite")))) as client:
        before = client.get("/openapi.json")
    assert (before.status_code, before.headers["Cache-Control"]) == (200, "no-store")
    bare = without_examples(DESCRIPTION)
    assert without_examples(before.json()) == bare
    assert without_examples(http.get("/openapi.json").json()) == bare


def test_examples_are_of_the_publication_that_is_served(http: TestClient) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    listed = paths["/v1/articles"]["get"]["responses"]["200"]["content"]["application/json"]
    oldest = http.get("/v1/articles?language=en&first=1&order=oldest").json()
    assert listed["example"]["items"][0]["id"] == oldest["items"][0]["id"]
    assert listed["example"]["page"] == oldest["page"]


def test_a_server_below_a_path_says_so(new_database: Callable[[str], str]) -> None:
    settings = Settings(database=new_database("sqlite"), public_url="https://news.example/content/")
    with TestClient(build(settings)) as client:
        assert client.get("/openapi.json").json()["servers"][0]["url"] == "/content"


def test_it_may_be_kept_like_everything_else(http: TestClient) -> None:
    answer = http.get("/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert {"Publication", "Article"} <= set(answer.headers["Surrogate-Key"].split())
    same = http.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_every_address_for_programs_is_described() -> None:
    known = {str(getattr(route, "path", "")) for route in build(Settings()).routes}
    files = {f"{ARTICLE}.{suffix}" for suffix in ("html", "md", "txt")}
    files |= {f"{issue}.{suffix}" for issue in ISSUES for suffix in FILES}
    assert set(DESCRIPTION["paths"]) == (known - FOR_PEOPLE) | files


def test_the_documentation_says_the_same_of_each_address() -> None:
    sections = read_sections("rest.md")
    for path, each in DESCRIPTION["paths"].items():
        if path in sections:
            said = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", " ".join(sections[path]))
            assert said.strip().startswith(each["get"]["summary"]), path
            named = [one["name"] for one in each["get"]["parameters"] if one.get("in") == "query"]
            assert list(read_table(sections[path])) == named


def test_every_header_is_one_that_the_documentation_has() -> None:
    described = {
        name.strip("` ")
        for cell in read_table(read_sections("rest.md")["Headers"])
        for name in cell.split(",")
    }
    assert set(DESCRIPTION["components"]["headers"]) <= described


ENUM_VALUES = [
    value
    for type_ in GRAPH.type_map.values()
    if isinstance(type_, GraphQLEnumType) and not type_.name.startswith("__")
    for value in type_.values
]
GRAPHS_WORDS = [r'\["', r"\[[A-Z]", "pageInfo", r"\b[A-Z]\w+\.\w", "node", *ENUM_VALUES]
"""What a client of REST cannot send or find: literals, fields and enum values of GraphQL."""


@pytest.mark.parametrize("each", operations(DESCRIPTION), ids=str)
def test_no_parameter_is_described_in_the_words_of_the_graph(each: Operation) -> None:
    for parameter in each.parameters():
        words = parameter["description"]
        assert not re.search("|".join(GRAPHS_WORDS), words), (parameter["name"], words)


@pytest.mark.parametrize("each", operations(DESCRIPTION), ids=str)
def test_parameters_of_pages_tell_of_no_parameter_that_is_not_there(each: Operation) -> None:
    words = {it["name"]: it["description"] for it in each.parameters() if it["in"] == "query"}
    absent = {"first", "after", "last", "before"}.difference(words)
    wrong = [name for name, said in words.items() for it in absent if f"`{it}`" in said]
    assert wrong == []


def test_only_what_an_address_needs_is_filled_in_by_pages_that_try_it() -> None:
    """Swagger UI fills in what has an `example`, and not what its schema gives as examples."""
    listed = Operation(DESCRIPTION, "/v1/articles", "get")
    optional = [each for each in listed.parameters() if each["in"] == "query"]
    assert [each["name"] for each in optional if "example" in each] == []
    shown = {each["name"] for each in optional if "examples" in each["schema"]}
    assert {"language", "section", "tag", "trend", "from", "first"} <= shown
    one = Operation(DESCRIPTION, ARTICLE, "get")
    filled = {each["name"] for each in one.parameters() if "example" in each}
    assert filled == {"language", "slug"}


SAYS = {"description", "$ref"}


def test_every_property_is_described() -> None:
    assert list(undescribed(DESCRIPTION, "")) == []


def undescribed(found: Any, place: str) -> Iterator[str]:
    """Name the properties of schemas without a word of their own or of what they refer to."""
    if isinstance(found, list):
        found = dict(enumerate(found))
    if not isinstance(found, dict):
        return
    properties = found.get("properties", {}) if found.get("type") == "object" else {}
    bare = [name for name, schema in properties.items() if not SAYS & schema.keys()]
    yield from (f"{place}/{name}" for name in bare)
    for name, inside in found.items():
        yield from undescribed(inside, f"{place}/{name}")


def test_every_schema_is_a_sound_one() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    assert len(schemas) > 15
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


TRIED = [each for each in operations(DESCRIPTION) if each.path not in (LASTING, "/v1/events")]
"""All but what has no example for long, a hash of today, and what has no end."""


@pytest.mark.parametrize("each", TRIED, ids=str)
def test_each_example_is_answered_as_it_is_described(sample: TestClient, each: Operation) -> None:
    content = each.content.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("example")
    form = content.get("application/x-www-form-urlencoded", {}).get("example")
    answer = sample.request(each.method, each.address(), json=body, data=form)
    assert answer.status_code == 200, answer.text
    each.check(answer)


@pytest.mark.parametrize("each", operations(DESCRIPTION), ids=str)
def test_each_answer_that_stands_as_an_example_is_valid(each: Operation) -> None:
    contents = each.responses()["200"]["content"]
    for content in contents.values():
        if "example" in content:
            each.validate(content["schema"], content["example"])


def test_most_addresses_have_an_answer_as_an_example() -> None:
    bare = [
        path
        for path, each in DESCRIPTION["paths"].items()
        if path.startswith("/v1")
        and '"example":' not in str(each["get"]["responses"]).replace("'", '"')
    ]
    files = [path for path in DESCRIPTION["paths"] if "." in path and path.startswith("/v1")]
    others = ["/v1/changes", "/v1/events", "/v1/issues/latest"]
    assert sorted(bare) == sorted([*others, *files, *MANIFESTS])
