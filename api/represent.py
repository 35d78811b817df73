"""From a kept answer to what this client gets of it: conditions compared, a coding chosen."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from api.codings import QUICKLY_CODED, encode
from api.conditions import judge
from api.errors import Problem
from api.ranges import part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.reply import Ready, Reply
    from api.store import Store


async def represent(kept: Reply, headers: Mapping[bytes, bytes], store: Store) -> Ready:
    """Give what is to be sent. Raises Problem where a condition, coding or range forbids it."""
    coding = kept.choose(headers.get(b"accept-encoding"))
    if coding is None:
        detail = "Accept-Encoding refuses all that there is: zstd, br, gzip and identity"
        raise Problem("NOT_ACCEPTABLE", detail, headers={"Vary": "Accept-Encoding"})
    status = judge(headers, kept.etag(coding), kept.modified) if kept.conditional else None
    if status == HTTPStatus.PRECONDITION_FAILED:
        detail = "what If-Match or If-Unmodified-Since asks for is not what there is now"
        raise Problem("BAD_REQUEST", detail, status=status)
    if status == HTTPStatus.NOT_MODIFIED:
        ready = kept.prepare_unchanged(coding)
    else:
        await _code(kept, coding)
        ready = kept.prepare(coding)
        if kept.in_parts:
            ready = part_of(ready, headers)
    store.grow(kept)
    return ready


async def _code(kept: Reply, coding: str) -> None:
    if kept.has(coding):
        return
    if len(kept.content) <= QUICKLY_CODED:
        content = encode(kept.content, coding)
    else:
        content = await _code_in_thread(kept, coding)
    kept.add(coding, content)


async def _code_in_thread(kept: Reply, coding: str) -> bytes:
    """Code once for all who wait for it."""
    running = kept.running.get(coding)
    if running is None:
        thread = asyncio.to_thread(encode, kept.content, coding)
        running = kept.running[coding] = asyncio.ensure_future(thread)
    try:
        return await asyncio.shield(running)
    finally:
        kept.running.pop(coding, None)
