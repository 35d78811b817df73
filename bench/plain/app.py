"""The application: strawberry's own, a session for each request, and the one REST address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import parse, print_ast, visit
from graphql.language.visitor import Visitor
from sqlmodel import Session, create_engine
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from strawberry.asgi import GraphQL

from api.documents import load_document
from bench.plain.loaders import Loaders
from bench.plain.query import SCHEMA

if TYPE_CHECKING:
    from graphql import FieldNode
    from sqlalchemy import Engine
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send
    from starlette.websockets import WebSocket

BEYOND = ("previousInSection", "nextInSection", "related")
"""What REST's article has besides: the plain application does without, and has less to do."""

_AT_ONCE = 64
"""Connections of the pool: one for each request, as requests wait for one on the event loop."""


class Graph(GraphQL[Loaders, None]):
    """Strawberry's application, with a session and loaders for each request."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine."""
        super().__init__(SCHEMA, graphql_ide=None)
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the request's session."""
        with Session(self.engine) as session:
            scope["session"] = session
            await super().__call__(scope, receive, send)

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002 - strawberry gives both
    ) -> Loaders:
        """Make the request's loaders."""
        return Loaders(request.scope["session"])


def _without_beyond(text: str) -> str:
    class Remove(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> object:
            name = node.alias or node.name
            return self.REMOVE if name.value in BEYOND else None

    # `Picture` is spread by `Card` as well, so no fragment is left without a use.
    return print_ast(visit(parse(text), Remove()))


def build(database: str) -> Starlette:
    """Build the application on a database of its own tables (SQLAlchemy URL)."""
    engine = create_engine(database, connect_args={"check_same_thread": False}, pool_size=_AT_ONCE)
    document = _without_beyond(load_document("article").text)

    async def article(request: Request) -> Response:
        with Session(engine) as session:
            result = await SCHEMA.execute(document, request.path_params, Loaders(session))
        found = (result.data or {})["article"]
        return JSONResponse(found, 200 if found else 404)

    return Starlette(
        routes=[
            Route("/graphql", Graph(engine), methods=["GET", "POST"]),
            Route("/v1/articles/{language}/{slug}", article),
        ]
    )
