"""Content codings: which one a client gets, what it holds, and what the headers say of it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

LONG, SHORT = "/v1/issues/latest", "/v1/languages"
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": zstandard.decompress,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "identity": bytes,
}


def ask(http: TestClient, path: str, accept: str) -> Any:
    with http.stream("GET", path, headers={"Accept-Encoding": accept}) as answer:
        raw = b"".join(answer.iter_raw())
    return answer, raw


def coding(http: TestClient, path: str, accept: str) -> str:
    answer, _ = ask(http, path, accept)
    assert answer.status_code == 200
    chosen: str = answer.headers.get("Content-Encoding", "identity")
    return chosen


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity", "identity"),
        ("", "identity"),
        ("deflate", "identity"),
        ("gzip;q=0", "identity"),
        ("identity;q=0, br", "br"),
        ("*;q=0, gzip", "gzip"),
        ("gzip;q=nonsense", "gzip"),
    ],
)
def test_the_coding_that_the_client_likes_best_is_sent(
    http: TestClient, accept: str, expected: str
) -> None:
    assert coding(http, LONG, accept) == expected


@pytest.mark.parametrize("path", [LONG, "/", "/schema.graphql", "/v1/articles"])
def test_each_coding_holds_the_same_bytes(http: TestClient, path: str) -> None:
    _, plain = ask(http, path, "identity")
    for name, decode in DECODERS.items():
        for _ in range(2):
            answer, raw = ask(http, path, f"{name}, *;q=0")
            assert decode(raw) == plain
            assert int(answer.headers["Content-Length"]) == len(raw)
            assert name == "identity" or len(raw) < len(plain)


def test_each_coding_has_its_own_etag(http: TestClient) -> None:
    etags = {name: ask(http, LONG, name)[0].headers["ETag"] for name in DECODERS}
    plain = etags["identity"].strip('"')
    assert etags == {
        name: f'"{plain}"' if name == "identity" else f'"{plain}-{name}"' for name in DECODERS
    }
    for name, etag in etags.items():
        for other in DECODERS:
            headers = {"Accept-Encoding": other, "If-None-Match": etag}
            expected = 304 if name == other else 200
            assert http.get(LONG, headers=headers).status_code == expected


def test_vary_names_accept_encoding_where_there_is_a_choice(http: TestClient) -> None:
    for accept in ("identity", "br"):
        assert "Accept-Encoding" in ask(http, LONG, accept)[0].headers["Vary"]
        assert "Vary" not in ask(http, SHORT, accept)[0].headers


def test_short_texts_are_coded_only_for_who_refuses_them_as_they_are(http: TestClient) -> None:
    assert coding(http, SHORT, "gzip, br, zstd") == "identity"
    answer, _ = ask(http, SHORT, "gzip, identity;q=0")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    known = {"Accept-Encoding": "gzip, identity;q=0", "If-None-Match": answer.headers["ETag"]}
    unchanged = http.get(SHORT, headers=known)
    assert (unchanged.status_code, unchanged.headers["Vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize("path", [LONG, SHORT])
@pytest.mark.parametrize("accept", ["*;q=0", "identity;q=0", "identity;q=0, deflate"])
def test_who_refuses_everything_is_told_so(http: TestClient, path: str, accept: str) -> None:
    answer = http.get(path, headers={"Accept-Encoding": accept})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (406, "NOT_ACCEPTABLE")
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert problem["title"] == "There is no representation that the request accepts"
    assert problem["detail"] == (
        "Accept-Encoding refuses all that there is: zstd, br, gzip and identity"
    )


def test_who_posts_and_refuses_everything_is_told_so(http: TestClient) -> None:
    for number in range(3):
        asked = {"query": "{ __typename }", "extensions": {"refusing": number // 2}}
        answer = http.post("/graphql", json=asked, headers={"Accept-Encoding": "*;q=0"})
        assert (answer.status_code, answer.headers["Vary"]) == (406, "Accept, Accept-Encoding")
        error = answer.json()["errors"][0]
        assert error["extensions"]["code"] == "NOT_ACCEPTABLE"
        assert "gzip" in error["message"]


def test_the_answer_to_a_post_is_coded_too(http: TestClient) -> None:
    query = {"query": "{ articles { nodes { id title body excerpt } } }"}
    plain = http.post("/graphql", json=query, headers={"Accept-Encoding": "identity"})
    coded = http.post("/graphql", json=query, headers={"Accept-Encoding": "br"})
    assert coded.headers["Content-Encoding"] == "br"
    assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept, Accept-Encoding"
    assert coded.json() == plain.json()


def test_errors_are_sent_as_they_are(http: TestClient) -> None:
    answer = http.get("/nothing", headers={"Accept-Encoding": "gzip, identity;q=0"})
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (404, False)
