"""The benchmark's parts: the archive, and the servers that Newsstand is compared with."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from bench.__main__ import main
from bench.archive import ISSUES, LANGUAGES, PER_ISSUE, write_archive
from bench.arguments import read_arguments
from bench.bare import build as build_bare
from bench.bare import write_replies
from bench.growth import grow
from bench.outcomes import find_hits
from bench.plain.app import BEYOND
from bench.plain.app import build as build_plain
from bench.plain.fill import fill
from bench.servers import Reply
from bench.streams import COUNT, PASS, make_mixed, make_request
from bench.tables import write_machine
from bench.workloads import WORKLOADS, Workload
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.streams import Request

FEW = 12
"""Issues of the archive here: more than W6 takes, and more articles than W3 and W4 take."""

ANSWERED = WORKLOADS[:6]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    write_archive(folder / "files", FEW)
    database = folder / "newsstand.db"
    arguments = ["seed", str(folder / "files"), "--database", f"sqlite:///{database}"]
    result = CliRunner().invoke(command_line, arguments)
    assert result.exit_code == 0, result.output
    fill(folder / "plain.db", database)
    return folder


@pytest.fixture(scope="module")
def newsstand(archive: Path) -> Iterator[TestClient]:
    settings = Settings(database=f"sqlite:///{archive / 'newsstand.db'}")
    with TestClient(build(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def plain(archive: Path) -> Iterator[TestClient]:
    with TestClient(build_plain(f"sqlite:///{archive / 'plain.db'}")) as client:
        yield client


def send(client: TestClient, request: Request) -> Any:
    headers = {"Content-Type": "application/json"} if request.body else {}
    answer = client.request(
        request.method, request.path, content=request.body or None, headers=headers
    )
    assert answer.is_success, answer.text
    body = answer.json()
    assert "errors" not in body, body
    return body


def read_issues(folder: Path) -> list[Any]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def test_the_whole_archive_has_7800_translations() -> None:
    assert ISSUES * PER_ISSUE == 7_800


def test_the_archive_has_the_sizes_that_it_says(archive: Path) -> None:
    issues = read_issues(archive / "files")
    articles = [article for issue in issues for article in issue["articles"]]
    pieces = [piece for article in articles for piece in article["translations"].values()]
    texts = [piece["body"] for piece in pieces]
    assert (len(issues), len(pieces)) == (FEW, FEW * PER_ISSUE)
    assert all(list(article["translations"]) == list(LANGUAGES) for article in articles)
    assert {len(article["tags"]) for article in articles} == {2, 3, 4}
    assert {text.count("\n\n") + 1 for text in texts} == {3, 4}
    assert 2_300 < sum(len(text.encode()) for text in texts) / len(texts) < 2_900
    assert all(7 <= len(piece["title"].split()) <= 12 for piece in pieces)


def test_the_archive_is_the_same_every_time(archive: Path, tmp_path: Path) -> None:
    write_archive(tmp_path, FEW)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (archive / "files" / path.name).read_bytes()


def test_a_longer_archive_reaches_further_back(archive: Path, tmp_path: Path) -> None:
    longer = read_issues(write_archive(tmp_path, FEW + 2))
    usual = read_issues(archive / "files")
    assert [issue["articles"] for issue in longer[2:]] == [issue["articles"] for issue in usual]
    assert [issue["number"] for issue in longer] == list(range(1, FEW + 3))


def in_common(answer: Any) -> Any:
    """Leave out what REST's article has and the plain application's has not."""
    return {name: value for name, value in answer.items() if name not in BEYOND}


@pytest.mark.parametrize("workload", ANSWERED, ids=lambda workload: workload.name)
def test_the_plain_application_gives_the_same_answers(
    archive: Path, newsstand: TestClient, plain: TestClient, workload: Workload
) -> None:
    arguments = read_arguments(archive / "newsstand.db", 20)[workload.arguments]
    for given in arguments:
        request = make_request(workload, given).settled()
        expected = send(newsstand, request)
        assert send(plain, request) == in_common(expected)
        assert "title" in json.dumps(expected)


@pytest.mark.parametrize("workload", ANSWERED, ids=lambda workload: workload.name)
def test_what_makes_a_request_new_does_not_change_the_answer(
    archive: Path, newsstand: TestClient, workload: Workload
) -> None:
    given = read_arguments(archive / "newsstand.db", 1)[workload.arguments][0]
    request = make_request(workload, given)
    expected = send(newsstand, request.settled())
    for number in range(3):
        path = request.path.replace(PASS, "&" * number)
        body = request.body.replace(COUNT, f"{number:08d}")
        assert send(newsstand, replace(request, path=path, body=body)) == expected


def test_the_mixed_load_is_answered_by_both(
    archive: Path, newsstand: TestClient, plain: TestClient
) -> None:
    arguments = read_arguments(archive / "newsstand.db", 50)
    names = [workload.name for workload in ANSWERED]
    requests = make_mixed(arguments, names, 60)
    assert {request.method for request in requests} == {"GET", "POST"}
    assert len(set(requests)) < len(requests)
    for request in requests:
        expected = send(newsstand, request.settled())
        assert send(plain, request.settled()) == in_common(expected)


def test_the_bare_server_sends_the_same_bytes(newsstand: TestClient, tmp_path: Path) -> None:
    as_it_is = {"Accept-Encoding": "identity"}
    paths = ("/v1/languages", "/v1/sections")
    answers = [newsstand.get(path, headers=as_it_is) for path in paths]
    replies = [
        Reply(answer.status_code, answer.headers.multi_items(), answer.content)
        for answer in answers
    ]
    file = write_replies(tmp_path / "replies.json", replies)
    bare = TestClient(build_bare(str(file)))
    for expected in (*answers, *answers):
        answer = bare.get("/")
        assert answer.content == expected.content
        assert answer.headers.multi_items() == expected.headers.multi_items()


def test_hits_are_found_in_the_metrics(newsstand: TestClient) -> None:
    for _ in range(2):
        assert newsstand.get("/v1/issues/latest").is_success
    hits = find_hits(newsstand.get("/metrics").text)
    assert hits is not None
    assert hits > 0


def test_copied_rows_are_a_longer_archive(
    archive: Path, newsstand: TestClient, tmp_path: Path
) -> None:
    file = tmp_path / "grown.db"
    grow(archive / "newsstand.db", file, times=3, issues=FEW)
    with closing(sqlite3.connect(file)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        numbers = connection.execute("SELECT number FROM issue ORDER BY starts_on").fetchall()
    assert broken == []
    assert numbers == [(number,) for number in range(1, 3 * FEW + 1) for _ in LANGUAGES]
    arguments = read_arguments(file, 3 * FEW * PER_ISSUE)
    latest = make_request(WORKLOADS[0], {"language": "en"}).settled()
    with TestClient(build(Settings(database=f"sqlite:///{file}"))) as client:
        copied, seeded = send(client, latest), send(newsstand, latest)
        for answer in (copied, seeded):  # the longer archive has numbers of its own
            del answer["data"]["latestIssue"]["number"]
        assert copied == seeded
        for workload in ANSWERED:
            oldest = make_request(workload, arguments[workload.arguments][-1]).settled()
            assert "title" in json.dumps(send(client, oldest))


def test_a_benchmark_without_wrk_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.argv", ["bench"])
    with pytest.raises(SystemExit, match="apt install wrk"):
        main()
    assert capsys.readouterr().out == ""


def test_the_machine_is_told_without_the_name_of_its_kernels_build() -> None:
    assert re.search(r"; Linux \d+\.\d+; Python ", write_machine())
