"""A seeding in a process of its own, which can be killed; and a publication worth killing for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from publications import make_issue, write_json, write_publication

ROOT = Path(__file__).parents[1]
PARAGRAPH = "The boat of number {number} lies at the {word} pier, and *nobody* has asked for it."


def write_large(folder: Path, word: str, issues: int = 30) -> Path:
    """Write a publication in which the word stands in every article."""
    write_publication(folder)
    for number in range(1, issues + 1):
        body = "\n\n".join([PARAGRAPH.format(number=number, word=word)] * 6)
        slug = f"20{30 + number // 12}-{number % 12 + 1:02}-01"
        issue = make_issue(slug, number, f"alder-{number}", f"birch-{number}", body=body)
        for article in issue["articles"]:
            article["translations"]["en"]["title"] += f" is {word}"
        write_json(folder / f"{slug}.json", issue)
    return folder


def start(folder: Path, database: str) -> subprocess.Popen[bytes]:
    """Start seeding the folder."""
    command = [sys.executable, "-m", "newsstand", "seed", str(folder), "--database", database]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a seeding, which must succeed."""
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
