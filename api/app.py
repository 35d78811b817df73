"""The application: one list of routes, the middleware, and what starts and ends with it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Route

from api import explorer, front, health, reference, rest, sitemaps
from api.assets import BUILT, asset, find_assets, icon
from api.bounds import Bounds
from api.cache import Cache
from api.collector import settle_collector
from api.copies.events import Hub, events
from api.copies.exports import Exports, export
from api.copies.stream import Streams
from api.crash import Crash
from api.errors import Problem, on_http, on_problem
from api.execute import Executor
from api.feeds import addresses as feeds
from api.graphql import graphql
from api.metrics import metrics
from api.newsroom import routes as newsroom
from api.newsroom.oai import routes as oai
from api.offline import routes as offline
from api.openapi import openapi
from api.rounds import Round
from api.settings import Settings, read_settings
from api.sharing import Sharing
from api.store import Store
from api.trends import routes as trends
from api.trusted import load_trusted
from api.warm import keep_warm
from schema.watch import open_watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def build(settings: Settings, built: Path = BUILT) -> Starlette:
    """Build the application from its settings; tests and servers call this one.

    `built` is where the explorer is, if it is built.
    """
    addresses = [*rest.addresses(), *newsroom.addresses(), *trends.addresses()]
    app = Starlette(routes=_routes(addresses), lifespan=_run)
    app.state.addresses = addresses
    app.state.settings = settings
    app.state.trusted = load_trusted(settings.trusted)
    app.state.assets = find_assets(built)
    app.router.redirect_slashes = False  # an address has one form; the other is a plain 404
    # The cache stands outermost: a hit passes through nothing else. Starlette's own last resort is
    # left out, Crash does its work.
    handlers = {Problem: on_problem, HTTPException: on_http}
    inside = Sharing(Crash(ExceptionMiddleware(Bounds(app.router, settings.limits.url), handlers)))
    app.state.inside = inside
    app.state.cache = app.middleware_stack = Cache(inside, settings)
    app.state.round = Round()
    return app


@asynccontextmanager
async def _run(app: Starlette) -> AsyncIterator[None]:
    """Open what lives as long as the application does, and close it in the end."""
    settings: Settings = app.state.settings
    executor = Executor(settings, app.state.trusted)
    app.state.executor = app.state.cache.executor = executor
    app.state.streams, app.state.exports = Streams(), Exports(executor)
    watch = open_watch(settings.database)
    store = app.state.cache.store = Store(watch, settings.cache_size // 2)
    app.state.hub = Hub(executor, store)
    warming = asyncio.create_task(keep_warm(app, store))
    try:
        yield
    finally:
        warming.cancel()
        with suppress(asyncio.CancelledError):
            await warming
        watch.close()
        executor.close()


def build_from_environment() -> Starlette:
    """Build the application in a worker process."""
    app = build(read_settings())
    settle_collector()
    return app


def _routes(addresses: list[rest.Address]) -> list[Route]:
    return [
        Route("/", front.front),
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/explorer", explorer.explorer),
        Route("/schema.graphql", reference.sdl),
        Route("/openapi.json", openapi),
        *newsroom.routes(),
        *oai.routes(),
        *rest.routes(addresses),
        *trends.routes(),
        *feeds.routes(),
        Route("/v1/export.ndjson", export),
        Route("/v1/events", events),
        *offline.routes(),
        Route("/docs", reference.docs),
        Route("/errors", reference.errors),
        Route("/assets/{name}", asset),
        Route("/favicon.ico", icon),
        *sitemaps.routes(),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", metrics),
    ]
