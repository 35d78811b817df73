"""Random histories of a small publication: what editors do between two seedings, and clients."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

from publications import PUBLICATION, write_publication, write_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from starlette.testclient import TestClient

KEYS = ("alder", "birch", "cedar", "elm", "fir")
SLUGS = ("one", "two", "three", "four", "five", "six")
ISSUES = ("2031-05-05", "2031-05-12", "2031-05-19")
NAMES = {"en": "A name", "ru": "Имя", "be": "Назва"}
Model = dict[str, Any]


def begin() -> Model:
    """Give a publication with two articles."""
    model: Model = {**copy.deepcopy(PUBLICATION), "articles": {}, "issues": {}, "count": 0}
    for key in KEYS[:2]:
        model["articles"][key] = _article(model, key)
    return model


def _word(model: Model) -> str:
    model["count"] += 1
    return f"word {model['count']}"


def _article(model: Model, key: str) -> dict[str, Any]:
    translations = {code: {"title": _word(model), "body": _word(model)} for code in ("en", "ru")}
    return {"key": key, "section": "pier", "issue": ISSUES[0], "translations": translations}


def add(model: Model, random: Random) -> None:
    """Add an article, or put another one in its place."""
    key = random.choice(KEYS)
    model["articles"][key] = _article(model, key)
    model["articles"][key]["issue"] = random.choice(ISSUES)


def remove(model: Model, random: Random) -> None:
    """Remove an article in all its languages, or in one."""
    key = random.choice([*model["articles"]])
    translations = model["articles"][key]["translations"]
    if random.random() < 0.5 and len(translations) > 1:
        del translations[random.choice([*translations])]
    else:
        del model["articles"][key]


def change(model: Model, random: Random) -> None:
    """Change something of an article."""
    article = model["articles"][random.choice([*model["articles"]])]
    own = article["translations"][random.choice([*article["translations"]])]
    word = _word(model)
    ways: list[Callable[[], object]] = [
        lambda: own.update(title=word),
        lambda: own.update(body=f"## {word}\n\nText."),
        lambda: own.update(lead=word),
        lambda: own.update(authors=[word]),
        lambda: own.update(image={"src": "/a.jpg", "alt": word}),
        lambda: own.update(updated_at=f"2031-06-{random.randint(1, 28):02d}T09:00:00Z"),
        lambda: article.update(section=random.choice(model["sections"])["slug"]),
        lambda: article.update(tags=_some(model["tags"], random)),
        lambda: article.update(trend=random.choice(["improved", "worsened"])),
        lambda: article.update(position=random.randint(1, 9)),
        lambda: article.update(issue=random.choice(ISSUES)),
    ]
    random.choice(ways)()


def _some(entries: list[dict[str, Any]], random: Random) -> list[str]:
    return [entry["slug"] for entry in entries if random.random() < 0.5]


def withdraw(model: Model, random: Random) -> None:
    """Withdraw an article, or let it return."""
    article = model["articles"][random.choice([*model["articles"]])]
    if article.pop("withdrawn_at", None) is None:
        article["withdrawn_at"] = "2031-06-01T10:00:00Z"


def move(model: Model, random: Random) -> None:
    """Give articles other slugs; two may swap theirs."""
    slugs = random.sample(SLUGS, len(SLUGS))
    for article in model["articles"].values():
        slug = slugs.pop()
        for own in article["translations"].values():
            own["slug"] = slug


def name(model: Model, random: Random) -> None:
    """Change what the publication says: names, sections, tags, languages, words, addresses."""
    word, kind = _word(model), random.choice(["sections", "tags"])
    entries = model[kind]
    ways: list[Callable[[], object]] = [
        lambda: random.choice(entries)["name"].update(ru=word) if entries else None,
        entries.reverse,
        lambda: entries.append(_entry(model, f"{kind}-{model['count']}")),
        lambda: entries.pop() if len(entries) > 1 else None,
        lambda: model["name"].update(en=word),
        lambda: model.update(site_url=f"https://{model['count']}.example"),
        lambda: model["trends"]["en"].update(improved=word),
        lambda: model["languages"][0].update(name=word),
        lambda: _switch_language(model),
    ]
    random.choice(ways)()


def _entry(model: Model, slug: str) -> dict[str, Any]:
    codes = [language["code"] for language in model["languages"]]
    return {"slug": slug, "name": {code: NAMES[code] for code in codes}}


def _switch_language(model: Model) -> None:
    """Add a third language, or take it away."""
    known = [language["code"] for language in model["languages"]]
    named = [model["name"], model["description"], *(e["name"] for e in model["sections"])]
    named += [entry["name"] for entry in model["tags"]]
    if "be" in known:
        model["languages"].pop()
        for names in (*named, model["trends"]):
            names.pop("be")
    else:
        model["languages"].append({"code": "be", "name": "Беларуская"})
        for names in named:
            names["be"] = NAMES["be"]
        model["trends"]["be"] = dict(model["trends"]["en"])


def retitle(model: Model, random: Random) -> None:
    """Give an issue another title or number."""
    issue = model["issues"].setdefault(random.choice(ISSUES), {})
    issue.update({"title": {"en": _word(model)}, "number": random.choice([1, 2, 3, None])})


STEPS = (add, add, remove, change, change, change, withdraw, move, name, name, retitle)


def write(model: Model, folder: Path) -> Path:
    """Write the whole publication as files."""
    shutil.rmtree(folder, ignore_errors=True)
    known = {key: value for key, value in model.items() if key in PUBLICATION}
    write_publication(folder, **known)
    for slug in ISSUES:
        articles = [a for a in model["articles"].values() if a["issue"] == slug]
        facts = {"number": None, "starts_on": slug, "ends_on": slug}
        facts |= model["issues"].get(slug, {})
        listed = [{k: v for k, v in a.items() if k != "issue"} for a in articles]
        if articles:
            write_yaml(folder / f"{slug}.yaml", {"slug": slug, **facts, "articles": listed})
    return folder


class Copy:
    """A client that keeps the content: what it has, and where it is. `asks` are its filters."""

    def __init__(self, client: TestClient, asks: dict[str, Any]) -> None:
        """Have nothing."""
        self.client = client
        self.asks = asks
        self.has: dict[str, Any] = {}
        self.token: str | None = None
        self.is_whole = False
        self.revision = 0

    def begin_with_export(self) -> None:
        """Take everything at once."""
        head, nodes = read_export(self.client, self.asks)
        self.has, self.token, self.is_whole = nodes, head["token"], True
        self.revision = head["revision"]["number"]

    def ask(self, size: int) -> None:
        """Take one page, as docs/changes.md says."""
        since = {"since": self.token} if self.token else {}
        answer = self.client.get("/v1/changes", params={**self.asks, **since, "first": size})
        assert answer.status_code == 200, answer.text
        page, items = answer.json()["page"], answer.json()["items"]
        ids = [item["id"] for item in items]
        assert len(ids) == len(set(ids)) <= size
        assert [item["revision"] for item in items] == sorted(i["revision"] for i in items)
        for item in items:
            self._apply(item)
        self.token, self.is_whole = page["token"], not page["hasMore"]
        self.revision = page["revision"]["number"]

    def _apply(self, item: dict[str, Any]) -> None:
        assert (item["node"] is None) == (item["action"] == "DELETE") == bool(item["reason"])
        if item["action"] == "DELETE":
            self.has.pop(item["id"], None)
        else:
            assert item["node"]["id"] == item["id"]
            self.has[item["id"]] = item["node"]

    def fork(self) -> Copy:
        """Give another client with the same content, which goes on from here at some time."""
        other = Copy(self.client, self.asks)
        other.has, other.token, other.is_whole = dict(self.has), self.token, self.is_whole
        return other

    def catch_up(self, choose: Callable[[], int]) -> None:
        """Take pages until there are no more; then it has what the export has."""
        self.ask(choose())
        while not self.is_whole:
            self.ask(choose())
        self.compare()

    def compare(self) -> None:
        """See that it has what there is, and nothing else."""
        head, nodes = read_export(self.client, self.asks)
        assert head["revision"]["number"] == self.revision
        assert self.has == nodes


def read_export(client: TestClient, asks: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the export: its first line, and its nodes by id."""
    known = {name: value for name, value in asks.items() if name == "language"}
    answer = client.get("/v1/export.ndjson", params=known)
    assert answer.status_code == 200, answer.text
    head, *lines, end = map(json.loads, answer.text.splitlines())
    assert end == {"type": "END", "nodes": len(lines)}
    wanted = {each.upper() for each in asks.get("type", ())}
    chosen = [line for line in lines if not wanted or line["type"] in wanted]
    return head, {line["node"]["id"]: line["node"] for line in chosen}
