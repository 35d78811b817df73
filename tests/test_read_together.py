"""What hangs on articles comes with them: authors, tags, earlier slugs, bodies; of any mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_publication, write_yaml
from statements import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

HANGING = (
    "fragment H on Article { key language tags { slug } authors earlierSlugs headings { text } }"
)


@pytest.fixture
def ferry(tmp_path: Path, seed: Callable[..., Any]) -> Path:
    """Seed a full and a bare piece in two languages, and one issue in English only."""
    folder = write_publication(tmp_path / "ferry")
    issue = make_issue("2030-01-07", 1, "full", "bare", body="## Quay\n\nRain.")
    issue["articles"][0] |= {"tags": ["wind", "ice"], "authors": ["Z. Last", "A. First"]}
    path = write_yaml(folder / "2030-01-07.yaml", issue)
    assert seed(folder)["ok"]
    issue["articles"][0]["translations"]["en"]["slug"] = "renamed"
    write_yaml(path, issue)
    alone = make_issue("2030-01-14", 2, "alone")
    del alone["articles"][0]["translations"]["ru"]
    write_yaml(folder / "2030-01-14.yaml", alone)
    assert seed(folder)["ok"]
    return folder


def ask(client: TestClient, query: str, **variables: object) -> Any:
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def shown(node: dict[str, Any]) -> tuple[Any, ...]:
    tags = [tag["slug"] for tag in node["tags"]]
    headings = [heading["text"] for heading in node["headings"]]
    return node["key"], node["language"], tags, node["authors"], node["earlierSlugs"], headings


@pytest.mark.usefixtures("ferry")
def test_lists_keep_the_editors_order_and_are_empty_where_there_is_nothing(
    client: TestClient,
) -> None:
    full = (["wind", "ice"], ["Z. Last", "A. First"])
    issue = ask(client, "{ issue(by: {number: 1}) { articles { ...H } } }" + HANGING)["issue"]
    assert [shown(each) for each in issue["articles"]] == [
        ("full", "en", *full, ["full"], ["Quay"]),
        ("bare", "en", [], [], [], ["Quay"]),
    ]
    both = '{ a: articles { nodes { id } } b: articles(language: "ru") { nodes { id } } }'
    found = ask(client, both)
    ids = [each["id"] for name in "ab" for each in found[name]["nodes"]]
    nodes = ask(client, "query ($ids: [ID!]!) { nodes(ids: $ids) { ...H } }" + HANGING, ids=ids)
    assert sorted(map(shown, nodes["nodes"])) == [
        ("alone", "en", [], [], [], []),
        ("bare", "en", [], [], [], ["Quay"]),
        ("bare", "ru", [], [], [], ["Quay"]),
        ("full", "en", *full, ["full"], ["Quay"]),
        ("full", "ru", *full, [], ["Quay"]),
    ]


@pytest.mark.usefixtures("ferry")
def test_a_body_by_literal_stands_beside_one_by_variable(client: TestClient) -> None:
    query = (
        "query ($f: BodyFormat!) { issue(by: {number: 1}) { articles { html: body "
        "text: body(format: TEXT) any: body(format: $f) excerpt(length: 30) } } }"
    )
    for form in ("MARKDOWN", "TEXT", "HTML"):
        for each in ask(client, query, f=form)["issue"]["articles"]:
            assert each["html"].startswith("<h2")
            assert each["text"] == "Quay\n\nRain."
            forms = {"HTML": each["html"], "TEXT": each["text"], "MARKDOWN": "## Quay\n\nRain."}
            assert each["any"] == forms[form]
            assert each["excerpt"].startswith("Quay")


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize(
    ("query", "bodies"),
    [
        ('{ articles(language: "ru") { nodes { next { body } } } }', 1),
        ('{ articles(language: "ru") { nodes { translations { body } } } }', 1),
        ('{ issue(by: {number: 1}) { articles(tag: "ice") { body } } }', 1),
        ('{ issue(by: {number: 1}, fallback: ["ru"]) { articles { body } } }', 1),
        ("{ issue(by: {number: 1}) { articles { body } } }", 0),
    ],
)
def test_bodies_are_read_by_themselves_where_not_all_articles_are_served(
    client: TestClient, query: str, bodies: int
) -> None:
    ask(client, query)
    with counted() as seen:
        ask(client, query.replace("body", "body(format: TEXT)"))
    words = [" ".join(statement.split()) for statement in seen]
    read = [each for each in words if "article_body" in each]
    assert len(read) == 1
    assert [each for each in read if "FROM article_body" in each] == read[:bodies]
