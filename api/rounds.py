"""One round of the loop: what is held in it is answered first, and then the answers are sent.

To send one keeps the kernel busy for as long as a short answer takes here, and drives this program
out of the processor's caches: an answer made right behind it took a third longer.
"""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.held import QuickHttp

LONGEST = 0.001
"""Seconds for which answers wait for others, counted from when the round begins to make them."""

_log = logging.getLogger("newsstand")


class Round:
    """The requests that are held; it belongs to one event loop."""

    def __init__(self) -> None:
        """Hold none."""
        self._held: list[QuickHttp] = []

    def hold(self, protocol: QuickHttp) -> None:
        """Let a connection answer and send at the end of the round."""
        if not self._held:
            protocol.loop.call_soon(self._answer)
        self._held.append(protocol)

    def _answer(self) -> None:
        held, self._held = self._held, []
        ready: list[QuickHttp] = []
        until = perf_counter() + LONGEST
        for protocol in held:
            if _try(protocol, protocol.answer_held):
                ready.append(protocol)
            if perf_counter() > until:
                _send(ready)
                ready = []
                until = perf_counter() + LONGEST
        _send(ready)


def _send(ready: list[QuickHttp]) -> None:
    for protocol in ready:
        _try(protocol, protocol.send_ready)


def _try(protocol: QuickHttp, step: Callable[[], object]) -> bool:
    """Take a step; a connection that fails is closed alone, and the others go on."""
    try:
        return bool(step())
    except Exception:  # noqa: BLE001 - a defect; it is logged
        _log.exception("a connection failed, and is closed")
        protocol.transport.abort()
        return False
