"""Who asks the same at the same time gets an answer to their own headers."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest
from test_rounds import send_at_once
from test_sockets import connection, request, server

if TYPE_CHECKING:
    from serving import Server

__all__ = ["server"]  # a fixture of another module

LEADERS = (
    ("HEAD",),
    ("HEAD", "Accept-Encoding: gzip"),
    ("GET", 'If-Match: "x"'),
    ("GET", "If-None-Match: *"),
    ("GET", "Accept-Encoding: gzip"),
)


@pytest.mark.parametrize("leader", LEADERS)
@pytest.mark.parametrize("path", ["/v1/export.ndjson", "/v1/articles?first=7", "/openapi.json"])
def test_an_answer_to_other_headers_is_not_taken(
    server: Server, path: str, leader: tuple[str, ...]
) -> None:
    method, *lines = leader
    asked = [
        request(method, path, "Connection: close", *lines),
        request("GET", path, "Connection: close"),
    ]
    with ExitStack() as stack:
        opened = [stack.enter_context(connection(server)) for _ in range(4)]
        sends = [partial(raw.sendall, asked[place > 0]) for place, (raw, _) in enumerate(opened)]
        send_at_once(server, sends)
        _, *found = [stream.read() for _, stream in opened]
    for answer in found:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert b"content-encoding" not in head
        assert len(body) > 1000
