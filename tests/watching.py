"""What a server tells of itself: its counts, and whether its cache knows of the newest revision."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SECONDS = 10


def read_metrics(text: str) -> dict[str, float]:
    """Read /metrics: values by name and, where there are labels, `name{label values}`."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(sample.labels.values())
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def metrics(client: TestClient) -> dict[str, float]:
    """Ask for the metrics."""
    return read_metrics(client.get("/metrics").text)


def count(client: TestClient, outcome: str) -> int:
    """Tell how many requests had an outcome, such as `hit`."""
    return int(metrics(client)[f"newsstand_requests_total{{{outcome}}}"])


def wait_for_revision(client: TestClient) -> None:
    """Wait until the cache knows the revision that the content has: PostgreSQL's is told of it."""
    ready: Any = client.get("/readyz").json()
    wait_until(lambda: metrics(client)["newsstand_revision"] == ready.get("revision", 0))


def wait_until(is_so: Any) -> None:
    """Wait until a question is answered with yes; fails after ten seconds."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)
