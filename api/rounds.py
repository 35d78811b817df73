"""One round of the loop: what is held in it is answered first, and then all answers are sent.

To send one keeps the kernel busy for as long as a short answer takes here, and drives this program
out of the processor's caches: an answer made right behind it took a third longer.
"""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from api.held import QuickHttp

_LONGEST = 0.001  # seconds that an answer waits for others


class Round:
    """The requests that are held; it belongs to one event loop."""

    def __init__(self) -> None:
        """Hold none."""
        self._held: deque[QuickHttp] = deque()

    def hold(self, protocol: QuickHttp) -> None:
        """Let a connection answer and send at the end of the round."""
        if not self._held:
            protocol.loop.call_soon(self._answer, protocol.loop)
        self._held.append(protocol)

    def _answer(self, loop: asyncio.AbstractEventLoop) -> None:
        ready: list[QuickHttp] = []
        try:
            self._make(ready)
        finally:
            _send(ready)
            if self._held:  # one has failed; the others come next
                loop.call_soon(self._answer, loop)

    def _make(self, ready: list[QuickHttp]) -> None:
        until = perf_counter() + _LONGEST
        while self._held:
            protocol = self._held.popleft()
            if protocol.answer_held():
                ready.append(protocol)
            if perf_counter() > until:
                _send(ready)
                until = perf_counter() + _LONGEST


def _send(ready: list[QuickHttp]) -> None:
    for protocol in ready:
        protocol.send_ready()
    ready.clear()
