"""A database of an earlier schema, with content in it, is upgraded and answers as a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command as alembic
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from conftest import CONTENT
from sqlalchemy import MetaData, insert, select, text
from starlette.testclient import TestClient
from walk import answers, graph
from watching import wait_until

from api.app import build
from api.settings import Settings
from schema import migrations
from schema.database import SCHEMA_VERSION, open_engine
from schema.tables import METADATA, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Table

EARLIER = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
ASKED = """
{
  tags(first: 9) { nodes { slug articles(fallback: ["ru", "be"]) { totalCount nodes { id } } } }
  articles(filter: {authors: ["A. Harbour"]}) { nodes { id authors } }
}
"""


def make_earlier(url: str, version: str, like: str) -> None:
    """Make a database of an earlier schema, with the rows of one of today's."""
    new, old = open_engine(like), open_engine(url)
    try:
        with new.connect() as source, old.begin() as target:
            config = Config()
            config.set_main_option("script_location", str(Path(migrations.__file__).parent))
            config.attributes["connection"] = target
            alembic.upgrade(config, version)
            copy_rows(source, target)
    finally:
        new.dispose()
        old.dispose()


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table, without the columns and tables that there were not yet."""
    earlier = MetaData()
    earlier.reflect(target)
    for table in (each for each in METADATA.sorted_tables if each.name in earlier.tables):
        known = earlier.tables[table.name].c
        columns = [column for column in table.columns if column.name in known]
        rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
        if rows:
            target.execute(insert(table), rows)


def everything(url: str) -> tuple[Any, Any]:
    with TestClient(build(Settings(database=url))) as client:
        return answers(client), graph(client, ASKED)


@pytest.mark.parametrize("version", EARLIER)
def test_a_database_of_an_earlier_schema_answers_as_a_new_one_after_its_upgrade(
    command: Callable[..., Any], new_database: Callable[[str], str], engine: str, version: str
) -> None:
    fresh, earlier = new_database(engine), new_database(engine)
    assert command("seed", CONTENT, "--database", fresh).exit_code == 0
    make_earlier(earlier, version, like=fresh)
    seeded = command("seed", CONTENT, "--database", earlier, "--json")
    assert (seeded.exit_code, '"changed": false' in seeded.stdout) == (0, True), seeded.output
    assert everything(earlier) == everything(fresh)
    rows = [table_rows(url) for url in (earlier, fresh)]
    assert rows[0] == rows[1]


def test_a_server_tells_that_its_database_became_one_of_an_earlier_schema(
    command: Callable[..., Any], new_database: Callable[[str], str], engine: str
) -> None:
    """So it is where a backup of an earlier version comes back under a server that runs."""
    fresh, earlier = new_database(engine), new_database(engine)
    assert command("seed", CONTENT, "--database", fresh).exit_code == 0
    make_earlier(earlier, "0006", like=fresh)
    with TestClient(build(Settings(database=earlier))) as client:
        for path in ("/readyz", "/v1/articles", "/graphql?query={revision{number}}"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            words = ("0006", SCHEMA_VERSION, "start the server again", "UNAVAILABLE")
            assert [word for word in words if word not in answer.text] == [], answer.text
        assert command("seed", CONTENT, "--database", earlier).exit_code == 0
        wait_until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/v1/articles").status_code == 200


def test_an_author_named_twice_before_the_upgrade_stands_once_after_it(
    command: Callable[..., Any], new_database: Callable[[str], str], engine: str
) -> None:
    fresh, earlier = new_database(engine), new_database(engine)
    assert command("seed", CONTENT, "--database", fresh).exit_code == 0
    make_earlier(earlier, "0001", like=fresh)
    name_twice(earlier)
    assert command("seed", CONTENT / "publication.yaml", "--database", earlier).exit_code == 0
    assert everything(earlier) == everything(fresh)
    assert table_rows(earlier) == table_rows(fresh)


def name_twice(url: str) -> None:
    """Name every author once more, behind all others of the article."""
    columns = "article_key, language, position, name"
    again = "SELECT article_key, language, position + 100, name FROM article_author"
    opened = open_engine(url)
    try:
        with opened.begin() as connection:
            connection.execute(text(f"INSERT INTO article_author ({columns}) {again}"))
    finally:
        opened.dispose()


def test_postgresql_has_counted_what_an_upgrade_has_made_anew(
    command: Callable[..., Any], new_database: Callable[[str], str]
) -> None:
    fresh, earlier = new_database("postgresql"), new_database("postgresql")
    assert command("seed", CONTENT, "--database", fresh).exit_code == 0
    make_earlier(earlier, "0001", like=fresh)
    seeded = command("seed", CONTENT, "--database", earlier, "--json")
    assert '"changed": false' in seeded.stdout, seeded.output
    assert {"article_author", "article_tag"} <= counted_tables(earlier)


def test_postgresql_counts_the_programs_own_tables_only(
    command: Callable[..., Any], new_database: Callable[[str], str]
) -> None:
    url = new_database("postgresql")
    opened = open_engine(url)
    try:
        with opened.begin() as connection:
            connection.execute(text("CREATE TABLE theirs AS SELECT 1 AS number"))
    finally:
        opened.dispose()
    assert command("seed", CONTENT, "--database", url).exit_code == 0
    counted = counted_tables(url)
    assert "article" in counted
    assert counted <= {*TABLES, "search_index"}


def is_of_index(name: str | None) -> bool:
    """Tell the index of words, which each engine has in its own way, with FTS5's own tables."""
    return bool(name) and str(name).startswith("search_index")


def differences(connection: Connection) -> list[Any]:
    """Compare the database's tables with the program's."""
    options = {"include_name": lambda name, *_: not is_of_index(name)}
    context = MigrationContext.configure(connection, opts=options)
    found: list[Any] = compare_metadata(context, METADATA)
    return found


def counted_tables(url: str) -> set[str]:
    """Name the tables that the planner knows something about."""
    known = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'"
    opened = open_engine(url)
    try:
        with opened.connect() as connection:
            return set(connection.execute(text(known)).scalars())
    finally:
        opened.dispose()


def _alike(table: Table) -> list[Any]:
    """Leave out what an upgrade cannot know: the mark of what was written."""
    return [column for column in table.columns if column.name != "mark"]


def table_rows(url: str) -> dict[str, list[Any]]:
    """Read all rows of all tables, and see that the tables are the program's."""
    opened = open_engine(url)
    try:
        with opened.connect() as connection:
            assert differences(connection) == []
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert version == SCHEMA_VERSION
            return {
                name: sorted(map(repr, connection.execute(select(*_alike(table)))))
                for name, table in TABLES.items()
            }
    finally:
        opened.dispose()
