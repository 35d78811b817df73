"""Search: highlights are safe, mistakes are clear, and nothing typed is taken for a language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ENGINES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searching import ask, serve_both

from schema.graph.ids import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searching import Clients


@pytest.fixture(scope="module")
def clients(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    with serve_both(new_database, tmp_path_factory.mktemp("articles")) as made:
        yield made


def test_highlights_are_safe_and_cut_between_words(clients: Clients) -> None:
    (costs,) = ask(clients, "thalers more")["items"]
    bold = "&lt;b&gt;<mark>more</mark>&lt;/b&gt;"
    assert costs["highlights"] == [
        {
            "field": "BODY",
            "fragments": [f"It costs 13,300 <mark>thalers</mark> &amp; {bold} in 2031."],
        }
    ]
    (long,) = ask(clients, "pelican cormorant")["items"]
    (body,) = [each for each in long["highlights"] if each["field"] == "BODY"]
    assert len(body["fragments"]) == 2
    for fragment in body["fragments"]:
        assert fragment.startswith("…")
        assert fragment.endswith("…")
        assert "<mark>pelican</mark>" in fragment
        assert len(re.sub("<[^>]*>", "", fragment)) <= 162
        assert re.fullmatch(
            r"(word\d+|filler|pelican|cormorant| )+",
            fragment[1:-1].replace("<mark>", "").replace("</mark>", ""),
        )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("   ", "no word"),
        ("!!! — …", "no word"),
        ("-heron", "only what is not wanted"),
        ('-"the heron" -bread', "only what is not wanted"),
        (" ".join(f"w{number}" for number in range(17)), "at most 16"),
        ("x" * 501, "at most 500"),
    ],
)
def test_a_query_that_asks_for_nothing_or_too_much_is_a_clear_mistake(
    clients: Clients, query: str, says: str
) -> None:
    body = ask(clients, query)
    assert (body["status"], body["code"]) == (400, "BAD_INPUT")
    assert says in body["detail"]
    assert body["errors"][0]["parameter"] == "q"


HOSTILE = st.lists(
    st.sampled_from(
        [
            *"\"'*-():^+~\\%;&|!{} \n§¶京éё𐐷\u0301\u200d",
            *("--", "NEAR(", "AND", "OR", "NOT", "words:", "{title}", "en§heron", "<->", "13,"),
            *("heron", "bread", '"the heron"', "-bread"),
        ]
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=HOSTILE, text=st.text(max_size=40), together=st.booleans())
def test_nothing_that_is_typed_reaches_an_engine_as_its_own_language(
    clients: Clients, parts: list[str], text: str, *, together: bool
) -> None:
    query = ("" if together else " ").join(parts) + text
    sent = {
        "query": "query ($q: String!) { search(query: $q) { totalCount edges { score cursor "
        "highlights { fragments } } } }",
        "variables": {"q": query.replace("\x00", "").encode(errors="replace").decode()},
    }
    on_both = [clients[engine].post("/graphql", json=sent).json() for engine in ENGINES]
    assert on_both[0] == on_both[1]
    if "errors" in on_both[0]:
        assert on_both[0]["errors"][0]["extensions"]["code"] == "BAD_INPUT"
        return
    for fragment in fragments_of(on_both[0]["data"]["search"]["edges"]):
        assert set(re.findall("<[^>]*>", fragment)) == {"<mark>", "</mark>"}
        bare = re.sub("</?mark>", "", fragment)
        assert not set(bare) & set("<>"), "what articles have of these is escaped"


def fragments_of(edges: list[dict[str, Any]]) -> list[str]:
    parts = [each for edge in edges for each in edge["highlights"]]
    return [fragment for each in parts for fragment in each["fragments"]]


def test_nul_is_refused(clients: Clients) -> None:
    assert ask(clients, "heron\x00")["status"] == 400


@pytest.mark.parametrize("score", ["9" * 5_000, "-1", "", "٣", "1e3"])
def test_a_cursor_with_a_score_that_no_query_gives_is_refused(clients: Clients, score: str) -> None:
    asked = 'query ($after: String) { search(query: "heron", first: 1, after: $after) '
    sent: dict[str, Any] = {"query": asked + "{ pageInfo { endCursor } } }"}
    for engine in ENGINES:
        page = clients[engine].post("/graphql", json=sent).json()["data"]["search"]
        parts = json.loads(decode(page["pageInfo"]["endCursor"]) or "")
        forged = encode(json.dumps([parts[0], score, *parts[2:]]))
        answer = clients[engine].post("/graphql", json={**sent, "variables": {"after": forged}})
        assert answer.json()["errors"][0]["extensions"]["code"] == "CURSOR_INVALID"
