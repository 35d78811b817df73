"""After a seeding: what was used most is asked again, so that the first to come do not wait.

Requests only; nothing of the old answers is used again.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from api.cache import WARMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette
    from starlette.types import Message, Scope

    from api.store import Store
    from api.wishes import Wish

_LOOKS_EVERY = 0.05  # seconds

_log = logging.getLogger("newsstand")


async def keep_warm(app: Starlette, store: Store) -> None:
    """Look for a new state, without end; make the answers that were wished for most."""
    done = store.look()
    while True:
        await asyncio.sleep(_LOOKS_EVERY)
        state = store.look()
        if state is not None and state != done:
            done = state
            await _warm(app, store)


async def _warm(app: Starlette, store: Store) -> None:
    """Ask one after another, and let others in between; stop where the state is old again."""
    state, wishes = store.state, store.wishes
    with _logged("anything"):  # whatever is asked first, it needs what every answer needs
        await app.state.executor.refresh()
    for wish, coding in [(each, coding) for each in wishes for coding in each.codings]:
        if store.look() != state:
            return
        await _ask(app, wish, coding)
        await asyncio.sleep(0)


async def _ask(app: Starlette, wish: Wish, coding: str) -> None:
    with _logged(wish.asked.key[0]):
        await app(_scope(wish, coding), _receive(wish), _forget)


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """Log what goes wrong: the next one may do better."""
    try:
        yield
    except Exception:  # noqa: BLE001 - it is logged
        _log.exception("could not make an answer again: %s", what)


def _scope(wish: Wish, coding: str) -> Scope:
    path, query = wish.asked.key[:2]
    headers = [*wish.asked.headers.items(), (b"accept-encoding", coding.encode())]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET" if _body(wish) is None else "POST",
        "scheme": "http",
        "path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        WARMS: True,
    }


def _body(wish: Wish) -> bytes | None:
    key: tuple[Any, ...] = wish.asked.key
    return None if len(key) == len(("path", "query")) else key[-1]


def _receive(wish: Wish) -> Any:
    body = _body(wish) or b""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _forget(_message: Message) -> None:
    """Send to nobody."""
