"""Issues, through GraphQL, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_latest_issue_has_the_latest_days(ask: Callable[..., Any]) -> None:
    issue = ask("{ latestIssue { slug number startsOn endsOn title } }")["latestIssue"]
    assert issue == {
        "slug": "2030-01-21",
        "number": None,
        "startsOn": "2030-01-21",
        "endsOn": "2030-01-27",
        "title": None,
    }


def test_the_latest_issue_of_a_language_is_one_that_has_it(ask: Callable[..., Any]) -> None:
    assert ask('{ latestIssue(language: "be") { slug } }')["latestIssue"]["slug"] == "2030-01-14"
