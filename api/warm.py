"""After a seeding: the most used requests are asked again, so that the first to come do not wait.

Requests only; nothing of the old answers is used again.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from api.cache import WARMS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

    from api.store import Store, Wish

_LOOKS_EVERY = 0.05  # seconds

_log = logging.getLogger("newsstand")


async def keep_warm(app: ASGIApp, store: Store) -> None:
    """Look for a new state, without end; make the answers that were wished for most."""
    done = store.look()
    while True:
        await asyncio.sleep(_LOOKS_EVERY)
        state = store.look()
        if state is not None and state != done:
            done = state
            await _warm(app, store)


async def _warm(app: ASGIApp, store: Store) -> None:
    """Ask one after another, and let others in between; stop where the state is old again."""
    state, wishes = store.state, list(store.wishes.values())
    for wish, coding in [(each, coding) for each in wishes for coding in each.codings]:
        if store.look() != state:
            return
        await _ask(app, wish, coding)
        await asyncio.sleep(0)


async def _ask(app: ASGIApp, wish: Wish, coding: str) -> None:
    try:
        await app(_scope(wish, coding), _receive(wish), _forget)
    except Exception:  # noqa: BLE001 - it is logged, and the next one may do better
        _log.exception("could not make an answer again: %s", wish.asked.key[0])


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
