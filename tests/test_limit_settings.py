"""Each limit is a setting, and what cannot be used as one stops the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONTENT
from starlette.testclient import TestClient
from test_limits import repeated, run

from api.app import build
from api.settings import Limits, Settings, as_environment, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = {
    "depth": (2, "{ latestIssue { previous { id } } }"),
    "cost": (20, "{ articles(first: 5) { nodes { id key slug title } } }"),
    "tokens": (6, "{ latestIssue { id slug } }"),
    "aliases": (1, "{ a: __typename b: __typename }"),
    "roots": (1, "{ __typename revision { number } }"),
    "selections": (1, "{ latestIssue { previous { previous { id } } } }"),
}


@pytest.mark.parametrize("name", SMALL)
def test_each_limit_is_a_setting(seed: Callable[..., Any], database: str, name: str) -> None:
    seed(CONTENT)
    most, query = SMALL[name]
    with TestClient(build(Settings(database=database, limits=Limits(**{name: most})))) as client:
        error = client.post("/graphql", json={"query": query}).json()["errors"][0]
    assert error["extensions"]["code"] == "COST_EXCEEDED"
    told = error["extensions"][name]
    assert told["limit"] == most < told["requested"]


def test_a_thousand_aliases_are_refused_where_tokens_allow_them(
    seed: Callable[..., Any], database: str
) -> None:
    seed(CONTENT)
    with TestClient(build(Settings(database=database, limits=Limits(tokens=50_000)))) as client:
        error = run(client, repeated("a#: __typename", 1000)).json()["errors"][0]
    assert error["extensions"]["aliases"] == {"requested": 1000, "limit": 200}


@pytest.mark.parametrize("size", ["first: 101", "last: 101", "first: -1"])
def test_a_page_has_at_most_100_nodes(refuse: Callable[..., Any], size: str) -> None:
    error = refuse("{ articles(" + size + ") { nodes { id } } }")
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert "0 to 100" in error["message"]


def test_a_body_has_an_end(http: TestClient) -> None:
    answer = http.post("/graphql", json={"query": "{ __typename }" + " " * 100_000})
    assert answer.status_code == 413
    error = answer.json()["errors"][0]
    assert error["extensions"] == {"code": "PAYLOAD_TOO_LARGE", "body": {"limit": 100_000}}
    assert error["message"] == "the request's body: more than the 100000 bytes that are allowed"


@pytest.mark.parametrize("address", ["/graphql?query=", "/v1/issues?language=", "/"])
def test_an_address_has_an_end(http: TestClient, address: str) -> None:
    answer = http.get(address + "x" * 16_000)
    assert answer.status_code == 414
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    told = told["errors"][0]["extensions"] if "errors" in told else told
    sent = len(address) + 16_000
    assert told["code"] == "PAYLOAD_TOO_LARGE"
    assert told["url"] == {"requested": sent, "limit": 16_000}
    assert f"the request's url: {sent} bytes asked for, 16000 allowed" in answer.text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("dept=3", "'dept=3' is no limit; did you mean depth?"),
        ("zzzzz=3", "there are tokens, depth, aliases"),
        ("depth", "each is given once, as name=number, at least 1"),
        ("cost=5,depth=3", "at least 1, with spaces between"),
        ("depth=0", "each is given once"),
        ("depth=-4", "each is given once"),
        ("depth=1e3", "each is given once"),
        ("depth=3 depth=4", "each is given once"),
        ("depth=" + "9" * 5000, "each is given once"),
    ],
)
def test_limits_that_cannot_be_used_stop_the_start(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("NEWSSTAND_LIMITS", value)
    result = command("serve", "--database", "sqlite:////nowhere/news.db")
    assert result.exit_code == 2
    assert "NEWSSTAND_LIMITS: " in result.output
    assert said in " ".join(result.output.split())


def test_limits_that_are_not_named_keep_their_defaults() -> None:
    given = read_settings({"NEWSSTAND_LIMITS": "cost=50000  depth=20"})
    assert given.limits == Limits(cost=50_000, depth=20)
    assert read_settings(as_environment(given)) == given
