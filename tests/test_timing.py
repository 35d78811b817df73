"""Server-Timing speaks as the metrics do: what became of a request, and the way of its document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from documentation import read_sections, read_table
from starlette.testclient import TestClient
from watching import metrics

from api.app import build
from api.cache import OUTCOMES
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ASKED = {"Prefer": "server-timing"}
INTROSPECTION = {"query": "{ __schema { queryType { name } } }"}
TOO_MANY = {"query": "{ articles(first: 101) { totalCount } }"}
NO_DOCUMENT = {"query": "{ articles("}


@pytest.fixture
def fresh(new_database: Callable[[str], str], folder: Path, command: Any) -> Iterator[TestClient]:
    """Give a client of a server that has been asked nothing."""
    url = new_database("sqlite")
    assert command("seed", folder, "--database", url).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        yield client


def read_timing(answer: Any) -> dict[str, str]:
    """Read the header: the words by name, and for durations `ms`."""
    assert answer.headers["Preference-Applied"] == "server-timing"
    parts = answer.headers["Server-Timing"].split(", ")
    found = {}
    for part in parts:
        name, _, value = part.partition(";")
        assert re.fullmatch(r'desc="[^"]*"|desc=\w+|dur=\d+\.\d{3}', value), part
        found[name] = "ms" if value.startswith("dur=") else value[5:].strip('"')
    return found


def outcomes(client: TestClient) -> dict[str, float]:
    found = metrics(client)
    return {name: found[f"newsstand_requests_total{{{name}}}"] for name in OUTCOMES}


def test_it_is_told_to_who_asks_for_it(fresh: TestClient) -> None:
    plain = fresh.get("/v1/articles")
    for header in ("Server-Timing", "Preference-Applied", "Timing-Allow-Origin"):
        assert header not in plain.headers
    for given in ("server-timing", "respond-async, Server-Timing;x=1"):
        answer = fresh.get("/v1/articles", headers={"Prefer": given})
        assert read_timing(answer)["cache"] == "hit"
        assert answer.headers["Timing-Allow-Origin"] == "*"
        assert answer.content == plain.content
        assert answer.headers["ETag"] == plain.headers["ETag"]
    assert "Server-Timing" not in fresh.get("/v1/tags", headers={"Prefer": "other"}).headers


def test_a_hit_took_no_run_but_tells_the_way_of_its_document(fresh: TestClient) -> None:
    missed = read_timing(fresh.get("/v1/articles", headers=ASKED))
    assert missed == {"cache": "miss", "run": "ms", "plan": "compiled", "total": "ms"}
    kept = read_timing(fresh.get("/v1/articles", headers=ASKED))
    assert kept == {"cache": "hit", "plan": "compiled", "total": "ms"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_declined_document_is_told_with_the_reason_that_is_counted(
    fresh: TestClient, method: str
) -> None:
    for asked, reason, outcome in (
        (INTROSPECTION, "introspection", "miss"),
        (TOO_MANY, "refused", "not_cacheable"),
    ):
        given = {"json": asked} if method == "POST" else {"params": asked}
        found = read_timing(fresh.request(method, "/graphql", headers=ASKED, **given))  # type: ignore[arg-type]
        declined = {"run": "ms", "plan": "declined", "reason": reason}
        assert found == {"cache": outcome, **declined, "total": "ms"}
        assert metrics(fresh)[f"newsstand_documents_total{{{reason},declined}}"] == 1


def test_where_no_document_ran_there_is_no_way(fresh: TestClient) -> None:
    for path in ("/v1/nothing", "/healthz", "/v1/articles?first=x"):
        found = read_timing(fresh.get(path, headers=ASKED))
        assert found == {"cache": "not_cacheable", "total": "ms"}
    refused = fresh.post("/graphql", json=NO_DOCUMENT, headers=ASKED)
    assert read_timing(refused) == {"cache": "not_cacheable", "total": "ms"}


def test_an_article_that_is_not_there_tells_what_the_look_took(fresh: TestClient) -> None:
    found = read_timing(fresh.get("/v1/articles/en/none", headers=ASKED))
    expected = {"cache": "not_cacheable", "run": "ms", "plan": "compiled", "total": "ms"}
    assert found == expected


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/v1/articles", {}, "miss"),
        ("/v1/tags", {}, "hit"),
        ("/v1/tags", {"If-None-Match": "*"}, "not_modified"),
        ("/v1/articles", {"If-None-Match": "*"}, "not_modified"),
        ("/v1/tags", {"If-Match": '"x"'}, "not_cacheable"),
        ("/v1/tags", {"Accept-Encoding": "*;q=0"}, "not_cacheable"),
        ("/nothing", {}, "not_cacheable"),
    ],
)
def test_the_outcome_is_the_one_that_is_counted(
    fresh: TestClient, path: str, headers: dict[str, str], expected: str
) -> None:
    fresh.get("/v1/tags")
    before = outcomes(fresh)
    answer = fresh.get(path, headers=ASKED | headers)
    after = outcomes(fresh)
    told = read_timing(answer)["cache"]
    grown = {name for name in OUTCOMES if after[name] > before[name]}
    # The first reading of the metrics counts itself in the second.
    assert (told, grown) == (expected, {expected, "not_cacheable"})


def test_every_outcome_and_way_is_described() -> None:
    table = read_table(read_sections("caching.md")["What took how long"])
    values = {name: set(re.findall(r"`([a-z_]+)`", cells[0])) for name, cells in table.items()}
    assert values["cache"] == set(OUTCOMES) - {"warm"}  # nobody asks for those
    assert values["plan"] == {"compiled", "declined"}
    counted = read_table(read_sections("operating.md")["Metrics"])["newsstand_requests_total"][0]
    assert set(re.findall(r"`([a-z_]+)`", counted)) == {*OUTCOMES, "outcome"}
