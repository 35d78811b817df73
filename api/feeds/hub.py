"""WebSub (W3C Recommendation, 2018): the hub is told which feeds have changed.

Whatever the hub does, this ends in time and with a warning at most: what was seeded is seeded.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from api.feeds.paths import MEDIA_TYPES, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings

_AT_ONCE = 8
_ANSWER = 3  # seconds, as are all times here
_PAUSES = (0.5, 1.0)
_ALL = 30
_AGAIN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}


@dataclass(slots=True)
class _Work:
    """What is still to be told, what was told, and the last thing that went wrong."""

    hub: str
    waiting: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    told: list[str] = field(default_factory=list)
    reason: str = "it takes too long"


def tell_hub(settings: Settings, lists: Iterable[tuple[str, str, str]]) -> None:
    """Tell the hub of the settings of feeds, each (kind, language, slug); without one, nobody.

    A hub that has not taken one feed after some tries is not asked about the others.
    """
    addresses = [
        settings.public_url + path_of(*each, suffix)
        for each in sorted(lists)
        for suffix in MEDIA_TYPES
    ]
    if not settings.hub or not addresses:
        return
    work = _Work(settings.hub)
    for address in addresses:
        work.waiting.put(address)
    # Threads that end with the program: a hub that never answers holds up nobody.
    threads = [threading.Thread(target=_tell, args=[work], daemon=True) for _ in range(_AT_ONCE)]
    deadline = time.monotonic() + _ALL
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    if missed := len(addresses) - len(work.told):
        said = f"of {missed} of {len(addresses)} changed feeds: {work.reason}"
        print(f"warning: the hub {settings.hub} was not told {said}", file=sys.stderr)


def tell_hub_meanwhile(settings: Settings, lists: Iterable[tuple[str, str, str]]) -> None:
    """Do the same beside what the program does next."""
    threading.Thread(target=tell_hub, args=[settings, lists], daemon=True).start()


def _tell(work: _Work) -> None:
    while True:
        try:
            address = work.waiting.get_nowait()
        except queue.Empty:
            return
        if _publish(work, address):
            work.told.append(address)
        elif not work.told:
            return


def _publish(work: _Work, address: str) -> bool:
    """Tell of one feed, again after a pause where that may help."""
    told = _try(work, address)
    for pause in _PAUSES:
        if told is None:
            time.sleep(pause)
            told = _try(work, address)
    return bool(told)


def _try(work: _Work, address: str) -> bool | None:
    """Tell whether the hub takes it; None: it may take it later."""
    try:
        _post(work.hub, address)
    except HTTPError as error:
        work.reason = f"it answers {error.code}"
        error.close()
        is_over = error.code < HTTPStatus.INTERNAL_SERVER_ERROR and error.code not in _AGAIN
        return False if is_over else None
    except (OSError, HTTPException) as error:
        work.reason = str(getattr(error, "reason", "") or error) or type(error).__name__
        return None
    return True


def _post(hub: str, address: str) -> None:
    form = urlencode({"hub.mode": "publish", "hub.url": address}).encode()
    request = Request(hub, form, {"User-Agent": "Newsstand"})  # noqa: S310 - the settings take http only
    with urlopen(request, timeout=_ANSWER):  # noqa: S310
        pass
