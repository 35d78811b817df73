"""The news sitemap: what was published in the last two days, as Google News has it.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.documents import load_document
from api.markup import add, root, write
from api.respond import Body, respond
from api.sitemaps.query import refuse_parameters
from api.sitemaps.sitemap import MEDIA_TYPE, SITEMAP
from api.stored import run_stored

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from starlette.requests import Request
    from starlette.responses import Response

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

_DOCUMENT = load_document("sitemap-news")
_NEW = dt.timedelta(days=2)
_MOST = 1000  # addresses: more the format does not allow
_SECOND = dt.timedelta(seconds=1)


async def news(request: Request) -> Response:
    """Answer `/sitemap-news.xml`: right until an article becomes old, or another one is due."""
    refuse_parameters(request)
    now = dt.datetime.now(dt.UTC)
    span = {"from": _write(now - _NEW), "until": _write(now)}
    answer = await run_stored(request, _DOCUMENT, {**span, "first": _MOST}, largest_page=_MOST)
    data = answer.plain()
    over = _over(data["published"], answer.ahead, now)
    if over is not None:
        answer = replace(answer, ahead=tuple(sorted({*answer.ahead, over})))
    body = Body(write(_list(data)), MEDIA_TYPE, over=over)
    return respond(request, body, answer)


def _over(articles: list[dict[str, Any]], ahead: tuple[str, ...], now: dt.datetime) -> str | None:
    """Give the first instant at which the list is another one."""
    old = (dt.datetime.fromisoformat(each["publishedAt"]) + _NEW + _SECOND for each in articles)
    due = (at for at in map(dt.datetime.fromisoformat, ahead) if at > now)
    first = min((*old, *due), default=None)
    return None if first is None else _write(first)


def _write(instant: dt.datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _list(data: dict[str, Any]) -> Element:
    publication = data["publication"]
    names = {each["language"]: each["name"] for each in (publication, *publication["translations"])}
    found = root("urlset", {"xmlns": SITEMAP, "xmlns:news": NEWS})
    for article in data["published"]:
        url = add(found, "url")
        add(url, "loc", article["url"])
        entry = add(url, "news:news")
        of = add(entry, "news:publication")
        add(of, "news:name", names[article["language"]])
        add(of, "news:language", _language(article["language"]))
        add(entry, "news:publication_date", article["publishedAt"])
        add(entry, "news:title", article["title"])
    return found


def _language(code: str) -> str:
    """Give the code that the format has: of two or three letters, but for the two of Chinese."""
    lower = code.lower()
    if lower.split("-")[0] == "zh":
        return "zh-tw" if {"tw", "hant", "hk"} & set(lower.split("-")) else "zh-cn"
    return lower.split("-")[0]
