"""Pages of issues that are cut from a list that is kept: the same as what is read each time."""

from __future__ import annotations

import random
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_publication, write_yaml
from statements import counted
from test_known import asking
from watching import wait_until

from api.settings import Settings
from schema.graph import known_issues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Ask = Callable[..., Any]

DAYS = ("01-07", "01-14", "01-21", "01-28", "02-04", "02-11", "02-18")
QUERY = (
    "query ($language: LanguageCode, $fallback: [LanguageCode!], $filter: IssueFilter,"
    " $order: IssueOrder!, $first: Int, $after: String, $last: Int, $before: String)"
    " { issues(language: $language, fallback: $fallback, filter: $filter, orderBy: $order,"
    " first: $first, after: $after, last: $last, before: $before)"
    " { nodes { slug title } edges { cursor }"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"
)


def write_issues(folder: Path, *days: str) -> None:
    for day in days:
        slug = f"2030-{day}"
        write_yaml(folder / f"{slug}.yaml", make_issue(slug, DAYS.index(day) + 1, f"a-{day}"))


@pytest.fixture
def ferry(tmp_path: Path, database: str, command: Any) -> Path:
    """Seed issues in two languages; of one day there are two, and one is in English alone."""
    folder = write_publication(tmp_path / "ferry")
    write_issues(folder, *DAYS[:-1])
    twin = make_issue("2030-01-14", 9, "twin") | {"slug": "twin"}
    del twin["articles"][0]["translations"]["ru"]
    write_yaml(folder / "twin.yaml", twin)
    assert command("seed", folder, "--database", database).exit_code == 0
    return folder


@pytest.fixture
def asks(database: str) -> Iterator[list[Ask]]:
    """Serve with the usual memory, and with none."""
    with ExitStack() as stack:
        sizes = (Settings().cache_size, 0)
        yield [stack.enter_context(asking(database, cache_size=size)) for size in sizes]


def same(asks: list[Ask], **given: object) -> Any:
    kept, read = (ask(QUERY, **given)["issues"] for ask in asks)
    assert kept == read, given
    return kept


def windows(rng: random.Random, cursors: list[str]) -> Iterator[dict[str, object]]:
    """Make windows of all kinds, with cursors of the list and without."""
    for size in range(5):
        for name, ends in (("first", ("after", "before")), ("last", ("before", "after"))):
            window: dict[str, object] = {name: size}
            yield window | {end: rng.choice([*cursors, None, None]) for end in ends}


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize("order", ["NEWEST", "OLDEST"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_window_is_what_is_read_each_time(asks: list[Ask], order: str, language: str) -> None:
    rng = random.Random(7)
    spans: list[dict[str, str] | None] = [None]
    bounds = ("2029-01-01", "2030-01-13", "2030-01-14", "2030-01-15", "2030-02-11", "2031-01-01")
    spans += [{"from": day} for day in bounds] + [{"until": day} for day in bounds]
    spans += [{"from": rng.choice(bounds), "until": rng.choice(bounds)} for _ in range(12)]
    for span in spans:
        given: dict[str, Any] = {
            "language": language,
            "order": order,
            "filter": span and {"startsOn": span},
        }
        cursors = [edge["cursor"] for edge in same(asks, **given)["edges"]]
        for window in windows(rng, cursors):
            same(asks, **given, **window)


@pytest.mark.usefixtures("ferry")
def test_other_filters_and_fallbacks_are_read(asks: list[Ask]) -> None:
    filters: tuple[dict[str, Any], ...] = (
        {"numbers": [1, 9]},
        {"numbers": [1, 9], "startsOn": {"from": "2030-01-10"}},
        {"publishedAt": {"from": "2030-01-15"}, "startsOn": {"until": "2030-02-04"}},
        {"startsOn": None},
        {},
    )
    for filter_ in filters:
        same(asks, order="NEWEST", filter=filter_)
        same(asks, order="OLDEST", filter=filter_, language="ru", fallback=["en"], last=3)


@pytest.mark.usefixtures("ferry")
def test_no_span_of_days_needs_a_statement(database: str) -> None:
    fields = "totalCount nodes { slug }"
    query = (
        f"query ($day: Date!) {{ issues(filter: {{startsOn: {{until: $day}}}}) {{ {fields} }} }}"
    )
    with asking(database) as ask:
        for _ in range(2):  # the document, the days, and the nodes are known from here on
            ask(query, day="2031-01-01")
        with counted() as seen:
            found = [ask(query, day=f"2030-{day}")["issues"] for day in DAYS]
        assert [len(page["nodes"]) for page in found] == [1, 3, 4, 5, 6, 7, 7]
        assert [page["totalCount"] for page in found] == [1, 3, 4, 5, 6, 7, 7]
        assert seen == []


@pytest.mark.usefixtures("ferry")
def test_all_windows_of_one_document_are_of_one_list(database: str) -> None:
    spans = " ".join(
        f'd{place}: issues(filter: {{startsOn: {{until: "2030-{day}"}}}}) {{ nodes {{ slug }} }}'
        for place, day in enumerate(DAYS)
    )
    with asking(database) as ask:
        ask("{ languages { code } }")
        with counted() as seen:
            found = ask(f"{{ {spans} }}")
        assert [len(page["nodes"]) for page in found.values()] == [1, 3, 4, 5, 6, 7, 7]
        lists = [sql for sql in seen if "ORDER BY issue.starts_on" in sql]
        assert len({*lists}) == 1, lists
        assert len(lists) <= 2  # what is new may be tried here, and is answered elsewhere


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize("size", [0, 10_000, 100_000, 1_000_000])
def test_little_memory_is_enough(database: str, size: int, asks: list[Ask]) -> None:
    with asking(database, cache_size=size) as ask:
        for day in DAYS:
            given = {"order": "OLDEST", "filter": {"startsOn": {"from": f"2030-{day}"}}}
            assert ask(QUERY, **given) == asks[1](QUERY, **given)


def test_a_new_issue_is_among_them(
    ferry: Path, database: str, command: Any, asks: list[Ask]
) -> None:
    newest = {"order": "NEWEST", "first": 1, "filter": {"startsOn": {"from": "2030-01-01"}}}
    assert same(asks, **newest)["nodes"][0]["slug"] == "2030-02-11"
    write_issues(ferry, DAYS[-1])
    assert command("seed", ferry, "--database", database).exit_code == 0
    wait_until(lambda: asks[0](QUERY, **newest)["issues"]["nodes"][0]["slug"] == "2030-02-18")
    same(asks, **newest)


@pytest.mark.usefixtures("ferry")
def test_more_than_may_be_kept_are_read(asks: list[Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_issues, "MOST", 6)
    for order in ("NEWEST", "OLDEST"):
        for day in DAYS:
            span = {"startsOn": {"until": f"2030-{day}"}}
            found = same(asks, language="en", order=order, filter=span, first=3)
            same(
                asks, language="en", order=order, after=found["pageInfo"]["endCursor"], filter=span
            )
