"""/metrics: what Prometheus reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families
from watching import metrics

if TYPE_CHECKING:
    from starlette.testclient import TestClient

FAMILIES = {
    "newsstand_requests": "counter",
    "newsstand_revision": "gauge",
    "newsstand_cache_bytes": "gauge",
    "newsstand_cache_entries": "gauge",
    "newsstand_cache_evictions": "counter",
    "newsstand_documents": "counter",
}


def test_every_family_is_there_with_its_type_and_meaning(http: TestClient) -> None:
    answer = http.get("/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    families = list(text_string_to_metric_families(answer.text))
    assert {family.name: family.type for family in families} == FAMILIES
    assert all(family.documentation for family in families)


def test_requests_are_counted_by_what_became_of_them(http: TestClient) -> None:
    path = "/v1/articles?first=2&language=en"
    etag = http.get(path).headers["ETag"]
    before = metrics(http)
    http.get(path)
    http.get(path, headers={"If-None-Match": etag})
    http.get("/nothing")
    after = metrics(http)
    changes = {
        outcome: after[name] - before[name]
        for outcome in ("hit", "miss", "wait", "not_modified", "not_cacheable", "warm")
        for name in [f"newsstand_requests_total{{{outcome}}}"]
    }
    # The first reading of the metrics counts itself in the second.
    expected = {"hit": 1, "miss": 0, "wait": 0, "not_modified": 1, "not_cacheable": 2, "warm": 0}
    assert changes == expected
    assert after["newsstand_revision"] == 1
    assert after["newsstand_cache_entries"] > 0
    assert after["newsstand_cache_bytes"] > 1000


def test_documents_are_counted_by_the_way_in_which_they_ran(http: TestClient) -> None:
    before = metrics(http)
    http.get("/graphql", params={"query": "{ publication { name counted: slug } }"})
    http.get("/graphql", params={"query": "{ __schema { queryType { name } } }"})
    found = {name: value for name, value in metrics(http).items() if "documents" in name}
    grown = {name for name, value in found.items() if value > before.get(name, 0)}
    assert any("compiled" in name for name in grown)
    assert any("declined" in name for name in grown)
