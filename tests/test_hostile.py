"""What hostile clients and broken databases did once, and must not do again."""

from __future__ import annotations

import gc
import threading
import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from starlette.testclient import TestClient
from watching import wait_for_revision

from api.app import build
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CONTENT = Path(__file__).parent / "content"
NESTED = "{ latestIssue { articles { issue { articles { issue { articles { id } } } } } } }"


def requested(client: TestClient, query: str, **variables: object) -> int:
    """Give the cost that a query was refused for."""
    body = {"query": query, "variables": variables}
    error = client.post("/graphql", json=body).json()["errors"][0]
    assert error["extensions"]["code"] == "COST_EXCEEDED"
    cost: int = error["extensions"]["cost"]["requested"]
    return cost


def test_a_language_range_that_is_too_long_is_passed_over(http: TestClient) -> None:
    accept = "be" + "-a" * 20_000 + ", ru;q=0.5"
    answer = http.get("/v1/publication", headers={"Accept-Language": accept})
    assert answer.headers["Content-Language"] == "ru"


def test_a_page_size_counts_wherever_it_is_written(http: TestClient) -> None:
    inner = "articles(first: %s) { nodes { tags { articles(first: %s) { nodes { id } } } } }"
    literal = requested(http, "{ " + inner % (100, 100) + " }")
    by_default = "query ($n: Int = 100) { " + inner % ("$n", "$n") + " }"
    assert requested(http, by_default) == literal
    assert requested(http, "query ($n: Int) { " + inner % ("$n", "$n") + " }", n=100.0) == literal
    ids = "query ($i: [ID!]! = [%s]) { nodes(ids: $i) { ...on Tag { %s } } }"
    listed = ids % (", ".join(['"x"'] * 100), inner % (20, 20))
    assert requested(http, listed) > 20_000


def test_plain_lists_count_as_long_as_they_are(
    seed: Callable[..., Any], client: TestClient, folder: Path
) -> None:
    seed(folder)
    assert "errors" not in client.post("/graphql", json={"query": NESTED}).json()
    for number in range(60):
        text = f"---\ntitle: Gull {number}\nsection: town\n---\n\nOne more.\n"
        (folder / "2030-01-21" / f"gull-{number}.en.md").write_text(text)
    seed(folder)
    assert requested(client, NESTED) > 60**3


def test_bodies_weigh_more_than_titles(http: TestClient) -> None:
    bodies = " ".join(f"b{number}: body" for number in range(20))
    assert requested(http, "{ articles(first: 100) { nodes { " + bodies + " } } }") > 40_000


def test_an_empty_page_hides_no_cost(http: TestClient) -> None:
    levels = ["Article", "Issue", "Issue"]
    names = ["issue", "previous", "next"]
    query = "{ articles(first: 0) { nodes { ...F0 } } } fragment F3 on Issue { id }"
    for level, (on, name) in enumerate(zip(levels, names, strict=True)):
        fields = " ".join(f"x{number}: {name} {{ ...F{level + 1} }}" for number in range(30))
        query += f" fragment F{level} on {on} {{ {fields} }}"
    assert requested(http, query) > 30**3


def test_documents_and_plans_share_one_bound_of_bytes(
    database: str, seed: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(CONTENT)
    most = 3_000_000
    monkeypatch.setattr("api.prepare._KEPT", most)
    defined = " ".join(f"$s{number}: Boolean!" for number in range(4))

    def send_document(client: TestClient, salt: int) -> None:
        fields = " ".join(f"f{salt}_{n}: title @skip(if: $s{n % 4})" for n in range(150))
        query = f"query ({defined}) {{ latestIssue {{ articles {{ {fields} }} }} }}"
        for switches in range(8):
            values = {f"s{number}": bool(switches >> number & 1) for number in range(4)}
            answer = client.post("/graphql", json={"query": query, "variables": values})
            assert "errors" not in answer.json()

    with TestClient(build(Settings(database=database, cache_size=0))) as client:
        send_document(client, 0)
        gc.collect()
        tracemalloc.start()
        for salt in range(1, 13):
            send_document(client, salt)
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert taken < most * 1.2


def ask_for_excerpts(client: TestClient, lengths: Iterable[int]) -> None:
    query = "query ($n: Int) { articles { nodes { title excerpt(length: $n) } } }"
    for length in lengths:
        body = {"query": query, "variables": {"n": length}}
        assert "errors" not in client.post("/graphql", json=body).json()


def test_answers_and_nodes_take_no_more_than_they_are_counted_with(
    database: str, seed: Callable[..., Any]
) -> None:
    seed(CONTENT)
    most = 800_000
    with TestClient(build(Settings(database=database, cache_size=most))) as client:
        ask_for_excerpts(client, range(10, 20))
        gc.collect()
        tracemalloc.start()
        ask_for_excerpts(client, range(20, 150))
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert taken < most * 1.2


@pytest.mark.parametrize(
    "query",
    [
        "{ articles(first: %s) { totalCount } }" % ("9" * 5000),
        "{ %s }" % ("x" * 5000),
        '{ latestIssue(language: "%s") { id } }' % ("x" * 5000),
        '{ latestIssue(language: "%s") { id } }' % ("x " * 2500),
        "{ latestIssue(language: %s) { id } }" % ("$" * 5000),
    ],
)
def test_an_error_repeats_a_little_of_what_was_sent(http: TestClient, query: str) -> None:
    errors = http.post("/graphql", json={"query": query}).json()["errors"]
    assert all(len(error["message"]) < 2100 for error in errors)
    detail = http.get(f"/v1/{'x' * 5000}").json()["detail"]
    assert detail.endswith("x… /docs lists what there is")
    assert len(detail) < 300


def test_a_list_of_fallbacks_has_an_end(refuse: Callable[..., Any]) -> None:
    query = "query ($f: [LanguageCode!]) { articles(fallback: $f) { totalCount } }"
    error = refuse(query, f=["ru"] * 21)
    assert error["extensions"] == {"code": "BAD_INPUT", "argument": "fallback"}


def open_files() -> int:
    """Count this process's file descriptors; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_requests_share_a_fixed_number_of_threads(http: TestClient) -> None:
    before = open_files()
    for _ in range(50):
        assert http.get("/v1/languages").status_code == 200
    names = [each.name for each in threading.enumerate() if each.name.startswith("request")]
    assert len(names) <= 4 * 2  # four for each of the two clients of the tests
    if before:
        assert open_files() <= before + 20


def test_a_database_file_that_is_replaced_is_seen_at_once(
    new_database: Callable[[str], str], command: Callable[..., Any], folder: Path
) -> None:
    old, new = new_database("sqlite"), new_database("sqlite")
    assert command("seed", folder, "--database", old).exit_code == 0
    publication = folder / "publication.yaml"
    publication.write_text(publication.read_text().replace("Harbour Gazette", "Other Gazette"))
    assert command("seed", folder, "--database", new).exit_code == 0
    file = Path(old.removeprefix("sqlite:///"))
    with TestClient(build(Settings(database=old))) as client:
        assert client.get("/v1/publication").json()["name"] == "The Harbour Gazette"
        for suffix in ("-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        Path(new.removeprefix("sqlite:///")).replace(file)
        names = {client.get("/v1/publication").json()["name"] for _ in range(8)}
        assert names == {"The Other Gazette"}
        file.unlink()
        gone = client.get("/v1/publication")
        assert (gone.status_code, gone.json()["code"]) == (503, "UNAVAILABLE")
        assert client.get("/readyz").status_code == 503
        assert not file.exists()


def test_a_request_that_waits_too_long_is_told_so(
    new_database: Callable[[str], str], command: Callable[..., Any]
) -> None:
    url = new_database("postgresql")
    assert command("seed", CONTENT, "--database", url).exit_code == 0
    with (
        TestClient(build(Settings(database=url, timeout=1))) as client,
        closing(psycopg.connect(url)) as holder,
    ):
        wait_for_revision(client)
        assert client.get("/v1/articles").status_code == 200
        holder.execute("LOCK TABLE article IN ACCESS EXCLUSIVE MODE")
        answer = client.get("/v1/articles?first=2")
        assert answer.status_code == 503
        assert answer.json()["code"] in {"TIMEOUT", "UNAVAILABLE"}
        assert client.get("/v1/articles").status_code == 200  # kept, and it is still the newest
        holder.rollback()
        assert client.get("/v1/articles?first=2").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "mysql://reader:s3cret@host/news",
        "nonsense//reader:s3cret@host",
        "postgresql://reader:s3cret@host:port/news",
    ],
)
def test_a_database_url_that_cannot_be_used_is_not_echoed_with_its_password(
    command: Callable[..., Any], url: str
) -> None:
    result = command("seed", CONTENT, "--database", url)
    assert result.exit_code == 1
    assert "s3cret" not in result.output
    assert "→" in result.output


def test_a_file_that_is_no_database_is_said_to_be_none(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and rather long ones at that. " * 100)
    result = command("seed", CONTENT, "--database", f"sqlite:///{file}")
    assert result.exit_code == 1
    assert "not a database" in result.output
    assert file.read_text().startswith("These are notes")


def test_a_browser_is_led_from_graphql_to_the_page(http: TestClient) -> None:
    asked = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = http.get("/graphql", headers=asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "explorer",
    )
    shown = http.get("/graphql", params={"query": "{ __typename }"}, headers=asked)
    assert shown.headers["Content-Type"] == "application/json; charset=utf-8"
