"""A value that cannot be used is told by its place, its argument and what is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = "IssueBy takes exactly one of its keys: slug, number, date or id"
LANGUAGE = "5 is not a BCP 47 language code, such as en or be"
MOMENT = "'x' is neither a day nor a date-time with its offset (RFC 3339)"


@pytest.mark.parametrize(
    ("query", "message", "argument", "column"),
    [
        ("{ latestIssue(language: 5) { id } }", LANGUAGE, "language", 25),
        ("{ issue(by: {}) { id } }", KEYS, "by", 13),
        ('{ issue(by: {slug: "a", number: 1}) { id } }', KEYS, "by", 13),
        (
            '{ articles(filter: {publishedAt: {from: "x"}}) { totalCount } }',
            MOMENT,
            "filter.publishedAt.from",
            20,
        ),
    ],
)
def test_a_wrong_value_in_the_document_names_its_argument_and_place(
    refuse: Callable[..., Any], query: str, message: str, argument: str, column: int
) -> None:
    error = refuse(query)
    assert error["message"] == message
    assert error["extensions"] == {"code": "BAD_INPUT", "argument": argument}
    assert error["locations"] == [{"line": 1, "column": column}]


def test_a_wrong_default_of_a_variable_names_its_place(refuse: Callable[..., Any]) -> None:
    error = refuse("query ($l: LanguageCode = 5) { latestIssue(language: $l) { id } }")
    assert (error["message"], error["extensions"]) == (LANGUAGE, {"code": "BAD_INPUT"})
    assert error["locations"] == [{"line": 1, "column": 27}]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query ($by: IssueBy!) { issue(by: $by) { id } }", {"by": {}}),
        ("query ($by: IssueBy!) { issue(by: $by) { id } }", {"by": {"slug": "a", "number": 1}}),
        ("query ($slug: String) { issue(by: {slug: $slug}) { id } }", {}),
    ],
)
def test_a_lookup_in_variables_is_told_which_keys_there_are(
    refuse: Callable[..., Any], query: str, variables: dict[str, Any]
) -> None:
    error = refuse(query, **variables)
    assert error["message"] == KEYS
    assert error["extensions"]["code"] == "BAD_INPUT"
