"""Conditional requests (RFC 9110 §13): validators, their precedence, and what a 304 says."""

from __future__ import annotations

from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PATH = "/v1/issues/latest"
PLAIN = {"Accept-Encoding": "identity"}
EARLY, LATE = "Mon, 01 Jan 2001 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
NOT_IN_A_304 = {"content-length", "content-type", "content-encoding", "accept-ranges", "date"}


def ask(http: TestClient, path: str = PATH, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.get(path, headers={**PLAIN, **given}, follow_redirects=False)


def status(http: TestClient, **headers: str) -> int:
    code: int = ask(http, **headers).status_code
    return code


def test_if_none_match_goes_before_if_modified_since(http: TestClient) -> None:
    etag = ask(http).headers["ETag"]
    assert status(http, If_None_Match='"x"', If_Modified_Since=LATE) == 200
    assert status(http, If_None_Match=etag, If_Modified_Since=EARLY) == 304


def test_if_modified_since_compares_with_last_modified(http: TestClient) -> None:
    modified = ask(http).headers["Last-Modified"]
    assert status(http, If_Modified_Since=modified) == 304
    assert status(http, If_Modified_Since=LATE) == 304
    assert status(http, If_Modified_Since=EARLY) == 200


def test_all_three_forms_of_a_date_are_read(http: TestClient) -> None:
    when = parsedate_to_datetime(ask(http).headers["Last-Modified"])
    forms = (format_datetime(when, usegmt=True), f"{when:%A, %d-%b-%y %H:%M:%S} GMT", f"{when:%c}")
    for text in forms:
        assert status(http, If_Modified_Since=text) == 304
    assert status(http, If_Modified_Since="Monday, 01-Jan-99 00:00:00 GMT") == 200  # 1999


@pytest.mark.parametrize("text", ["", "today", "2100-01-01", LATE.lower() + "x", "0", "Fri, 40"])
def test_a_date_that_is_none_is_ignored(http: TestClient, text: str) -> None:
    assert status(http, If_Modified_Since=text) == 200
    assert status(http, If_Unmodified_Since=text) == 200


def test_if_match_asks_for_this_state_and_compares_strongly(http: TestClient) -> None:
    etag = ask(http).headers["ETag"]
    for given in (etag, f'"x", {etag}', "*"):
        assert status(http, If_Match=given) == 200
    for given in ('"x"', f"W/{etag}", etag.strip('"'), ""):
        assert status(http, If_Match=given) == 412


def test_if_match_goes_before_everything_else(http: TestClient) -> None:
    etag = ask(http).headers["ETag"]
    assert status(http, If_Match=etag, If_Unmodified_Since=EARLY) == 200
    assert status(http, If_Match='"x"', If_None_Match=etag) == 412
    assert status(http, If_Match=etag, If_None_Match=etag) == 304
    assert status(http, If_Unmodified_Since=EARLY) == 412
    assert status(http, If_Unmodified_Since=LATE, If_None_Match=etag) == 304


def test_a_condition_that_fails_is_a_problem(http: TestClient) -> None:
    answer = ask(http, If_Match='"x"')
    assert (answer.json()["code"], answer.json()["status"]) == ("BAD_REQUEST", 412)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [PATH, "/", "/errors", "/v1/articles?first=1", "/schema.graphql"])
def test_a_304_has_the_headers_of_the_200_but_those_of_its_body(
    http: TestClient, path: str
) -> None:
    whole = ask(http, path)
    for _ in range(2):
        unchanged = ask(http, path, If_None_Match=whole.headers["ETag"])
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        expected = {name: text for name, text in whole.headers.items() if name not in NOT_IN_A_304}
        assert {k: v for k, v in unchanged.headers.items() if k != "date"} == expected


def test_a_header_that_is_repeated_is_one_list(http: TestClient) -> None:
    etag = ask(http).headers["ETag"]
    given = [("Accept-Encoding", "identity"), ("If-None-Match", '"x"'), ("If-None-Match", etag)]
    assert http.get(PATH, headers=given).status_code == 304


def test_conditions_do_not_count_where_there_is_no_representation(http: TestClient) -> None:
    for path, expected in (("/nothing", 404), ("/v1/articles/en/gulls-old", 301)):
        for name in ("If-None-Match", "If-Match"):
            answer = http.get(path, headers={name: "*"}, follow_redirects=False)
            assert answer.status_code == expected
    asked = {"query": "{ __typename }"}
    assert http.post("/graphql", json=asked, headers={"If-None-Match": "*"}).status_code == 200


def test_a_head_is_conditional_as_well(http: TestClient) -> None:
    etag = ask(http).headers["ETag"]
    assert http.head(PATH, headers={**PLAIN, "If-None-Match": etag}).status_code == 304
    assert http.head(PATH, headers={**PLAIN, "If-Match": '"x"'}).status_code == 412


def test_ranges_of_what_is_no_file_are_not_given(http: TestClient) -> None:
    answer = ask(http, Range="bytes=0-9", If_Range='"x"')
    assert answer.status_code == 200
    assert answer.headers["Accept-Ranges"] == "none"
    assert len(answer.content) == int(answer.headers["Content-Length"]) > 10
