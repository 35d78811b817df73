"""/metrics, in Prometheus' text format: plain numbers of this process, read when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric
    from starlette.applications import Starlette
    from starlette.requests import Request

_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


async def metrics(request: Request) -> Response:
    """Answer with the numbers of the process that got the request."""
    registry = CollectorRegistry()
    registry.register(_Numbers(request.app))
    headers = {"Cache-Control": "no-store"}
    return Response(generate_latest(registry), headers=headers, media_type=_FORMAT)


class _Numbers:
    """Gives the numbers as families of metrics: counting costs nothing until they are read."""

    def __init__(self, app: Starlette) -> None:
        self._cache = app.state.cache
        self._documents: dict[tuple[str, str], int] = getattr(app.state.executor, "counts", {})

    def collect(self) -> Iterator[Metric]:
        """Give all families; prometheus-client calls it."""
        yield self._requests()
        yield from self._kept()
        yield self._run_documents()

    def _requests(self) -> Metric:
        text = "Requests by what became of them."
        family = CounterMetricFamily("newsstand_requests", text, labels=["outcome"])
        for outcome, count in self._cache.counts.items():
            family.add_metric([outcome], count)
        return family

    def _kept(self) -> Iterator[Metric]:
        store = self._cache.store
        revision = store.state[0] if store.look() else 0  # it may begin with new entries
        entries = store.entries
        yield GaugeMetricFamily("newsstand_revision", "The newest revision; 0: unknown.", revision)
        text = "Bytes that kept answers take."
        yield GaugeMetricFamily("newsstand_cache_bytes", text, entries.currsize)
        text = "Answers that are kept."
        yield GaugeMetricFamily("newsstand_cache_entries", text, entries.answers)
        text = "Answers that had to make room."
        evicted = store.evicted + entries.evicted
        yield CounterMetricFamily("newsstand_cache_evictions", text, evicted)

    def _run_documents(self) -> Metric:
        text = "GraphQL documents by the way in which they were run, and why."
        family = CounterMetricFamily("newsstand_documents", text, labels=["way", "reason"])
        for (way, reason), count in sorted(self._documents.items()):
            family.add_metric([way, reason], count)
        return family
