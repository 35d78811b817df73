"""The clients in `examples` do what their READMEs say, by the commands that stand there."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from documentation import ROOT
from example_copies import copy_examples, need, need_venv, run, steps, succeed
from serving import free_port, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEELS = ROOT / ".venv" / ".wheels"
"""What the Python client needs, kept so that the tests need no network after the first time."""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample; gives the address."""
    folder = tmp_path_factory.mktemp("served")
    with serve(folder, "--database", f"sqlite:///{folder}/news.db") as server:
        server.wait_until_ready()
        yield server.address


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the examples once for all tests."""
    return copy_examples(tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def latest(api: str) -> dict[str, Any]:
    """Ask REST for what the clients shall show."""
    issue: dict[str, Any] = httpx2.get(f"{api}/v1/issues/latest?language=en").json()
    return issue


@pytest.fixture(scope="module")
def typescript(copies: Path, api: str) -> tuple[Path, str]:
    """Run the commands of the TypeScript client's README; gives its folder and the last output."""
    need("node")
    need("npm")
    folder = copies / "typescript"
    *before, last = steps(folder)
    for command in before:
        succeed(folder, command, NEWSSTAND=api)
    return folder, succeed(folder, last, NEWSSTAND=api)


@pytest.fixture(scope="module")
def python(copies: Path, api: str) -> tuple[Path, str]:
    """Run the commands of the Python client's README; gives its folder and the last output."""
    need_venv()
    folder = copies / "python"
    create, install, last = steps(folder)
    succeed(folder, create)
    succeed(folder, install, **from_wheels(folder))
    return folder, succeed(folder, last, NEWSSTAND=api)


def from_wheels(folder: Path) -> dict[str, str]:
    """Let pip install from what was downloaded for the same lock before."""
    lock = hashlib.sha256((folder / "requirements.txt").read_bytes()).hexdigest()[:16]
    kept = WHEELS / f"{sys.version_info.major}.{sys.version_info.minor}-{lock}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        target = Path(tempfile.mkdtemp(dir=kept.parent))
        succeed(folder, f".venv/bin/pip download --require-hashes -r requirements.txt -d {target}")
        # Other workers of the same run may have been quicker.
        with suppress(OSError):
            target.rename(kept)
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(kept)}


def shown(output: str, latest: dict[str, Any]) -> None:
    """Check that a client printed the latest issue, its headlines, and an article."""
    assert f"No. {latest['number']}, {latest['startsOn']} to {latest['endsOn']}" in output
    for article in latest["articles"]:
        assert f"- {article['section']['name']}: {article['title']}\n" in output
    assert f"\n{latest['articles'][0]['title']}\n{latest['articles'][0]['lead']}\n" in output


def test_the_typescript_client_shows_the_issue_an_article_and_all_pages(
    typescript: tuple[Path, str], latest: dict[str, Any], api: str
) -> None:
    _, output = typescript
    shown(output, latest)
    pages = httpx2.get(f"{api}/v1/articles?trend=worsened&language=en&first=100").json()
    listed = output.partition(f"Worsened, {pages['page']['total']} articles:\n")[2].splitlines()
    assert listed == [
        f"- {article['section']['name']}: {article['title']}" for article in pages["items"]
    ]


def test_the_typescript_client_tells_what_was_refused(
    typescript: tuple[Path, str], api: str
) -> None:
    done = run(typescript[0], "npm start -- xx", NEWSSTAND=api)
    assert (done.returncode, done.stderr.partition("BAD_INPUT: ")[1]) == (1, "BAD_INPUT: ")
    nobody = run(typescript[0], "npm start", NEWSSTAND=f"http://127.0.0.1:{free_port()}")
    assert (nobody.returncode, "ECONNREFUSED" in nobody.stderr) == (1, True)


@pytest.mark.parametrize(
    ("command", "old", "new", "told"),
    [
        ("npm run check", 'article.lead ?? ""', "article.lead.trim()", "possibly 'null'"),
        ("npm run check", "${article.title}", "${article.tilte}", "'tilte' does not exist"),
        ("npm run check", "{ language, after }", "{ after }", "'language' is missing"),
        ("npm run generate", "      readingMinutes\n", "      minutes\n", "minutes"),
    ],
    ids=["null", "field", "variable", "schema"],
)
def test_a_mistake_in_typescript_is_found_before_it_runs(
    typescript: tuple[Path, str], command: str, old: str, new: str, told: str
) -> None:
    source = typescript[0] / "src" / "main.ts"
    text = source.read_text("utf-8")
    assert old in text
    try:
        source.write_text(text.replace(old, new), "utf-8")
        done = run(typescript[0], command)
    finally:
        source.write_text(text, "utf-8")
    assert done.returncode != 0
    assert told in done.stdout + done.stderr


def test_the_typescript_clients_manifest_has_its_documents_under_their_hashes(
    typescript: tuple[Path, str], api: str
) -> None:
    manifest = typescript[0] / "src" / "graphql" / "persisted-documents.json"
    documents = json.loads(manifest.read_text("utf-8"))
    assert len(documents) == (typescript[0] / "src/main.ts").read_text("utf-8").count("  query ")
    for name, text in documents.items():
        assert name == hashlib.sha256(text.encode()).hexdigest()
        errors = httpx2.post(f"{api}/graphql", json={"query": text}).json()["errors"]
        assert errors[0]["message"].endswith("to be provided.")  # it lacks its variables only


def test_the_typescript_client_is_served_where_only_its_manifest_is(
    typescript: tuple[Path, str], tmp_path: Path
) -> None:
    folder, output = typescript
    manifest = folder / "src" / "graphql" / "persisted-documents.json"
    settings = {"NEWSSTAND_TRUSTED": f"only {manifest}"}
    with serve(
        tmp_path, "--database", f"sqlite:///{tmp_path}/news.db", settings=settings
    ) as server:
        server.wait_until_ready()
        start = "npm start --silent -- en"
        by_id = succeed(folder, start, NEWSSTAND=server.address, NEWSSTAND_SEND="id")
        assert by_id.splitlines()[-5:] == output.splitlines()[-5:]
        assert "FORBIDDEN: " in run(folder, start, NEWSSTAND=server.address).stderr


def test_the_python_client_shows_the_issue_an_article_all_pages_and_that_nothing_is_new(
    python: tuple[Path, str], latest: dict[str, Any], api: str
) -> None:
    _, output = python
    shown(output, latest)
    pages = httpx2.get(f"{api}/v1/articles?tag=ferry&language=en&first=100").json()["items"]
    listed = output.partition("\nFerries:\n")[2].partition("\n\n")[0].splitlines()
    assert listed == [f"- {article['section']['name']}: {article['title']}" for article in pages]
    assert output.endswith("\nNew: True, and now: False\n")


def test_the_python_client_tells_what_was_refused(python: tuple[Path, str], api: str) -> None:
    ask = ".venv/bin/python main.py"
    withdrawn = run(python[0], f"{ask} en secret-grain-clause", NEWSSTAND=api)
    assert withdrawn.stderr == "The article was withdrawn at 2026-10-02T09:00:00Z.\n"
    assert run(python[0], f"{ask} xx", NEWSSTAND=api).stderr.startswith("BAD_INPUT: ")
    missing = run(python[0], f"{ask} en nothing", NEWSSTAND=api)
    assert "\nThere is no article nothing in en.\n" in missing.stdout
    nobody = run(python[0], ask, NEWSSTAND=f"http://127.0.0.1:{free_port()}")
    assert (nobody.returncode, "cannot be asked" in nobody.stderr) == (1, True)


def test_the_python_client_is_typed(python: tuple[Path, str]) -> None:
    succeed(python[0], "mypy --strict --config-file= --python-executable .venv/bin/python main.py")


@pytest.mark.parametrize(
    "path", ["examples/typescript", "tests/browser", "tests/node", "tests/spectral", "web"]
)
def test_what_npm_installs_is_fixed_and_comes_from_no_host(path: str) -> None:
    package = json.loads((ROOT / path / "package.json").read_text("utf-8"))
    wanted = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    lock = (ROOT / path / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    packages = list(json.loads(lock)["packages"].items())[1:]
    assert [name for name, each in packages if "integrity" not in each] == []


def test_what_pip_installs_is_fixed_and_comes_from_no_host() -> None:
    lock = (ROOT / "examples/python/requirements.txt").read_text("utf-8")
    assert "://" not in lock
    pins = re.findall(r"^[\w-]+(?:\[\w+\])?==[^\n]*\n +(\S+)", lock, re.MULTILINE)
    assert len(pins) > 5
    assert all(each.startswith("--hash=sha256:") for each in pins)
