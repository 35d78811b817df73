"""Parts of files (RFC 9110 §14): what a download needs to go on where it broke off."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from serving import Server
    from starlette.testclient import TestClient

BUNDLE = "/v1/issues/2030-01-14/bundle.zip?language=en"


def get(http: TestClient, path: str = BUNDLE, **headers: str) -> Any:
    return http.get(path, headers={name.replace("_", "-"): each for name, each in headers.items()})


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-9", 0, 9),
        ("Bytes=5-", 5, None),
        ("bytes= 5-9 ", 5, 9),
        ("bytes=-7", -7, None),
        ("bytes=000-0009", 0, 9),
        ("bytes=3-99999999999999999999999999", 3, None),
        ("bytes=-99999999999999999999999999", 0, None),
    ],
)
def test_one_range_is_given(http: TestClient, asked: str, first: int, last: int | None) -> None:
    whole = get(http)
    for _ in range(2):  # the second comes from the cache
        part = get(http, Range=asked)
        expected = whole.content[first : None if last is None else last + 1]
        assert (part.status_code, part.content) == (206, expected)
        begin = first % len(whole.content)
        end = begin + len(expected) - 1
        assert part.headers["Content-Range"] == f"bytes {begin}-{end}/{len(whole.content)}"
        assert part.headers["Content-Length"] == str(len(expected))
        for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Type", "Accept-Ranges"):
            assert part.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-9", "bytes=9-0", "bytes=", "bytes=x-", "items=0-5", "bytes=-", "", "5"]
)
def test_several_ranges_and_what_is_none_give_the_whole(http: TestClient, asked: str) -> None:
    answer = get(http, Range=asked)
    assert (answer.status_code, answer.content) == (200, get(http).content)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-999999999", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_with_the_size(http: TestClient, asked: str) -> None:
    size = len(get(http).content)
    answer = get(http, Range=asked)
    assert (answer.status_code, answer.json()["code"]) == (416, "BAD_REQUEST")
    assert answer.headers["Content-Range"] == f"bytes */{size}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_part_is_given_only_of_the_file_that_was_begun(http: TestClient) -> None:
    whole = get(http)
    etag, modified = whole.headers["ETag"], whole.headers["Last-Modified"]
    assert get(http, Range="bytes=5-", If_Range=etag).status_code == 206
    for other in ('"x"', f"W/{etag}", modified, ""):
        answer = get(http, Range="bytes=5-", If_Range=other)
        assert (answer.status_code, answer.content) == (200, whole.content)
    assert get(http, Range="bytes=9999999-", If_Range='"x"').status_code == 200


def test_conditions_go_before_ranges(http: TestClient) -> None:
    etag = get(http).headers["ETag"]
    assert get(http, Range="bytes=0-1", If_None_Match=etag).status_code == 304
    assert get(http, Range="bytes=0-1", If_Match='"x"').status_code == 412
    assert get(http, Range="bytes=0-1", If_Match=etag).status_code == 206


def test_ranges_are_of_get_alone(http: TestClient) -> None:
    whole = get(http)
    for asked in ("bytes=0-1", "bytes=9999999-"):
        answer = http.head(BUNDLE, headers={"Range": asked})
        assert answer.status_code == 200
        assert answer.headers["Content-Length"] == str(len(whole.content))


def test_a_file_is_never_coded(http: TestClient) -> None:
    for accepted in ("gzip, br, zstd", "br;q=1, identity;q=0.1", "identity", "*"):
        answer = get(http, Accept_Encoding=accepted)
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" not in answer.headers.get("Vary", "")
        assert get(http, Accept_Encoding=accepted, Range="bytes=0-3").content == b"PK\x03\x04"
    assert get(http, Accept_Encoding="identity;q=0").status_code == 406


def test_a_browser_may_ask_for_parts_from_any_site(http: TestClient) -> None:
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    answer = http.options(BUNDLE, headers=asked)
    assert {"Range", "If-Range"} <= set(answer.headers["Access-Control-Allow-Headers"].split(", "))
    exposed = get(http, Range="bytes=0-1").headers["Access-Control-Expose-Headers"]
    assert {"Accept-Ranges", "Content-Range"} <= set(exposed.split(", "))


@pytest.mark.skipif(shutil.which("curl") is None, reason="without curl")
def test_curl_goes_on_with_a_download(served: Server, tmp_path: Path) -> None:
    address = f"{served.address}/v1/issues/latest/bundle.zip?language=en"
    target = tmp_path / "bundle.zip"
    whole = served.get("/v1/issues/latest/bundle.zip?language=en").content
    target.write_bytes(whole[: len(whole) // 3])
    run = ["curl", "--silent", "--show-error", "--fail", "-C", "-", "-D", "-", "-o"]
    said = subprocess.run([*run, target, address], check=True, capture_output=True, text=True)
    assert said.stdout.startswith("HTTP/1.1 206")
    assert target.read_bytes() == whole
