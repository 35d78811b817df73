"""A stop has an end, whatever clients do."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from serving import serve
from test_sockets import connection, request

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = 5
MANY = 200  # large answers: more than the kernel keeps for a client


def test_clients_that_do_not_read_do_not_keep_it_from_ending(tmp_path: Path) -> None:
    with serve(tmp_path) as server, ExitStack() as stack:
        server.wait_until_ready()
        for _ in range(CLIENTS):
            raw, _ = stack.enter_context(connection(server))
            raw.sendall(request("GET", "/openapi.json") * MANY)
        time.sleep(1)  # until they are full
        server.process.send_signal(signal.SIGTERM)
        code, _, _ = server.finish()  # what was cut off is logged by the server library
    assert code in (0, -signal.SIGTERM)
