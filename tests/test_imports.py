"""Which module may know which: read from the imports, not from what runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("api", "schema", "seed", "tests")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
MODULES.append(ROOT / "newsstand.py")
LONGEST = 250
NAMES_WITHOUT_MEANING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "manager",
    "service",
    "services",
    "misc",
}
READ_THE_DATABASE = {"api/answering.py", "api/current.py", "api/operations.py"}
"""The one module of `api` that knows the reads: every answer goes through it."""
OPEN_THE_DATABASE = {"api/execute.py"}
"""The one that opens connections, and says in which thread each is used."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def in_folder(folder: str) -> list[Path]:
    found = [path for path in MODULES if name(path).startswith(f"{folder}/")]
    assert len(found) > 5
    return found


def imports(path: Path) -> set[str]:
    """Name all that a module imports, inside of functions and for type checking too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            module = node.module or ""
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def importing(folder: str, *forbidden: str) -> list[str]:
    """Name the modules of a folder that import one of the forbidden packages."""
    return [
        name(path)
        for path in in_folder(folder)
        if any(
            module == package or module.startswith(f"{package}.")
            for module in imports(path)
            for package in forbidden
        )
    ]


def test_the_reader_of_imports_sees_what_there_is() -> None:
    assert "schema.database" in imports(ROOT / "api/execute.py")
    assert "api/app.py" in importing("api", "starlette")
    assert "api/answering.py" in importing("api", "schema.reads")


def test_schema_knows_neither_who_fills_it_nor_who_serves_it() -> None:
    assert importing("schema", "api", "seed", "starlette", "uvicorn", "typer", "newsstand") == []


def test_seed_and_api_do_not_know_each_other() -> None:
    assert importing("seed", "api", "starlette", "strawberry", "graphql", "newsstand") == []
    assert importing("api", "seed", "newsstand", "typer") == []


def test_one_module_of_the_api_reads_the_database_and_one_opens_it() -> None:
    assert set(importing("api", "schema.reads", "schema.tables")) == READ_THE_DATABASE
    openers = importing("api", "schema.database.open_engine", "schema.database.open_reader")
    assert set(openers) == OPEN_THE_DATABASE
    assert importing("api", "sqlalchemy", "sqlmodel", "psycopg", "sqlite3") == []


def test_the_graph_reads_only_through_the_reads() -> None:
    direct = [
        path
        for path in importing("schema", "sqlalchemy.select", "sqlalchemy.text", "schema.tables")
        if path.startswith("schema/graph/")
    ]
    assert direct == []


def uses(path: Path, attribute: str) -> list[str]:
    """Name the calls and loads of `….attribute` or `attribute`: the text around each."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        own = isinstance(node, ast.Attribute) and node.attr == attribute
        bare = isinstance(node, ast.Name) and node.id == attribute
        if own or bare:
            found.append(attribute)
    return found


def program() -> list[Path]:
    return [path for path in MODULES if not name(path).startswith("tests/")]


def test_only_the_settings_read_the_environment() -> None:
    touching = {name(path) for path in program() if uses(path, "environ") or uses(path, "getenv")}
    # The server writes what the settings then read in worker processes.
    assert touching == {"api/settings.py", "api/serve.py"}
    tree = ast.parse((ROOT / "api/serve.py").read_text("utf-8"))
    written = [
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "environ"
    ]
    assert written == ["update"] * len(uses(ROOT / "api/serve.py", "environ"))


def test_only_the_database_module_makes_an_engine() -> None:
    makers = {name(path) for path in program() if uses(path, "create_engine")}
    assert makers == {"schema/database.py"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_and_has_a_name_that_says_something(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= LONGEST
    parts = {path.stem, *path.relative_to(ROOT).parts[:-1]}
    assert not parts & NAMES_WITHOUT_MEANING


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_two_modules_import_each_other() -> None:
    known = {module(path): path for path in program()}
    edges = {
        each: {to for to in imports_at_start(path) if to in known} for each, path in known.items()
    }
    for start, near in edges.items():
        seen, left = set[str](), near - {start}
        while left:
            each = left.pop()
            seen.add(each)
            left |= edges[each] - seen
        assert start not in seen, f"{start} imports itself by way of others"


def module(path: Path) -> str:
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_at_start(path: Path) -> set[str]:
    """Name what a module imports when it is imported itself: not for types, not in functions."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
