"""The published contract: the SDL and the schema of issue files, as they are committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from graphql import (
    GraphQLEnumType,
    GraphQLObjectType,
    build_schema,
    get_introspection_query,
    is_introspection_type,
    is_non_null_type,
    is_specified_directive,
    is_specified_scalar_type,
)

from schema.graph.query import GRAPH, write_sdl
from seed.issue_file import issue_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent
SDL = ROOT / "schema.graphql"
ISSUE_SCHEMA = ROOT / "issue.schema.json"
FEWEST_WORDS = 3
COMMITTED = build_schema(SDL.read_text("utf-8"))


def test_the_committed_sdl_is_the_schema(tmp_path: Path) -> None:
    now = write_sdl()
    actual = tmp_path / "schema.graphql"
    actual.write_text(now, "utf-8")
    assert SDL.read_text("utf-8") == now, f"to accept the change: cp {actual} {SDL}"


def test_the_schema_says_what_it_is_for_in_the_sdl_and_in_introspection(
    ask: Callable[..., Any],
) -> None:
    told = ask("{ __schema { description } }")["__schema"]["description"]
    assert "Begin with `latestIssue`" in told
    assert COMMITTED.description == told == GRAPH.description


def described() -> Iterator[tuple[str, Any]]:
    """Give every type, field, argument, value and directive by its coordinate."""
    for directive in COMMITTED.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive
    for type_ in COMMITTED.type_map.values():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield type_.name, type_
        if isinstance(type_, GraphQLEnumType):
            yield from ((f"{type_.name}.{name}", value) for name, value in type_.values.items())
        for name, field in getattr(type_, "fields", {}).items():
            yield f"{type_.name}.{name}", field
            arguments = getattr(field, "args", {})
            yield from ((f"{type_.name}.{name}({own}:)", arguments[own]) for own in arguments)


def test_everything_is_described() -> None:
    found = dict(described())
    assert len(found) > 150
    bare = [name for name, node in found.items() if not (node.description or "").strip()]
    assert bare == []


def test_a_directive_tells_of_each_of_its_arguments() -> None:
    own = [each for each in COMMITTED.directives if not is_specified_directive(each)]
    assert [each.name for each in own] == ["listSize", "cost"]
    for directive in own:
        said = [name for name in directive.args if f"`{name}`" in str(directive.description)]
        assert said == list(directive.args)


def test_descriptions_are_sentences() -> None:
    endings = (".", "…", "`)")
    broken = [
        name
        for name, node in described()
        if not node.description.endswith(endings) or node.description[0].islower()
    ]
    assert broken == []


def test_descriptions_say_more_than_the_name() -> None:
    assert [
        name for name, node in described() if len(node.description.split()) < FEWEST_WORDS
    ] == []


def test_arguments_of_pages_tell_of_no_argument_that_is_not_there() -> None:
    pages = {"first", "after", "last", "before"}
    wrong = [
        f"{type_.name}.{name}({own}:)"
        for type_ in COMMITTED.type_map.values()
        if isinstance(type_, GraphQLObjectType)
        for name, field in type_.fields.items()
        for own, argument in field.args.items()
        for other in pages.difference(field.args)
        if f"`{other}`" in str(argument.description)
    ]
    assert wrong == []


def test_what_most_people_look_for_comes_first() -> None:
    assert COMMITTED.query_type is not None
    fields = list(COMMITTED.query_type.fields)
    assert fields[:6] == ["publication", "latestIssue", "issue", "issues", "article", "articles"]
    assert fields[-3:] == ["addressParts", "addresses", "published"]


def test_what_null_means_is_said_wherever_it_may_come() -> None:
    unsaid = [
        f"{type_.name}.{name}"
        for type_ in COMMITTED.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not is_introspection_type(type_)
        for name, field in type_.fields.items()
        if not is_non_null_type(field.type) and "null" not in field.description.lower()
    ]
    assert unsaid == []


def test_no_directive_is_without_need() -> None:
    own = [each.name for each in COMMITTED.directives if not is_specified_directive(each)]
    assert sorted(own) == ["cost", "listSize"]


def test_lists_are_never_null_nor_hold_null() -> None:
    loose = [
        f"{type_.name}.{name}"
        for type_ in COMMITTED.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not is_introspection_type(type_)
        for name, field in type_.fields.items()
        if "[" in str(field.type) and not str(field.type).endswith("!]!")
    ]
    assert loose == ["Query.nodes"]


def test_the_api_introspects_to_the_committed_schema(ask: Callable[..., Any]) -> None:
    data = ask(get_introspection_query())["__schema"]
    names = {each["name"] for each in data["types"] if not each["name"].startswith("__")}
    assert names == {name for name in COMMITTED.type_map if not name.startswith("__")}
    assert (data["queryType"], data["mutationType"]) == ({"name": "Query", "kind": "OBJECT"}, None)


def test_lookups_are_known_as_one_of(ask: Callable[..., Any]) -> None:
    data = ask(
        '{ a: __type(name: "ArticleBy") { isOneOf } b: __type(name: "IssueBy") { isOneOf } }'
    )
    assert data == {"a": {"isOneOf": True}, "b": {"isOneOf": True}}


def test_the_sdl_is_served(http: TestClient) -> None:
    answer = http.get("/schema.graphql")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == SDL.read_text("utf-8")


def test_the_committed_schema_of_issue_files_is_the_programs(tmp_path: Path) -> None:
    now = json.dumps(issue_schema(), indent=2, ensure_ascii=False) + "\n"
    actual = tmp_path / "issue.schema.json"
    actual.write_text(now, "utf-8")
    assert ISSUE_SCHEMA.read_text("utf-8") == now, (
        f"to accept the change: cp {actual} {ISSUE_SCHEMA}"
    )


@pytest.fixture
def validator() -> jsonschema.protocols.Validator:
    """Read the committed schema, which must be a sound one."""
    schema = json.loads(ISSUE_SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, format_checker=formats)


class Plain(yaml.SafeLoader):
    """Reads YAML as JSON has it: dates stay texts."""


Plain.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_plain(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=Plain)


WHOLE = [*sorted((ROOT / "seed" / "sample").glob("*.yaml")), ROOT / "tests/content/2030-01-14.yaml"]
WHOLE = [path for path in WHOLE if path.name != "publication.yaml"]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_whole_issues_are_valid_by_the_schema(
    validator: jsonschema.protocols.Validator, path: Path
) -> None:
    validator.validate(read_plain(path))


@pytest.mark.parametrize(
    "change",
    [{"slug": "A B"}, {"extra": 1}, {"number": "two"}, {"starts_on": "soon"}, {"articles": {}}],
)
def test_a_wrong_issue_is_not_valid_by_the_schema(
    validator: jsonschema.protocols.Validator, change: dict[str, Any]
) -> None:
    issue = read_plain(ROOT / "tests/content/2030-01-14.yaml")
    assert validator.is_valid(issue)
    assert not validator.is_valid({**issue, **change})
