"""Sitemaps (https://www.sitemaps.org/protocol.html), and what tells robots of them."""

from __future__ import annotations

from starlette.routing import Route

from api.sitemaps.news import news
from api.sitemaps.robots import robots
from api.sitemaps.sitemap import sitemap, sitemap_part


def routes() -> list[Route]:
    """Give the routes; the news stand before the parts, whose names are like its own."""
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-news.xml", news),
        Route("/sitemap-{part}.xml", sitemap_part),
    ]
