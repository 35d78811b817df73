"""What search finds on the sample publication, in three languages, and how well stems serve it."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ENGINES
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line
from schema.words.analysis import analyse
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parent / "relevance"
LANGUAGES = ("en", "ru", "be")
QUERIES = {code: yaml.safe_load((DATA / f"{code}.yaml").read_text("utf-8")) for code in LANGUAGES}
FIND = """
query ($query: String!, $language: LanguageCode) {
  search(query: $query, language: $language, first: 100) {
    totalCount
    edges { score node { key } highlights { fragments } }
  }
}
"""


@pytest.fixture(scope="module")
def samples(new_database: Callable[[str], str]) -> Iterator[dict[str, TestClient]]:
    """Serve the sample publication from both engines."""
    clients = {}
    for engine in ENGINES:
        url = new_database(engine)
        seeded = CliRunner().invoke(command_line, ["seed", str(SAMPLE), "--database", url])
        assert seeded.exit_code == 0, seeded.output
        clients[engine] = TestClient(build(Settings(database=url)))
    with clients["sqlite"], clients["postgresql"]:
        yield clients


def find(client: TestClient, query: str, language: str) -> dict[str, Any]:
    sent = {"query": FIND, "variables": {"query": query, "language": language}}
    answer = client.post("/graphql", json=sent).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["search"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_query_finds_what_it_must_and_nothing_that_it_must_not(
    samples: dict[str, TestClient], language: str
) -> None:
    assert len(QUERIES[language]) >= 40
    counts: Counter[str] = Counter()
    for each in QUERIES[language]:
        found = find(samples["sqlite"], each["ask"], language)
        keys = {edge["node"]["key"] for edge in found["edges"]}
        must, besides = set(each["must"]), set(each.get("besides", ()))
        assert must - keys == set(each.get("missed", ())), each["ask"]
        assert keys - must == besides, each["ask"]
        assert not keys & set(each["must_not"]), each["ask"]
        assert found["totalCount"] == len(keys)
        assert all(edge["highlights"] for edge in found["edges"]), each["ask"]
        counts.update(right=len(keys & must), found=len(keys), wanted=len(must))
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["wanted"]
    number = len(QUERIES[language])
    told = f"{language}: {number} queries, precision {precision:.3f}, recall {recall:.3f}"
    assert min(precision, recall) > 0.98, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_engines_answer_the_same_in_the_same_order(
    samples: dict[str, TestClient], language: str
) -> None:
    for each in QUERIES[language]:
        on_both = [find(samples[engine], each["ask"], language) for engine in ENGINES]
        assert on_both[0] == on_both[1], each["ask"]


@pytest.mark.parametrize(
    ("name", "most_apart", "mixed"),
    [
        ("belarusian", 0.015, {"дапамаг", "прав", "размав", "суд"}),
        ("belarusian-held-out", 0.05, {"бер", "прым"}),
    ],
)
def test_a_belarusian_word_has_one_stem_in_most_of_its_forms(
    name: str, most_apart: float, mixed: set[str]
) -> None:
    words = [line.split() for line in (DATA / f"{name}.txt").read_text("utf-8").splitlines()]
    assert len(words) >= 120
    stems = [Counter(analyse(form, "be")[0] for form in forms) for forms in words]
    together = sum(comb(count, 2) for each in stems for count in each.values())
    pairs = sum(comb(len(forms), 2) for forms in words)
    shared = {stem for one, other in combinations(stems, 2) for stem in one.keys() & other.keys()}
    apart = 1 - together / pairs
    sys.stdout.write(
        f"{name}: {len(words)} words, {pairs} pairs of forms, {apart:.4f} of them apart; "
        f"stems of several words: {sorted(shared)}\n"
    )
    assert apart < most_apart
    assert shared == mixed


def test_no_belarusian_word_was_held_out_and_tuned_for() -> None:
    names = ("belarusian", "belarusian-held-out")
    tuned, held_out = ((DATA / f"{name}.txt").read_text("utf-8").splitlines() for name in names)
    assert not {line.split()[0] for line in tuned} & {line.split()[0] for line in held_out}
    assert all(len(set(line.split())) == len(line.split()) for line in tuned + held_out)
