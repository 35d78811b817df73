"""Compiled answers are graphql-core's, byte for byte: random documents, both ways.

`NEWSSTAND_TESTS_DOCUMENTS` is how many each engine gets; CI takes some.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from comparing import COMPILED, Ways, send, send_for_way, send_ordinary, shrink
from documents import TAIL, Document, Writer
from graphql import build_schema, print_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries
from known import Known
from publications import write_piece, write_yaml
from starlette.testclient import TestClient
from typer.testing import CliRunner
from variations import vary_sizes, vary_variables

from api.app import build
from api.settings import Limits, Settings
from newsstand import app as command_line
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
SCHEMA = build_schema((HERE.parent / "schema.graphql").read_text("utf-8"))
FOLDERS = {"content": HERE / "content", "sample": SAMPLE}
HIDDEN: dict[str, dict[str, list[Any]]] = {
    "content": {"section": ["docks"], "slug": ["gulls-old", "whale"]},
    "sample": {"section": ["town-hall", "foreign-affairs"]},
}
"""Earlier slugs, and one that was withdrawn: no list has them."""
CHUNK = 250
NUMBER = int(os.environ.get("NEWSSTAND_TESTS_DOCUMENTS", "1250"))
CHUNKS = [("sample" if n % 2 else "content", n // 2) for n in range(-(-NUMBER // CHUNK))]
"""So many documents on each engine, and what is varied of them."""
VARIED = 0.3
"""Of how many documents; of their texts a third as many, which costs more."""
GENEROUS: dict[str, Any] = {
    "limits": Limits(
        tokens=20_000, depth=40, aliases=20_000, roots=20_000, selections=100, cost=10**12
    )
}
"""Limits would tell the two ways apart: the last field has a cost of its own."""
Servers = dict[int, TestClient]
"""Servers of one database by the bytes that they may keep."""
SIZES = (128_000_000, 20_000, 0)


@pytest.fixture(scope="module")
def serve(new_database: Callable[[str], str]) -> Iterator[Callable[[str, str], Servers]]:
    """Serve a publication on an engine; asked again, the same."""
    with ExitStack() as stack:
        opened: dict[tuple[str, str], Servers] = {}

        def run(engine: str, folder: str) -> Servers:
            if (engine, folder) not in opened:
                url = new_database(engine)
                result = CliRunner().invoke(
                    command_line, ["seed", str(FOLDERS[folder]), "--database", url]
                )
                assert result.exit_code == 0, result.output
                clients = {size: make_client(url, size) for size in SIZES}
                opened[engine, folder] = {
                    size: stack.enter_context(client) for size, client in clients.items()
                }
            return opened[engine, folder]

        yield run


def make_client(url: str, cache_size: int) -> TestClient:
    return TestClient(build(Settings(database=url, cache_size=cache_size, **GENEROUS)))


def write(known: Known, seed: int) -> Document:
    return Writer(SCHEMA, known, Random(seed)).document()


def compare(client: TestClient, document: Document) -> tuple[tuple[str, str], bytes]:
    """Ask cold, warm and in the ordinary way; gives the way and the answer."""
    answer, way = send_for_way(client, document)
    warm = send(client, document, document.query, again=1)
    if not answer == warm == send_ordinary(client, document):
        small = shrink(client, document)
        pytest.fail(
            f"{way}: {small.query}\n{json.dumps(small.variables)}\n{document.operation_name}\n"
            f"cold     {send(client, small, small.query).decode()}\n"
            f"warm     {send(client, small, small.query, again=2).decode()}\n"
            f"ordinary {send_ordinary(client, small).decode()}\nwhole: {document}"
        )
    return way, answer


def variations(document: Document, random: Random) -> list[Document]:
    """Give the document with other values, where it has any."""
    found = []
    if random.random() < VARIED:
        found.append(vary_variables(document, SCHEMA, random))
    if random.random() < VARIED / 3:
        found.append(vary_sizes(document, random))
    return [other for other in found if other != document]


@pytest.mark.parametrize(("folder", "number"), CHUNKS)
def test_random_documents_are_answered_as_graphql_core_answers_them(
    serve: Callable[[str, str], Servers], engine: str, folder: str, number: int
) -> None:
    client = serve(engine, folder)[SIZES[0]]
    known = Known(client, HIDDEN[folder])
    valid, refused = Ways(), Ways()
    for seed in range(number * CHUNK, (number + 1) * CHUNK):
        document = write(known, seed)
        way, answer = compare(client, document)
        (refused if answer.startswith(b'{"errors"') else valid)[way] += 1
        for other in variations(document, Random(seed)):
            compare(client, other)
    sys.stdout.write(f"{engine}, {folder}: valid {dict(valid)}, refused {dict(refused)}\n")
    assert valid.total() > CHUNK * 0.85
    assert valid[COMPILED] > valid.total() * 0.95
    assert refused.total() > 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_memory_that_is_small_or_none_changes_no_answer(
    serve: Callable[[str, str], Servers], engine: str, folder: str
) -> None:
    servers = serve(engine, folder)
    known = Known(servers[SIZES[0]], HIDDEN[folder])
    asked = [write(known, seed) for seed in range(10_000, 10_100)]
    expected = [send_ordinary(servers[SIZES[0]], document) for document in asked]
    order = [*range(len(asked))] * 2
    Random(1).shuffle(order)
    for turn, place in enumerate(order):
        for size in SIZES[1:]:
            answer = send(servers[size], asked[place], asked[place].query, again=turn + 1)
            assert answer == expected[place], asked[place]


def change_content(folder: Path) -> None:
    """Change, add, move, withdraw and delete articles; new names, section, tag and issue."""
    publication = folder / "publication.yaml"
    text = publication.read_text("utf-8").replace("Cranes", "All cranes")
    for kind, slug in (("sections", "ponds"), ("tags", "ice")):
        new = f"  - {{slug: {slug}, name: {{en: New, be: Новы, ru: Новый}}}}\n"
        text = text.replace(f"\n{kind}:\n", f"\n{kind}:\n{new}")
    publication.write_text(text, "utf-8")
    first, last = folder / "2030-01-07", folder / "2030-01-28"
    for path, old, new in (
        (first / "gull-count.en.md", "section: town", "section: ponds"),
        (first / "hoax.en.md", "withdrawn_at: 2030-01-16T12:00:00+03:00\n", ""),
        (folder / "notice.en.md", "A notice", "The notice"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    (first / "new-crane.ru.md").unlink()
    write_piece(first / "ice.en.md", "Ice.", section="ponds", tags=["ice", "fog"])
    write_yaml(last / "issue.yaml", {"number": 4, "title": {"be": "Чацвёрты"}})
    write_piece(last / "thaw.be.md", "Цёпла.", title="Адліга", section="port", tags=["ice"])


def test_documents_are_answered_anew_at_once_after_a_seeding(
    command: Callable[..., Any], database: str, folder: Path
) -> None:
    assert command("seed", folder, "--database", database).exit_code == 0
    with make_client(database, SIZES[0]) as client:
        known = Known(client, HIDDEN["content"])
        asked = [write(known, number) for number in range(20_000, 20_200)]
        before = [compare(client, document)[1] for document in asked]
        change_content(folder)
        assert command("seed", folder, "--database", database).exit_code == 0
        after = [send(client, document, document.query, again=3) for document in asked]
        ordinary = [send_ordinary(client, document, again=3) for document in asked]
    assert after == ordinary
    assert sum(old != new for old, new in zip(before, after, strict=True)) > len(asked) / 4


def texts(*values: str) -> Any:
    return st.sampled_from(values).map(nodes.String)


DAYS = ("2030-01-07", "2030-01-14", "2030-01-20", "2030-02-30")
SCALARS = {
    "LanguageCode": texts("en", "be", "ru", "BE", "xx"),
    "Date": texts(*DAYS),
    "DateTime": texts(*DAYS),
    "Moment": texts(*DAYS, "2030-01-14T09:00:00+03:00"),
}


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=queries(print_schema(SCHEMA), custom_scalars=SCALARS))
def test_documents_that_know_nothing_of_the_content_are_answered_alike(
    serve: Callable[[str, str], Servers], engine: str, text: str
) -> None:
    start = text.rstrip().removesuffix("}")
    document = Document(text, f"{start} {TAIL}", {}, None)
    compare(serve(engine, "content")[SIZES[0]], document)
