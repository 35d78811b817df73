"""What is compiled and what is declined, and why; and that a plan is only a faster way."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from starlette.testclient import TestClient
from watching import metrics

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

ADDRESSES = (
    "/",
    "/v1/publication",
    "/v1/languages",
    "/v1/sections",
    "/v1/tags",
    "/v1/issues",
    "/v1/issues/latest",
    "/v1/issues/2030-01-07?fallback=ru",
    "/v1/articles?section=docks&tag=cranes&from=2030-01-01",
    "/v1/articles/en/gulls",
    "/v1/articles/en/gulls.md",
)
CRANE = "QXJ0aWNsZTplbjpuZXctY3JhbmU"
DECLINED: dict[str, tuple[str, dict[str, Any]]] = {
    "introspection": ("{ __schema { queryType { name } } revision { number } }", {}),
    "refused": ("query ($n: Int!) { articles(first: $n) { totalCount } }", {"n": 101}),
}
REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("query ($n: Int!) { articles(first: $n) { totalCount } }", {}),
    ("query ($n: Int!) { articles(first: $n) { totalCount } }", {"n": None}),
    ("query ($n: Int!) { articles(first: $n) { totalCount } }", {"n": "1"}),
    ("query ($n: Int!) { articles(first: $n) { totalCount } }", {"n": 2**31}),
    ("query ($o: ArticleOrder) { articles(orderBy: $o) { totalCount } }", {"o": None}),
    ("query ($f: ArticleFilter) { articles(filter: $f) { totalCount } }", {"f": {"x": 1}}),
    ("query ($b: IssueBy!) { issue(by: $b) { id } }", {"b": {"slug": "x", "number": 1}}),
    ("query ($b: IssueBy!) { issue(by: $b) { id } }", {"b": {}}),
    ("query ($l: LanguageCode) { sections(language: $l) { id } }", {"l": "xx"}),
    ('{ articles(after: "x") { totalCount } }', {}),
    ('{ article(by: {path: {language: "en", slug: "whale"}}) { title } }', {}),
    ("query ($d: Date) { trends(from: $d) { startsOn } }", {"d": "2030-02-30"}),
)
"""Documents whose variables or arguments are not accepted: the ordinary executor says why."""
EMPTY: tuple[tuple[str, Any], ...] = (
    ("{ revision @skip(if: true) { number } }", {}),
    ("{ revision { number @skip(if: true) } }", {"revision": {}}),
    ("{ tags(first: 2) { nodes { name @include(if: false) } } }", {"tags": {"nodes": [{}, {}]}}),
    ("{ sections { ... @skip(if: true) { name } } }", {"sections": [{}, {}, {}]}),
    (f'{{ node(id: "{CRANE}") {{ ... on Issue {{ title }} }} }}', {"node": {}}),
    (f'{{ nodes(ids: ["{CRANE}", "x"]) {{ ... on Tag {{ id }} }} }}', {"nodes": [{}, None]}),
)


def counts(client: TestClient) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = client.app.state.executor.counts  # type: ignore[attr-defined]
    return found.copy()


def post(client: TestClient, query: str, **variables: object) -> Any:
    return client.post("/graphql", json={"query": query, "variables": variables}).json()


@pytest.fixture
def fresh(seed: Callable[..., Any], client: TestClient) -> TestClient:
    """Give a client of a server that has been asked nothing."""
    assert seed(CONTENT)["ok"]
    return client


def test_every_address_is_answered_by_a_plan(fresh: TestClient) -> None:
    for path in ADDRESSES:
        before = counts(fresh)
        assert fresh.get(path).status_code == 200
        assert set(counts(fresh) - before) == {("compiled", "")}, path


@pytest.mark.parametrize("reason", DECLINED)
def test_what_is_declined_is_counted_and_named_in_the_log(
    fresh: TestClient, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    query, variables = DECLINED[reason]
    with caplog.at_level(logging.DEBUG, "newsstand"):
        post(fresh, query, **variables)
    assert f"not compiled ({reason}): {query!r}" in caplog.messages
    assert metrics(fresh)[f"newsstand_documents_total{{{reason},declined}}"] == 1


@pytest.mark.parametrize(("query", "variables"), REFUSED)
def test_what_is_refused_is_worded_by_the_ordinary_executor(
    fresh: TestClient, query: str, variables: dict[str, Any]
) -> None:
    before = counts(fresh)
    answer = post(fresh, query, **variables)
    assert counts(fresh) - before == {("declined", "refused"): 1}
    (error,) = answer["errors"]
    assert error["extensions"]["code"] in {"BAD_INPUT", "CURSOR_INVALID", "NOT_FOUND"}


@pytest.mark.parametrize(("query", "expected"), EMPTY)
def test_a_selection_may_be_left_with_nothing(
    fresh: TestClient, query: str, expected: dict[str, Any]
) -> None:
    before = counts(fresh)
    assert post(fresh, query) == {"data": expected}
    assert counts(fresh) - before == {("compiled", ""): 1}


def test_arguments_that_nothing_reaches_refuse_nothing(fresh: TestClient) -> None:
    query = "query ($n: Int) { tag(slug: %s) { articles(first: $n) { totalCount } } }"
    assert post(fresh, query % '"nope"', n=101) == {"data": {"tag": None}}
    assert post(fresh, query % '"fog"', n=101)["errors"][0]["extensions"]["requested"] == 101


def test_a_variable_that_is_left_out_leaves_the_arguments_default(fresh: TestClient) -> None:
    query = "query ($o: ArticleOrder) { articles(orderBy: $o, first: 1) { nodes { slug } } }"
    newest = post(fresh, "{ articles(first: 1) { nodes { slug } } }")
    before = counts(fresh)
    assert post(fresh, query) == newest
    assert counts(fresh) - before == {("compiled", ""): 1}
    assert post(fresh, query, o="OLDEST") != newest


def test_each_switch_of_a_directive_has_its_own_plan(fresh: TestClient) -> None:
    query = (
        "query ($a: Boolean!, $b: Boolean! = true) "
        '{ tag(slug: "fog") { slug @skip(if: $a) name @include(if: $b) } }'
    )
    wanted = {(True, True): {"name"}, (False, True): {"slug", "name"}, (False, False): {"slug"}}
    for _ in range(2):
        for (a, b), names in wanted.items():
            assert set(post(fresh, query, a=a, b=b)["data"]["tag"]) == names
    assert set(post(fresh, query, a=False)["data"]["tag"]) == {"slug", "name"}


def test_one_node_under_other_variables_is_another_answer(fresh: TestClient) -> None:
    query = (
        "query ($n: Int!, $f: BodyFormat!) "
        "{ articles { nodes { excerpt(length: $n) body(format: $f) } } }"
    )
    short = post(fresh, query, n=5, f="TEXT")["data"]["articles"]["nodes"]
    long = post(fresh, query, n=50, f="HTML")["data"]["articles"]["nodes"]
    assert all(len(node["excerpt"]) <= 5 for node in short)
    assert any(len(node["excerpt"]) > 5 for node in long)
    assert all(node["body"].startswith("<") for node in long)
    assert not any(node["body"].startswith("<") for node in short)


def test_one_node_in_other_languages_is_another_answer(fresh: TestClient) -> None:
    query = (
        "query ($l: LanguageCode, $f: [LanguageCode!]) "
        "{ articles(language: $l, fallback: $f) { nodes { key language requestedLanguage } } }"
    )
    for _ in range(2):
        for wanted, fallback in (("en", ["ru"]), ("be", ["ru"]), ("ru", []), ("be", ["en", "ru"])):
            nodes = post(fresh, query, l=wanted, f=fallback)["data"]["articles"]["nodes"]
            assert nodes
            assert {node["requestedLanguage"] for node in nodes} == {wanted}
            assert {node["language"] for node in nodes} <= {wanted, *fallback}


def test_a_first_request_right_after_a_seeding_is_answered_from_the_new_revision(
    command: Callable[..., Any], database: str, folder: Any
) -> None:
    query = "{ articles(first: 100) { nodes { title tags { slug } section { slug } } } }"
    assert command("seed", folder, "--database", database).exit_code == 0
    with TestClient(build(Settings(database=database, cache_size=0))) as client:
        assert "errors" not in post(client, query)
        publication = folder / "publication.yaml"
        text = publication.read_text("utf-8")
        for kind in ("sections", "tags"):
            new = f"  - {{slug: new-{kind}, name: {{en: New, be: Новы, ru: Новый}}}}\n"
            text = text.replace(f"\n{kind}:\n", f"\n{kind}:\n{new}")
        publication.write_text(text, "utf-8")
        notice = folder / "notice.en.md"
        renamed = notice.read_text("utf-8").replace(
            "section: town", "section: new-sections\ntags: [new-tags]"
        )
        notice.write_text(renamed, "utf-8")
        assert command("seed", folder, "--database", database).exit_code == 0
        nodes = post(client, query)["data"]["articles"]["nodes"]
    assert {"slug": "new-sections"} in [node["section"] for node in nodes]
    assert [{"slug": "new-tags"}] in [node["tags"] for node in nodes]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_null_is_not_what_is_left_out(http: TestClient, order: tuple[int, int]) -> None:
    fields = "latestIssue { articles { excerpt(length: $n) } }"
    document = f"query Cut{order[0]}($n: Int) {{ {fields} }}"
    given: tuple[dict[str, Any], ...] = ({}, {"n": None})
    answers = {}
    for place in order:
        body = {"query": document, "variables": given[place]}
        answers[place] = http.post("/graphql", json=body).json()
    assert "errors" not in answers[0]
    assert answers[1]["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_long_arguments_do_not_fill_the_memory(http: TestClient) -> None:
    document = "query ($tag: String) { latestIssue { id articles(tag: $tag) { id } } }"
    for number in range(20):
        tag = f"{number}" * 40_000
        answer = http.post("/graphql", json={"query": document, "variables": {"tag": tag}}).json()
        assert answer["data"]["latestIssue"]["articles"] == []
    kept = [text for text in gc.get_objects() if isinstance(text, str) and len(text) > 40_000]
    assert kept == []
