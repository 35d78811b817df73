"""nginx on an exported folder: started with the file that the export wrote, asked, stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest
from serving import SECONDS, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AROUND = """\
daemon off; worker_processes 1; pid {state}/nginx.pid; error_log stderr error; {user}
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {state}/body; proxy_temp_path {state}/proxy;
    fastcgi_temp_path {state}/fastcgi; uwsgi_temp_path {state}/uwsgi; scgi_temp_path {state}/scgi;
    include {state}/exported.conf;
}}
"""


def need_nginx() -> None:
    """Skip the test where nginx is missing; in CI it must be there."""
    if shutil.which("nginx") is None:
        assert not os.environ.get("CI"), "nginx is missing"
        pytest.skip("without nginx")


@contextmanager
def serve_folder(folder: Path, state: Path) -> Iterator[httpx2.Client]:
    """Let nginx serve a folder; gives a client that follows no redirects."""
    port = free_port()
    exported = (folder / "nginx.conf").read_text("utf-8")
    (state / "exported.conf").write_text(
        exported.replace("listen 8080;", f"listen 127.0.0.1:{port};"), "utf-8"
    )
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are closed to others
    (state / "nginx.conf").write_text(_AROUND.format(state=state, user=user), "utf-8")
    run = ["nginx", "-p", str(state), "-e", "stderr", "-c", str(state / "nginx.conf")]
    process = subprocess.Popen(run, stderr=subprocess.PIPE, text=True)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            _wait(client, process)
            yield client
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def _wait(client: httpx2.Client, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        try:
            client.get("/")
        except httpx2.TransportError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx does not answer")
