"""The picture of the table of trends: what is to be seen in it, and what it says in words."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from trend_files import (
    ARABIC,
    AWKWARD,
    SVG,
    marks,
    read_csv,
    read_svg,
    texts,
    write_awkward,
    write_issue,
    write_weeks,
)

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree import ElementTree as ET

SAMPLE = Path(__file__).parent.parent / "seed" / "sample"
LANGUAGES = ("en", "be", "ru")
PICTURE = "/v1/trends.svg"


@pytest.fixture(scope="module")
def sample(
    new_database: Callable[[str], str], command_once: Callable[..., None]
) -> Iterator[TestClient]:
    """Serve the sample publication."""
    database = new_database("sqlite")
    command_once("seed", SAMPLE, "--database", database)
    with TestClient(build(Settings(database=database))) as client:
        yield client


def description(picture: ET.Element) -> str:
    """Give what is read aloud; the picture must name it."""
    described = picture.get("aria-describedby")
    found = picture.find(f"{SVG}desc")
    assert found is not None
    assert (picture.get("role"), found.get("id")) == ("img", described)
    return found.text or ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_judgement_is_a_mark_with_its_words(sample: TestClient, language: str) -> None:
    asked = f"?language={language}"
    rows = read_csv(sample.get(f"/v1/trends.csv{asked}"))
    picture = read_svg(sample.get(f"{PICTURE}{asked}"))
    assert len(rows) > 30
    assert sorted(marks(picture)) == sorted(
        (
            row["trend"].lower(),
            f"{row['sectionName']}, {row['startsOn']}: {row['trendLabel']}",
        )
        for row in rows
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_counts_each_section_and_tells_its_latest_state(
    sample: TestClient, language: str
) -> None:
    asked = f"?language={language}"
    rows = read_csv(sample.get(f"/v1/trends.csv{asked}"))
    lines = description(read_svg(sample.get(f"{PICTURE}{asked}"))).splitlines()
    names = dict.fromkeys(row["sectionName"] for row in rows if row["issue"] == "2026-09-07")
    assert [line.partition(":")[0] for line in lines] == list(names)
    for line in lines:
        own = [row for row in rows if row["sectionName"] == line.partition(":")[0]]
        for label in {row["trendLabel"] for row in own}:
            assert f"{label}: {sum(row['trendLabel'] == label for row in own)}" in line
        assert line.endswith(f". {own[-1]['startsOn']}: {own[-1]['trendLabel']}.")


def test_it_names_the_publication_the_days_and_what_marks_mean(sample: TestClient) -> None:
    picture = read_svg(sample.get(PICTURE))
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert title.text == "The Vyrai Weekly, 2026-09-07 – 2026-11-01"
    assert title.get("id") == picture.get("aria-labelledby")
    assert {
        "The Vyrai Weekly",
        "2026-09-07 – 2026-11-01",
        "The situation has improved · 15",
        "The situation has not changed · 10",
        "The situation has worsened · 12",
        "Schools and society",
        "2026-10-26",
    } <= set(texts(picture))


def test_states_differ_in_shape_and_not_only_in_colour(sample: TestClient) -> None:
    picture = read_svg(sample.get(PICTURE))
    shapes: dict[str, set[str]] = {}
    for each in picture.iterfind(f".//{SVG}g/{SVG}path"):
        drawn = re.sub(r"^M[\d.]+ [\d.]+", "", str(each.get("d")))
        shapes.setdefault(str(each.get("class")), set()).add(drawn)
    assert {len(forms) for forms in shapes.values()} == {1}
    assert len(set.union(*shapes.values())) == len(shapes) == 3
    assert "prefers-color-scheme:dark" in str(picture.findtext(f"{SVG}style"))


def test_it_runs_nothing_loads_nothing_and_its_style_is_allowed(sample: TestClient) -> None:
    answer = sample.get(PICTURE)
    picture = read_svg(answer)
    style = str(picture.findtext(f"{SVG}style"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    for each in picture.iter():
        assert each.tag not in (f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image")
        assert not [name for name in each.attrib if "href" in name or name.startswith("on")]
        assert "style" not in each.attrib
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(("query", "rows"), [("", ["S 0", "S 1"]), ("&section=s1", ["S 1"])])
def test_a_span_without_judgements_is_an_empty_table(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path, query: str, rows: list[str]
) -> None:
    assert seed(write_weeks(tmp_path / "news", 2))["ok"]
    picture = read_svg(client.get(f"{PICTURE}?from=2031-01-01&until=2031-02-01{query}"))
    assert marks(picture) == []
    assert texts(picture) == ["Weekly", "2031-01-01 – 2031-02-01", *rows]
    assert description(picture).splitlines() == [f"{name}: –" for name in rows]


def test_names_of_any_kind_are_safe_and_whole(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write_awkward(tmp_path / "news"))["ok"]
    picture = read_svg(client.get(f"{PICTURE}?language=en"))
    first = f"{AWKWARD['en']}, 2020-01-06: @ 100 % <b>"
    assert ("improved", first) in marks(picture)
    assert "Ferry <News> & 'more'" in texts(picture)


def test_what_is_read_from_the_right_runs_from_the_right(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write_awkward(tmp_path / "news"))["ok"]
    picture = read_svg(client.get(f"{PICTURE}?language=ar"))
    assert picture.get("direction") == "rtl"
    assert f"{AWKWARD['ar']}, \u20662020-01-06\u2069: {ARABIC['improved']}" in description_of(
        picture
    )
    places = [float(each) for each in re.findall(r"M([\d.]+) [\d.]+h", first_row(picture))]
    assert places == sorted(places, reverse=True)
    cut = next(each for each in picture.iter(f"{SVG}text") if str(each.text).endswith("…"))
    assert str(cut.findtext(f"{SVG}title")) == ("قوارب " * 30).strip()


def description_of(picture: ET.Element) -> list[str]:
    return [words for _, words in marks(picture)]


def first_row(picture: ET.Element) -> str:
    row = picture.find(f"{SVG}g")
    assert row is not None
    return "".join(str(path.get("d")) for path in row.iter(f"{SVG}path"))


def test_a_week_without_an_issue_is_a_gap(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    folder = write_weeks(tmp_path / "news", 5, 1)
    (folder / "2020-01-20.json").unlink()
    assert seed(folder)["ok"]
    row = first_row(read_svg(client.get(PICTURE)))
    places = [float(each) for each in re.findall(r"M([\d.]+) [\d.]+h", row)]
    gaps = [round(later - earlier) for earlier, later in pairwise(places)]
    assert gaps == [gaps[0], 2 * gaps[0], gaps[0]]


def test_ten_years_are_a_row_for_each_year_and_stay_small(
    seed: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    assert seed(write_weeks(tmp_path / "news", 520, 5))["ok"]
    answer = client.get(PICTURE)
    picture = read_svg(answer)
    assert len(marks(picture)) == 2600
    assert len(answer.content) < 300_000
    assert float(str(picture.get("width"))) < 1000
    assert float(str(picture.get("height"))) < 2000
    months = [text for text in texts(picture) if re.fullmatch(r"\d{4}-\d\d", text)]
    assert len(months) == len(set(months)) == 120
    assert texts(picture).count("S 0") == 10
    assert client.get(PICTURE).content == answer.content


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        (["2020-01-06"], ["2020-01-06"]),
        (["2020-01-31", "2020-02-29", "2020-03-31"], ["2020-01-31", "2020-02-29", "2020-03-31"]),
        (
            [f"2020-01-{day:02}" for day in range(1, 15)],
            ["2020-01-01", "2020-01-03", "2020-01-05", "2020-01-07"],
        ),
        ([f"{year}-07-01" for year in range(1960, 2020)], ["1960-07-01"]),
    ],
)
def test_the_axis_follows_how_often_issues_come(
    seed: Callable[..., Any],
    client: TestClient,
    tmp_path: Path,
    days: list[str],
    dates: list[str],
) -> None:
    folder = write_weeks(tmp_path / "news", 0, 1)
    for day in days:
        write_issue(folder, day, {"s0": "improved"})
    assert seed(folder)["ok"]
    picture = read_svg(client.get(PICTURE))
    assert len(marks(picture)) == len(days)
    assert float(str(picture.get("width"))) < 1000
    found = [text for text in texts(picture) if re.fullmatch(r"[\d-]+", text)]
    assert found[: len(dates)] == dates
