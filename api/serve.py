"""The server: settings settled from the command line, the addresses printed, uvicorn run."""

from __future__ import annotations

import dataclasses
import os
import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

from api.app import build
from api.collector import settle_collector
from api.held import QuickHttp
from api.logs import Level, log_config
from api.settings import Settings, SettingsError, as_environment, names_public_url, read_settings
from api.trusted import load_trusted
from schema.database import show_url

_ENDS_IN = 15
"""Seconds after which a stop waits no longer, as for a client that does not read its answer."""

_ANY_HOST = {"0.0.0.0": "localhost", "::": "localhost"}  # noqa: S104 - only compared


def settle(content: str | None, database: str | None, host: str, port: int) -> Settings:
    """Give the settings: the command line's before the environment's. Raises SettingsError."""
    settings = read_settings()
    given = {"content": content, "database": database}
    if not names_public_url():
        shown = _ANY_HOST.get(host, f"[{host}]" if ":" in host else host)
        given["public_url"] = f"http://{shown}:{port}"
    changes = {name: value for name, value in given.items() if value}
    load_trusted(settings.trusted)  # before anything is seeded
    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say which one is taken and what to do. Raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        message = f"cannot listen on {host}:{port}: {error.strerror} → another --port or --host"
        raise SettingsError(message) from error
    listener.set_inheritable(True)
    return listener


def run(settings: Settings, listener: socket.socket, workers: int, level: Level) -> None:
    """Print what to open, and serve until told to stop."""
    # Workers are processes of their own: they read the settings from the environment.
    each = dataclasses.replace(settings, cache_size=settings.cache_size // workers)
    os.environ.update(as_environment(each))
    config = uvicorn.Config(
        "api.app:build_from_environment" if workers > 1 else build(settings),
        factory=workers > 1,
        proxy_headers=False,  # addresses come from the settings, and nothing asks who the client is
        http=QuickHttp,
        workers=workers,
        access_log=False,
        log_config=log_config(level),
        timeout_graceful_shutdown=_ENDS_IN,
    )
    _print_addresses(settings, listener)
    settle_collector()
    if workers > 1:
        Multiprocess(config, [listener]).run()
    else:
        uvicorn.Server(config).run([listener])


def _print_addresses(settings: Settings, listener: socket.socket) -> None:
    address = settings.public_url
    host, port = listener.getsockname()[:2]
    print(
        f"Newsstand serves {show_url(settings.database)} on {host}:{port}\n"
        f"  {address}/                   a page for people\n"
        f"  {address}/v1/issues/latest   the latest issue as JSON\n"
        f"  {address}/explorer           GraphQL in the browser\n"
        f"  {address}/graphql            GraphQL, GET and POST\n"
        "Stop it with Ctrl+C.",
        flush=True,
    )
