"""How the servers beside Newsstand are served: with the options of `api/serve.py`.

But on uvicorn's own HTTP protocol: they are to be measured without any of Newsstand.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Callable


def main(build: Callable[[str], Any], source: str) -> None:
    """Read `SOURCE --port PORT` from the command line, build the application of it, serve it."""
    parser = argparse.ArgumentParser()
    parser.add_argument(source)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    uvicorn.run(
        build(getattr(given, source)),
        port=given.port,
        loop="uvloop",
        http="httptools",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
    )
