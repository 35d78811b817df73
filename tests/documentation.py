"""The documentation as data: its pages, and their headings, tables, fenced blocks and links."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLES = [ROOT / "examples" / "README.md", *sorted(ROOT.glob("examples/*/README.md"))]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")), *EXAMPLES]

WIDTH = 90
_FENCE = re.compile(r"^[ \t]*```(.*)$")
_HEADING = re.compile(r"^(#+) (.+)$")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NO_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its page, line and number, the word behind the fence, the rest, its text."""

    page: Path
    line: int
    order: int
    kind: str
    file: str
    text: str

    def __str__(self) -> str:
        """Give the place, as in `docs/rest.md:12`."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def read_blocks(page: Path) -> list[Block]:
    """Read the fenced blocks of a page, in their order."""
    blocks: list[Block] = []
    start, kind, file, inside = 0, "", "", list[str]()
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence and not start:
            start, inside = number, []
            kind, _, file = fence[1].partition(" ")
        elif fence:
            text = dedent("\n".join(inside))
            blocks.append(Block(page, start, len(blocks), kind, file, text))
            start = 0
        elif start:
            inside.append(line)
    assert not start, f"{page}: a block has no end"
    return blocks


def rewrite(block: Block, text: str) -> None:
    """Put another text into a block, wherever it stands by now."""
    now = read_blocks(block.page)[block.order]
    lines = block.page.read_text("utf-8").splitlines()
    lines[now.line : now.line + len(now.text.splitlines())] = text.splitlines()
    block.page.write_text("\n".join(lines) + "\n", "utf-8")


def write_json(value: Any, indent: str = "") -> str:
    """Write JSON for people: what fits stands on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or (len(indent + flat) <= WIDTH and indent) or not value:
        return flat
    deeper = indent + "  "
    if isinstance(value, list):
        inner = [deeper + write_json(each, deeper) for each in value]
        return "[\n" + ",\n".join(inner) + f"\n{indent}]"
    pairs = value.items()
    inner = [f"{deeper}{json.dumps(name)}: {write_json(each, deeper)}" for name, each in pairs]
    return "{\n" + ",\n".join(inner) + f"\n{indent}}}"


def read_sections(name: str) -> dict[str, list[str]]:
    """Read a page of docs as {heading: lines up to the next heading}, without fenced blocks."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in prose(DOCS / name):
        if heading := _HEADING.match(line):
            current = sections[heading[2].replace("`", "")] = []
        else:
            current.append(line)
    return sections


def prose(page: Path) -> list[str]:
    """Give the lines of a page outside of its fenced blocks."""
    lines, fenced = [], False
    for line in page.read_text("utf-8").splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            lines.append(line)
    return lines


def read_table(lines: list[str]) -> dict[str, list[str]]:
    """Read the one table among lines as {first cell: other cells}, without its head."""
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    return {row[0].strip("` "): [cell.strip() for cell in row[1:]] for row in rows[2:]}


def links(page: Path) -> list[str]:
    """Give the targets of a page's links that stay inside of the project."""
    found = _LINK.findall("\n".join(prose(page)))
    return [target for target in found if not target.startswith(("http://", "https://"))]


def anchors(page: Path) -> set[str]:
    """Name the headings of a page as links name them."""
    headings = [found[2] for line in prose(page) if (found := _HEADING.match(line))]
    return {_NO_ANCHOR.sub("", heading.lower()).replace(" ", "-") for heading in headings}
