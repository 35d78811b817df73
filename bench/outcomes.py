"""How many answers a Newsstand gave from its response cache, by its own metrics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.streams import Request

if TYPE_CHECKING:
    from bench.servers import Server

_OK = 200
_HITS = re.compile(
    r'^newsstand_requests_total\{outcome="(?:hit|not_modified)"\} (\S+)', re.MULTILINE
)


def read_hits(server: Server) -> float | None:
    """Read how many there were until now; None from a server that does not count them."""
    reply = next(server.ask([Request("GET", "/metrics")]))
    return find_hits(reply.body.decode()) if reply.status == _OK else None


def find_hits(metrics: str) -> float | None:
    """Find the count in what /metrics says; None where it is not."""
    found = _HITS.findall(metrics)
    return sum(map(float, found)) if found else None
