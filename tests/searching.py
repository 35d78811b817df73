"""Articles to search in, served from both engines, which must agree in every answer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from conftest import ENGINES
from publications import PUBLICATION, write_piece, write_yaml
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import build
from api.settings import Settings
from newsstand import app as command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Clients = dict[str, TestClient]
LONG = " ".join(f"word{number} filler" for number in range(400))
ISSUE = {"starts_on": "2031-01-06", "ends_on": "2031-01-12", "published_at": "2031-01-13T09:00:00Z"}
ARTICLES: dict[str, dict[str, Any]] = {
    "in-body.en": {"body": "Somebody saw a heron there."},
    "in-tag.en": {"tags": ["heron"]},
    "in-lead.en": {"lead": "A heron."},
    "in-title.en": {"title": "The heron"},
    "newer.en": {"title": "Herons again", "published_at": "2031-01-14T09:00:00Z"},
    "begins.en": {"title": "A heronry"},
    "withdrawn.en": {"title": "A heron withdrawn", "withdrawn_at": "2031-01-15T09:00:00Z"},
    "accents.en": {"title": "Café Zoë’s naïve Ångström", "body": "O’Brien and O'Hara don’t."},
    "numbers.en": {"title": "Costs", "body": "It costs 13,300 thalers & <b>more</b> in 2031."},
    "order.en": {"title": "Bread and butter", "body": "Butter, then bread."},
    "reverse.en": {"title": "Butter and bread", "body": "Only so. well-known words"},
    "script.en": {"title": "A visitor", "body": "他说：北京欢迎你。東京タワー。 ภาษาไทย"},
    "other-script.en": {"title": "Another", "body": "京都と北海道の話。"},
    "long.en": {"title": "Long", "body": f"{LONG} pelican {LONG} pelican cormorant {LONG}"},
    "swan.ru": {"title": "Ещё ёлка", "body": "Съёмка у объезда."},
}


def write_articles(folder: Path) -> Path:
    tags = [*PUBLICATION["tags"], {"slug": "heron", "name": {"en": "Herons", "ru": "Цапли"}}]
    write_yaml(folder / "publication.yaml", {**PUBLICATION, "tags": tags})
    write_yaml(folder / "2031-01-06" / "issue.yaml", ISSUE)
    for name, given_ in ARTICLES.items():
        write_piece(
            folder / "2031-01-06" / f"{name}.md", **{"title": name, "slug": name[:-3], **given_}
        )
    return folder


def seed(url: str, folder: Path) -> None:
    result = CliRunner().invoke(command_line, ["seed", str(folder), "--database", url])
    assert result.exit_code == 0, result.output


@contextmanager
def serve_both(new_database: Callable[[str], str], folder: Path) -> Iterator[Clients]:
    """Serve these articles from both engines."""
    write_articles(folder)
    made = {}
    for engine in ENGINES:
        url = new_database(engine)
        seed(url, folder)
        made[engine] = TestClient(build(Settings(database=url)))
    with made["sqlite"], made["postgresql"]:
        yield made


def ask(clients: Clients, query: str, **more: Any) -> dict[str, Any]:
    """Ask both engines, which must agree; gives the body."""
    answers = [
        clients[engine].get("/v1/search", params={"q": query, "language": "en", **more})
        for engine in ENGINES
    ]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].json() == answers[1].json()
    body: dict[str, Any] = answers[0].json()
    return {"status": answers[0].status_code, "link": answers[0].headers.get("link"), **body}


def slugs(clients: Clients, query: str, **more: Any) -> list[str]:
    return [item["article"]["slug"] for item in ask(clients, query, **more)["items"]]
