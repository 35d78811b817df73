"""The section × issue table of trends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

POINT = "{ section { slug } issue { slug } trend }"


def table(points: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(point["issue"]["slug"], point["section"]["slug"], point["trend"]) for point in points]


ALL = [
    ("2030-01-07", "port", "IMPROVED"),
    ("2030-01-07", "town", "WORSENED"),
    ("2030-01-14", "weather", "UNCHANGED"),
    ("2030-01-21", "port", "UNCHANGED"),
]


def test_the_table_is_oldest_first_with_sections_in_their_order(ask: Callable[..., Any]) -> None:
    assert table(ask("{ trends " + POINT + " }")["trends"]) == ALL


def test_a_cell_says_all_about_itself(ask: Callable[..., Any]) -> None:
    query = (
        '{ trends(language: "be", section: "port", from: "2030-01-14") { startsOn endsOn trend '
        "trendLabel section { name } issue { slug language } article { key language } } }"
    )
    assert ask(query)["trends"] == [
        {
            "startsOn": "2030-01-14",
            "endsOn": "2030-01-20",
            "trend": "WORSENED",
            "trendLabel": "Пагоршылася",
            "section": {"name": "Порт"},
            "issue": {"slug": "2030-01-14", "language": "be"},
            "article": {"key": "crane-stops", "language": "be"},
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "cells"),
    [
        ('section: "port"', [ALL[0], ALL[3]]),
        ('section: "docks"', [ALL[0], ALL[3]]),
        ('from: "2030-01-14"', ALL[2:]),
        ('to: "2030-01-14"', ALL[:3]),
        ('from: "2030-01-08", to: "2030-01-20"', [ALL[2]]),
        ('section: "town", from: "2030-01-08"', []),
        ('from: "2030-02-01", to: "2030-01-01"', []),
    ],
)
def test_the_table_is_cut_by_section_and_days(
    ask: Callable[..., Any], arguments: str, cells: list[tuple[str, str, str]]
) -> None:
    assert table(ask("{ trends(" + arguments + ") " + POINT + " }")["trends"]) == cells


@pytest.mark.parametrize(
    "arguments", ['section: "sport"', 'language: "de"', 'from: "2030-13-01"', 'to: "soon"']
)
def test_what_there_is_not_is_refused(refuse: Callable[..., Any], arguments: str) -> None:
    error = refuse("{ trends(" + arguments + ") { trend } }")
    assert error["extensions"]["code"] == "BAD_INPUT"


def test_of_several_articles_of_a_section_the_first_with_a_trend_counts(
    folder: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    for key, position, trend in (("a", 4, "improved"), ("b", 5, "unchanged")):
        text = (
            f"---\ntitle: More {key}\nsection: weather\nposition: {position}\ntrend: {trend}\n---\n"
        )
        (folder / "2030-01-07" / f"{key}.en.md").write_text(text)
    assert seed(folder)["ok"]
    query = {"query": '{ trends(section: "weather") { trend article { key } } }'}
    points = client.post("/graphql", json=query).json()["data"]["trends"]
    assert points == [
        {"trend": "IMPROVED", "article": {"key": "a"}},
        {"trend": "UNCHANGED", "article": {"key": "fog-week"}},
    ]
