"""A manifest that cannot be served stops the start, and says what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from test_trusted import LATEST, PAGE, TWO, apollo, hashed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BROKEN: dict[str, tuple[str, str]] = {
    "not JSON": ("{", "is not JSON"),
    "not UTF-8": ("\udcff", "is not JSON"),
    "no documents": ("{}", "has no documents"),
    "no documents of Apollo's": (json.dumps(apollo()), "has no documents"),
    "a list": ("[]", "is no manifest"),
    "numbers": ('{"a": 1}', "is no manifest"),
    "another version": (
        json.dumps({**apollo(("a", LATEST)), "version": 2}),
        "has the format 'apollo-persisted-query-manifest' and version 2",
    ),
    "an operation without an id": (
        json.dumps({**apollo(), "operations": [{"body": LATEST}]}),
        "operations[0] has no id and body",
    ),
    "not GraphQL": ('{"a": "{ nope"}', "document 'a' is not GraphQL: Syntax Error"),
    "no operation": (
        '{"a": "fragment F on Query { __typename }"}',
        "document 'a' has no operation",
    ),
    "a field that is not there": (
        '{"a": "{ nope }"}',
        "document 'a' does not fit the graph: Cannot query field 'nope' on type 'Query'.",
    ),
    "a mutation": ('{"a": "mutation M { x }"}', "document 'a' does not fit the graph"),
    "a prefixed hash of another text": (
        json.dumps({f"sha256:{hashed(PAGE)}": LATEST}),
        f"is not the sha256 of its text, which is {hashed(LATEST)}",
    ),
    "a SHA-256 of another text": (json.dumps({hashed(PAGE): LATEST}), "is not the sha256"),
    "an MD5 of another text": (json.dumps({hashed(PAGE, "md5"): LATEST}), "is not the md5"),
    "Apollo's hash of another text": (
        json.dumps(apollo((hashed(PAGE), LATEST))),
        "is not the sha256 of its text",
    ),
    "one id twice": (
        json.dumps(apollo(("a", LATEST), ("a", TWO))),
        "document 'a' is there twice, with different texts",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_manifest_stops_the_start_and_nothing_was_seeded(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    content, said = BROKEN[name]
    file = tmp_path / "web.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    monkeypatch.setenv("NEWSSTAND_TRUSTED", str(file))
    result = command("serve", "--database", f"sqlite:///{tmp_path}/news.db")
    assert result.exit_code == 2
    assert "NEWSSTAND_TRUSTED: " in result.output
    assert f"{file}" in result.output.replace("\n", "")
    assert said in " ".join(result.output.split())
    assert "→" in result.output
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nowhere.json", "nowhere.json cannot be read"),
        ("only", "only which documents?"),
        ("web.json ios.json", "several files have commas between"),
    ],
)
def test_a_setting_that_names_no_manifest_stops_the_start(
    command: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    value: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSSTAND_TRUSTED", value)
    result = command("serve")
    assert result.exit_code == 2
    assert said in result.output
