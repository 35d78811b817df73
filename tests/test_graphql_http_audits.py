"""The audits of the npm package graphql-http, which test a server against the draft."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from serving import Server


def test_every_audit_passes(node: Callable[..., str], served: Server) -> None:
    audits = [
        json.loads(line) for line in node("audits.mjs", f"{served.address}/graphql").splitlines()
    ]
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61
