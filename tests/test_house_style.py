"""The house style that ruff has no rule for: short functions, flat blocks, exceptions explained."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOLDERS = ("api", "schema", "seed", "tests")
MODULES = [ROOT / "newsstand.py"]
MODULES += sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

LONGEST = 40
LONGER = {
    "schema/migrations/versions/v0001.py:upgrade": "one statement for each table of the schema",
}
"""Functions over 40 lines, each with its reason."""

DEEPEST = 3
MOST_OF_DEEPEST = 12
"""Blocks are nested two deep; so many functions are still three deep. The number only falls."""

DEEPER = {
    "tests/test_seed_mistakes.py:words_like_codes": "files, their nodes, and the words among them",
}
"""Functions that are four blocks deep, each with its reason; the list only becomes shorter."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)
NOQA = re.compile(r"#\s*(?:ruff:\s*)?noqa(?::\s*(?P<codes>[A-Z0-9, ]+))?(?P<reason>.*)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Give every function of a module, by its file and name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield f"{name(path)}:{node.name}", node


def depth(node: ast.AST) -> int:
    """Tell how deep the blocks of a function are nested; `elif` is as deep as its `if`."""
    return max((_depth_below(node, child) for child in ast.iter_child_nodes(node)), default=0)


def _depth_below(parent: ast.AST, child: ast.AST) -> int:
    if isinstance(child, (*Function.__args__, ast.ClassDef, ast.Lambda)):
        return 0
    continued = isinstance(parent, ast.If) and isinstance(child, ast.If) and child in parent.orelse
    return depth(child) + (isinstance(child, BLOCKS) and not continued)


def lines(node: Function) -> int:
    """Count a function's lines, from its first decorator to its end."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or first) - first + 1


def test_functions_are_short() -> None:
    long = {place for path in MODULES for place, node in functions(path) if lines(node) > LONGEST}
    assert long == set(LONGER)


def test_blocks_are_flat_and_become_flatter() -> None:
    depths = [(depth(node), place) for path in MODULES for place, node in functions(path)]
    deepest = sorted(place for found, place in depths if found == DEEPEST)
    assert {place for found, place in depths if found > DEEPEST} <= set(DEEPER)
    assert len(deepest) <= MOST_OF_DEEPEST, "\n".join(["three blocks deep:", *deepest])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1", 0),
        ("for x in y: pass", 1),
        ("if a: pass\nelif b: pass\nelif c: pass", 1),
        ("if a: pass\nelse:\n  for x in y: pass", 2),
        ("for x in y:\n  if x:\n    with x: pass", 3),
        ("try: pass\nexcept E:\n  if a: pass", 2),
        ("if a:\n  def inner():\n    if b: pass", 1),
    ],
)
def test_depth_counts_blocks(source: str, expected: int) -> None:
    assert depth(ast.parse(source)) == expected


def exceptions(source: str) -> list[tuple[int, str, str]]:
    """Find the comments that silence ruff: line, codes, reason."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match = NOQA.search(token.string) if token.type == tokenize.COMMENT else None
        if match:
            codes, reason = match["codes"] or "", match["reason"].strip(" -")
            found.append((token.start[0], codes.strip(), reason))
    return found


def bare(source: str) -> list[int]:
    """Give the lines of exceptions without codes or a reason; once in a file is enough for each."""
    given: set[str] = set()
    wrong = []
    for line, codes, reason in exceptions(source):
        if not codes or not (reason or codes in given):
            wrong.append(line)
        given |= {codes} if reason else set()
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_an_exception_from_a_rule_has_its_reason(path: Path) -> None:
    assert bare(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("x = 1  # noqa: S101 - why\ny = 2  # noqa: S101\n", []),
        ("x = 1  # noqa: S101\ny = 2  # noqa: S101 - why\n", [1]),
        ("x = 1  # noqa: S101 - why\ny = 2  # noqa: S104\n", [2]),
        ("x = 1  # noqa\n", [1]),
        ("# ruff: noqa: S101\n", [1]),
        ('x = "# noqa"\n', []),
    ],
)
def test_the_search_for_reasons_finds_what_has_none(source: str, wrong: list[int]) -> None:
    assert bare(source) == wrong


def test_the_exceptions_of_whole_files_have_their_reasons() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    table = text.partition("[tool.ruff.lint.per-file-ignores]\n")[2].partition("\n[")[0]
    entries = [line for line in table.splitlines() if re.search(r'"[A-Z]+\d*"', line)]
    assert len(entries) > 5
    assert [line for line in entries if "  # " not in line] == []
