"""The application: one list of routes, the middleware, and what starts and ends with it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Route

from api import front, health, rest
from api.cache import Cache
from api.collector import settle_collector
from api.crash import Crash
from api.errors import Problem, on_http, on_problem
from api.execute import Executor
from api.graphql import graphql
from api.metrics import metrics
from api.settings import Settings, read_settings
from api.sharing import Sharing
from api.store import Store
from api.warm import keep_warm
from schema.watch import open_watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def build(settings: Settings) -> Starlette:
    """Build the application from its settings; tests and servers call this one."""
    app = Starlette(routes=_routes(), lifespan=_run)
    app.state.settings = settings
    app.router.redirect_slashes = False  # an address has one form; the other is a plain 404
    # The cache stands outermost: a hit passes through nothing else. Starlette's own last resort is
    # left out, Crash does its work.
    handlers = {Problem: on_problem, HTTPException: on_http}
    inside = Sharing(Crash(ExceptionMiddleware(app.router, handlers)))
    app.state.cache = app.middleware_stack = Cache(inside, settings)
    return app


@asynccontextmanager
async def _run(app: Starlette) -> AsyncIterator[None]:
    """Open what lives as long as the application does, and close it in the end."""
    settings: Settings = app.state.settings
    executor = app.state.executor = Executor(settings)
    watch = open_watch(settings.database)
    store = app.state.cache.store = Store(watch, settings.cache_size // 2)
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


def _routes() -> list[Route]:
    return [
        Route("/", front.front),
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/schema.graphql", front.sdl),
        *rest.routes(),
        Route("/errors", front.errors),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", metrics),
    ]
