"""From a kept answer to what this client gets of it: conditions compared, a coding chosen."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from api.codings import encode
from api.conditions import judge
from api.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.reply import Kept, Ready
    from api.store import Store

_QUICKLY_CODED = 50_000  # bytes; more are coded in a thread, while others are answered


async def represent(kept: Kept, headers: Mapping[bytes, bytes], store: Store) -> Ready:
    """Give what is to be sent. Raises Problem where a condition or a coding forbids it."""
    coding = kept.choose(headers.get(b"accept-encoding"))
    if coding is None:
        raise Problem("NOT_ACCEPTABLE", "Accept-Encoding refuses every coding, and none as well")
    status = judge(headers, kept.etag(coding), kept.modified) if kept.conditional else None
    if status == HTTPStatus.PRECONDITION_FAILED:
        detail = "what If-Match or If-Unmodified-Since asks for is not what there is now"
        raise Problem("BAD_REQUEST", detail, status=status)
    if status == HTTPStatus.NOT_MODIFIED:
        return kept.prepare_unchanged(coding)
    await _code(kept, coding, store)
    return kept.prepare(coding)


async def _code(kept: Kept, coding: str, store: Store) -> None:
    if kept.has(coding):
        return
    if len(kept.content) <= _QUICKLY_CODED:
        content = encode(kept.content, coding)
    else:
        content = await _code_in_thread(kept, coding)
    kept.add(coding, content)
    store.grow(kept)


async def _code_in_thread(kept: Kept, coding: str) -> bytes:
    """Code once for all who wait for it."""
    running = kept.running.get(coding)
    if running is None:
        thread = asyncio.to_thread(encode, kept.content, coding)
        running = kept.running[coding] = asyncio.ensure_future(thread)
    try:
        return await asyncio.shield(running)
    finally:
        kept.running.pop(coding, None)
