"""The files that were named, read: which publication, which issues, which pieces."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from seed.content import Content
from seed.files import PUBLICATION_FILE, content_of, has_misnamed, read_path, read_text
from seed.issue_file import Publication
from seed.mistakes import Mistake, Place
from seed.readers.saved_page import assemble
from seed.readers.source import validate
from seed.readers.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seed.content import Reading

WEEKLY = Path(__file__).parent / "weekly"
"""The definition that ships for saved pages of the weekly, where nothing else defines one."""


def read_content(paths: Iterable[str], reading: Reading) -> Content:
    """Read every file and folder; mistakes are collected, not raised."""
    content = Content()
    files = list({os.path.realpath(path): Path(path) for path in paths}.values())
    _find_publication(content, files, reading)
    for path in files:
        read_path(content, path, reading)
    if content.pages:
        for source in assemble(content.pages, reading.standing):
            content.take(source, whole=False)
    return content


def _find_publication(content: Content, paths: list[Path], reading: Reading) -> None:
    folders = [path / PUBLICATION_FILE for path in paths if path.is_dir()]
    files = [path for path in paths if path.name == PUBLICATION_FILE]
    found = [path for path in (*folders, *files) if path.is_file()]
    if not found and _only_pages(paths) and _gives_way(reading):
        found, content.complete = [WEEKLY / PUBLICATION_FILE], True
    elif not found and reading.known is None:
        found = _around(paths)
    for path in found[:1]:
        _read_publication(content, path)
    for path in found[1:]:
        place = Place(str(path))
        content.mistakes.append(
            Mistake(place, "KEY_TAKEN", f"{found[0]} defines the publication", "seed one at a time")
        )
    if not found:
        content.publication = reading.known
    if not found and reading.known is not None:
        content.mistakes += _of_another(paths, reading.known)
    elif not found and paths[0].exists() and not any(map(has_misnamed, paths)):
        place = Place(str(paths[0] / PUBLICATION_FILE if paths[0].is_dir() else paths[0]))
        message = "no publication.yaml was given and the database has no publication"
        content.mistakes.append(
            Mistake(place, "NO_PUBLICATION", message, "seed the folder with publication.yaml first")
        )


def _of_another(paths: list[Path], known: Publication) -> Iterator[Mistake]:
    """Report what lies in the folder of another publication than the database has."""
    for path in _around(paths):
        slug = read_yaml(str(path), path.read_text("utf-8", "replace")).data.get("slug")
        if slug and slug != known.slug:
            message = f"the database holds {known.slug}, not {slug}"
            remedy = "use another --database, or seed the folder with --allow-mass-delete"
            yield Mistake(Place(str(path)), "MASS_DELETE", message, remedy)


def _gives_way(reading: Reading) -> bool:
    """Tell whether there is nothing yet, or what a publication of one's own replaces."""
    return reading.known is None or reading.known.slug == reading.gives_way


def _around(paths: list[Path]) -> list[Path]:
    """Find the definition of the publication that an issue or article lies in."""
    above = [folder for path in paths for folder in list(Path(os.path.realpath(path)).parents)[:2]]
    found = (folder / PUBLICATION_FILE for folder in above)
    return [path for path in dict.fromkeys(found) if path.is_file()][:1]


def _only_pages(paths: list[Path]) -> bool:
    found = [child for path in paths for child in (content_of(path) if path.is_dir() else [path])]
    return bool(found) and all(path.suffix == ".txt" and path.is_file() for path in found)


def _read_publication(content: Content, path: Path) -> None:
    text = read_text(content, path)
    if text is None:
        return
    source = read_yaml(str(path), text)
    content.publication_source = source
    if not source.mistakes:
        content.publication = validate(source, Publication)
    content.mistakes += source.mistakes
