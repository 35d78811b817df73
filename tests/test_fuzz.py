"""Nothing that a client sends gives a 500: random requests, the same ones in every run."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from fuzzing import Grower, address, body, headers
from graphql import build_schema

from api.errors import CODES

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SCHEMA = build_schema((Path(__file__).parent.parent / "schema.graphql").read_text("utf-8"))
DOCUMENTS = 250
ADDRESSES = 500
BODIES = 200
JSON = [(b"Content-Type", b"application/json")]
SEEDED_AT = re.compile(r'"a\d+":"(?!2030)\d{4}-[^"]*Z"')
"""The one thing in which the two databases differ: all the content is of 2030."""
CURSOR = re.compile(r'"(Wy[\w-]+)"')
OUR_FAULT = {"INTERNAL", "UNAVAILABLE", "TIMEOUT"}


def check(answer: Any, sent: object) -> set[str]:
    """See that an answer is not our fault, and give its error codes."""
    assert answer.status_code < 500, sent
    if "json" not in answer.headers.get("Content-Type", "") or not answer.content:
        return set()
    found = answer.json()
    codes = {error["extensions"]["code"] for error in found.get("errors", ()) if "message" in error}
    codes |= {found["code"]} if "instance" in found else set()
    assert codes <= set(CODES) - OUR_FAULT, sent
    return codes


def without_seeding(answer: str) -> str:
    """Leave out instants of the seeding, and cursors that hold one."""

    def keep(found: re.Match[str]) -> str:
        inside = base64.urlsafe_b64decode(f"{found[1]}==").decode()
        return "" if re.search(r'"(?!2030)\d{4}-[^"]*Z"', inside) else found[0]

    return CURSOR.sub(keep, SEEDED_AT.sub("", answer))


def test_random_documents_are_answered_or_refused_alike_on_both_engines(
    clients: dict[str, TestClient],
) -> None:
    answered, codes = 0, set[str]()
    for seed in range(DOCUMENTS):
        sent = Grower(SCHEMA, Random(seed)).document()
        answers = [client.post("/graphql", json=sent) for client in clients.values()]
        bodies = {without_seeding(answer.text) for answer in answers}
        assert len(bodies) == 1, sent
        codes |= check(answers[0], sent)
        answered += "errors" not in answers[0].json()
    # The fuzzer is worth something only where much of what it sends is run, and much refused.
    assert DOCUMENTS * 0.2 < answered < DOCUMENTS * 0.8
    assert codes >= {"BAD_INPUT", "CURSOR_INVALID", "GRAPHQL_PARSE_FAILED"}


def test_random_addresses_and_headers_are_answered_or_refused(http: TestClient) -> None:
    statuses, codes = set[int](), set[str]()
    random = Random(1)
    for _ in range(ADDRESSES):
        method = random.choice(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "DELETE"])
        path, given = address(random), headers(random)
        answer = http.request(method, path, headers=given, follow_redirects=False)
        statuses.add(answer.status_code)
        codes |= check(answer, (method, path, given))
    assert statuses >= {200, 204, 400, 404, 405, 406}
    assert codes >= {"BAD_INPUT", "BAD_REQUEST", "NOT_FOUND", "METHOD_NOT_ALLOWED"}


def test_random_bodies_are_answered_or_refused(http: TestClient) -> None:
    random = Random(2)
    codes = set[str]()
    for _ in range(BODIES):
        sent = body(random)
        given = JSON if random.random() < 0.9 else headers(random)
        codes |= check(http.post("/graphql", content=sent, headers=given), (sent, given))
    assert codes >= {"BAD_REQUEST", "UNSUPPORTED_MEDIA_TYPE"}
