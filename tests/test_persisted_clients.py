"""Apollo Client and urql with automatic persisted queries: they walk a list, page by page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from serving import Server

WHOLE = '{ articles(language: "en", first: 100) { nodes { key } } }'
MISS = ("PERSISTED_QUERY_NOT_FOUND", "no-store")


@pytest.fixture(scope="module", params=["apollo", "urql"])
def walks(
    request: pytest.FixtureRequest, node: Callable[..., str], served: Server
) -> dict[str, Any]:
    """Let two clients, one after the other, walk the list by POST, and two more by GET."""
    found: dict[str, Any] = json.loads(node(f"{request.param}.mjs", f"{served.address}/graphql"))
    return found


@pytest.mark.parametrize("method", ["post", "get"])
def test_the_first_client_sends_the_text_once_and_the_second_never(
    walks: dict[str, Any], method: str
) -> None:
    first, second = (walk["requests"] for walk in walks[method])
    assert [(each["code"], each["cache"]) for each in first if each["code"]] == [MISS]
    assert [each["text"] for each in first[:2]] == [False, True]
    assert not any(each["text"] for each in (*first[2:], *second))
    assert len(first) == len(second) + 1 > 3


@pytest.mark.parametrize("method", ["post", "get"])
def test_the_clients_get_every_article_in_its_order(
    walks: dict[str, Any], served: Server, method: str
) -> None:
    keys = [each["key"] for each in served.ask(WHOLE)["articles"]["nodes"]]
    assert [walk["keys"] for walk in walks[method]] == [keys, keys]


def test_what_is_got_by_its_hash_may_be_kept_outside(walks: dict[str, Any]) -> None:
    requests = walks["get"][1]["requests"]
    assert {each["method"] for each in requests} == {"GET"}
    assert {each["cache"] for each in requests} == {"public"}
