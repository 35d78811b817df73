"""The application: one list of routes, the middleware, and what starts and ends with it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from api import front, health, rest
from api.crash import Crash
from api.errors import Problem, on_http, on_problem
from api.execute import Executor
from api.graphql import graphql
from api.settings import Settings, read_settings
from api.sharing import Sharing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def build(settings: Settings) -> Starlette:
    """Build the application from its settings; tests and servers call this one."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.executor = Executor(settings)
        yield
        app.state.executor.close()

    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Sharing),
            Middleware(Crash),
        ],
        exception_handlers={Problem: on_problem, HTTPException: on_http},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.router.redirect_slashes = False  # an address has one form; the other is a plain 404
    return app


def build_from_environment() -> Starlette:
    """Build the application in a worker process."""
    return build(read_settings())


def _routes() -> list[Route]:
    return [
        Route("/", front.front),
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/schema.graphql", front.sdl),
        *rest.routes(),
        Route("/errors", front.errors),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
    ]
