"""Paths to the readers: what each file and folder is, and which reader takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.mistakes import Mistake, Place
from seed.readers.folder import ISSUE_FILE, misnamed, read_folder
from seed.readers.markdown import FILE_NAME
from seed.readers.saved_page import read_saved_page
from seed.readers.yaml_text import read_json, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from seed.content import Content, Reading

PUBLICATION_FILE = "publication.yaml"
_FORMS = (".md", ".yaml", ".yml", ".json", ".txt")
_MISNAMED = frozenset(("publication.yml", "publication.yaml", "publication.json"))
_NOT_CONTENT = frozenset(("readme", "license", "changelog", "issue.schema"))
"""Names, up to the ending, of files that stand beside content."""


def read_path(content: Content, path: Path, reading: Reading) -> None:
    """Read one file or folder into the content; the publication's definition is read already."""
    if path.name == PUBLICATION_FILE and path.is_file():
        return
    if path.is_dir() and (path / PUBLICATION_FILE).is_file():
        content.complete = True
        _read_each(content, path, reading, inside_publication=True)
    elif path.is_dir() and _is_issue_folder(path):
        _read_issue_folder(content, path, path.resolve().name, reading)
    elif path.is_dir():
        if not any(p.is_file() and p.suffix in _FORMS for p in content_of(path)):
            content.mistakes.append(
                _unknown(path, "the folder holds no issue file", "name another")
            )
        _read_each(content, path, reading, inside_publication=False)
    elif path.is_file():
        _read_file(content, path, reading)
    else:
        content.mistakes.append(_unknown(path, "there is no such file or folder", "check the path"))


def has_misnamed(folder: Path) -> bool:
    """Tell whether a folder has a definition under another name than PUBLICATION_FILE."""
    return folder.is_dir() and any(path.name.lower() in _MISNAMED for path in folder.iterdir())


def _unknown(path: Path, message: str, remedy: str) -> Mistake:
    return Mistake(Place(str(path)), "UNKNOWN_FILE", message, remedy)


def _read_each(
    content: Content, folder: Path, reading: Reading, *, inside_publication: bool
) -> None:
    inside = content_of(folder)
    content.mistakes += _unreadable(inside)
    if inside_publication and any(path.suffix == ".md" for path in inside):
        _read_issue_folder(content, folder, None, reading)
    for path in inside:
        if path.is_dir() and inside_publication and _is_issue_folder(path):
            _read_issue_folder(content, path, path.name, reading)
        elif path.is_dir() and inside_publication:
            content.mistakes += _too_deep(path)
        elif path.is_file() and path.suffix in _FORMS and path.suffix != ".md":
            read_path(content, path, reading)


def _unreadable(paths: list[Path]) -> list[Mistake]:
    """Report what looks like an issue file and is not read, before its article seems deleted."""
    mistakes = []
    for path in paths:
        ending = path.suffix.lower()
        if ending in _FORMS and not path.is_file():
            mistakes.append(
                _unknown(path, "this is no file that can be read", "put the file there")
            )
        elif ending in (*_FORMS, ".markdown") and path.suffix not in _FORMS:
            remedy = f"name it {path.stem}{'.md' if ending == '.markdown' else ending}"
            mistakes.append(_unknown(path, f"files ending in {path.suffix} are not read", remedy))
    return mistakes


def _is_issue_folder(folder: Path) -> bool:
    return any(path.name == ISSUE_FILE or path.suffix == ".md" for path in content_of(folder))


def _read_issue_folder(content: Content, folder: Path, slug: str | None, reading: Reading) -> None:
    if slug is not None:
        content.mistakes += _unreadable(content_of(folder))
    inside = [path for path in content_of(folder) if path.is_file()]
    names = [path.name for path in inside]
    wanted = [path for path in inside if path.suffix == ".md" or path.name == ISSUE_FILE]
    texts = {path.name: read_text(content, path) for path in wanted}
    for path in wanted:
        reading.advance(str(path))
    content.mistakes += misnamed(str(folder), names)
    if slug is not None:
        content.mistakes += [error for p in content_of(folder) for error in _astray(p)]
    given = {name: text for name, text in texts.items() if text is not None}
    content.take(read_folder(str(folder), slug, given, content.cadence), whole=True)


def _astray(path: Path) -> list[Mistake]:
    """Report what stands in an issue folder and is not read there, before an editor misses it."""
    if path.is_dir():
        return _too_deep(path)
    if path.suffix == ".md" or path.suffix not in _FORMS or path.name == ISSUE_FILE:
        return []
    message = f"an issue folder has article files and {ISSUE_FILE} alone"
    return [_unknown(path, message, "rename it, or move it beside the issue folders")]


def _too_deep(folder: Path) -> list[Mistake]:
    """Report issue files below a folder in which none is looked for."""
    return [
        _unknown(path, "no issue file is looked for in this folder", "move the file up")
        for path in sorted(folder.rglob("*"))
        if FILE_NAME.fullmatch(path.name) or path.suffix in (".yaml", ".yml", ".json")
    ]


def _read_file(content: Content, path: Path, reading: Reading) -> None:
    reading.advance(str(path))
    if path.suffix == ".md":
        _read_piece(content, path, reading)
        return
    if path.suffix not in _FORMS:
        message = f"{path.suffix or 'no ending'} is no form of an issue file"
        remedy = "a folder, .md, .yaml, .json or the .txt of a saved page"
        content.mistakes.append(_unknown(path, message, remedy))
        return
    if path.name == ISSUE_FILE:
        message = f"{ISSUE_FILE} is read with its articles"
        content.mistakes.append(_unknown(path, message, "seed the issue's folder"))
        return
    if path.name.lower() in _MISNAMED:
        message = f"the publication is defined in {PUBLICATION_FILE}"
        is_there = (path.parent / PUBLICATION_FILE).is_file()
        remedy = "remove it" if is_there else f"name it {PUBLICATION_FILE}"
        content.mistakes.append(_unknown(path, message, remedy))
        return
    text = read_text(content, path)
    if text is None:
        return
    if path.suffix == ".txt":
        _read_page(content, path, text, reading)
    else:
        read = read_json if path.suffix == ".json" else read_yaml
        content.take(read(str(path), text), whole=True)


def _read_piece(content: Content, path: Path, reading: Reading) -> None:
    """Read one article file. What its siblings and issue.yaml say of the article holds for it."""
    found = FILE_NAME.fullmatch(path.name)
    if found is None:
        content.mistakes += misnamed(str(path.parent), [path.name])
        return
    slug = None if (path.parent / PUBLICATION_FILE).is_file() else path.resolve().parent.name
    siblings = sorted(path.parent.glob(f"{found['key']}.*.md"))
    wanted = [*siblings, path.parent / ISSUE_FILE]
    texts = {p.name: text for p in wanted if p.is_file() and (text := read_text(content, p))}
    source = read_folder(str(path.parent), slug, texts, content.cadence)
    if slug and not source.states_issue and (days := reading.days(slug)):
        source.data |= dict(zip(("starts_on", "ends_on"), days, strict=True))
    for article in source.data["articles"]:
        kept = article["translations"].pop(found["language"], None)
        article["translations"] = {found["language"]: kept} if kept is not None else {}
    content.take(source, whole=False)


def _read_page(content: Content, path: Path, text: str, reading: Reading) -> None:
    zone = content.publication.timezone if content.publication else "UTC"
    page = read_saved_page(str(path), text, reading.address, zone)
    if isinstance(page, Mistake):
        content.mistakes.append(page)
    else:
        content.pages.append(page)


def read_text(content: Content, path: Path) -> str | None:
    """Read a file as UTF-8, or note why not."""
    content.files += 1
    try:
        raw = path.read_bytes()
    except OSError as error:
        content.mistakes.append(_unknown(path, str(error.strerror), "check the file"))
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        place = Place(str(path), line, column)
        content.mistakes.append(
            Mistake(place, "BAD_SYNTAX", "the file is not UTF-8 here", "save the file as UTF-8")
        )
        return None


def content_of(folder: Path) -> list[Path]:
    """List what may be content in a folder: no dot files, no README."""
    return [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and path.stem.lower() not in _NOT_CONTENT
    ]
