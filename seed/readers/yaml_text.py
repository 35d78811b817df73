"""YAML and JSON to plain data, with the line and column of every part."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from seed.mistakes import Place
from seed.readers.source import Path, Source

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_MOST_NESTING = 40
_TOO_DEEP = "nested too deeply"
_QUOTE = "put the text in quotes"
_REMEDIES = {
    "mapping values are not allowed in this context": f"{_QUOTE} if it has a colon; else mend the "
    "indentation",
    "found character that cannot start any token": f"{_QUOTE} if it begins with @, % or `; indent "
    "by spaces, not by tabs",
    "found a tab character that violates indentation": "indent by spaces, not by tabs",
    "found unexpected end of stream": "close the quotes",
    "did not find expected key": f"{_QUOTE} as a whole, and write a quote inside of it twice",
    "did not find expected alphabetic or numeric character": _QUOTE,
    "block sequence entries are not allowed in this context": _QUOTE,
}
"""What the parser says of slips that are frequent in headlines, and what mends them."""


class _Stop(Exception):  # noqa: N818 - ends the reading, whose mistake is noted
    """The text cannot be read further; the mistake is noted."""


class _Builder:
    """Turns YAML's events into data, without recursion: no text can exhaust the stack.

    Scalars stay texts, but for null: what a text means (`2018-07-02`, `no`, `007`) is for the
    model to say, not for YAML's guesses.
    """

    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.stack: list[tuple[Any, Path]] = []
        self.key: list[str | None] = []

    def place(self, mark: Any) -> Place:
        return Place(self.source.file, mark.line + self.first_line, mark.column + 1)

    def stop(self, mark: Any, message: str, remedy: str) -> _Stop:
        self.source.places[("@stop",)] = self.place(mark)
        self.source.wrong(("@stop",), "BAD_SYNTAX", message, remedy)
        return _Stop()

    def read(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.stop(event.start_mark, "anchors and aliases are not read", "write it out")
        if getattr(event, "tag", None) not in {None, "!"}:
            raise self.stop(event.start_mark, f"the tag {event.tag} is not read", "remove it")
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self.open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
            self.key.pop()

    def scalar(self, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            self.name(event)
            return
        plain = event.style is None or event.style == ""
        self.put(None if plain and event.value in _NULLS else event.value, event.start_mark)

    def name(self, event: Any) -> None:
        data, path = self.stack[-1]
        self.key[-1] = event.value
        if event.value in data:
            raise self.stop(event.start_mark, f"{event.value!r} stands twice", "remove one")
        self.source.places[(*path, event.value, "@key")] = self.place(event.start_mark)

    def open(self, event: Any) -> None:
        if len(self.stack) >= _MOST_NESTING:
            raise self.stop(event.start_mark, _TOO_DEEP, "an issue file nests five deep")
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            raise self.stop(event.start_mark, "a key must be a word", "quote it")
        data: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self.put(data, event.start_mark)
        self.stack.append((data, path))
        self.key.append(None)

    def put(self, value: Any, mark: Any) -> Path:
        if not self.stack:
            path: Path = ()
            self.source.data = value
        else:
            data, above = self.stack[-1]
            path = self.put_inside(data, above, value)
        self.source.places[path] = self.place(mark)
        return path

    def put_inside(self, data: Any, above: Path, value: Any) -> Path:
        if isinstance(data, list):
            data.append(value)
            return (*above, len(data) - 1)
        key = self.key[-1]
        assert key is not None  # noqa: S101 - scalar() and open() took the key first
        data[key] = value
        self.key[-1] = None
        return (*above, key)


def read_yaml(file: str, text: str, first_line: int = 1) -> Source:
    """Read one YAML document; `first_line` is the line of the file that the text begins on."""
    source = Source(file, None)
    builder = _Builder(source, first_line)
    try:
        _parse(text, builder)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "not YAML"
        builder.stop(mark, problem, _REMEDIES.get(problem, "mend the YAML here"))
    except yaml.reader.ReaderError as error:
        source.places[("@stop",)] = _place_of_byte(file, text, error.position, first_line)
        source.wrong(("@stop",), "BAD_SYNTAX", str(error.reason), "remove the character")
    except _Stop:
        pass
    if source.mistakes:
        source.data = None
    return source


def _parse(text: str, builder: _Builder) -> None:
    documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise builder.stop(event.start_mark, "a second document", "one document a file")
        builder.read(event)


def _place_of_byte(file: str, text: str, position: int, first_line: int) -> Place:
    before = text.encode()[:position].decode(errors="ignore")
    return Place(file, before.count("\n") + first_line, len(before) - before.rfind("\n"))


def read_json(file: str, text: str) -> Source:
    """Read one JSON document (RFC 8259). Places are YAML's, which nearly contains JSON.

    YAML knows no surrogate escapes; for the places, any escape of the same length will do.
    """
    source = read_yaml(file, _SURROGATE.sub(r"\\ufffd", text))
    source.mistakes.clear()
    source.data = None
    try:
        source.data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        source.places[("@stop",)] = Place(file, error.lineno, error.colno)
        source.wrong(("@stop",), "BAD_SYNTAX", error.msg, "mend the JSON here")
    except RecursionError:
        source.places[("@stop",)] = source.places.get(("@stop",), Place(file))
        source.wrong(("@stop",), "BAD_SYNTAX", _TOO_DEEP, "an issue file nests five deep")
    except (_Twice, ValueError) as error:
        source.places[("@stop",)] = source.places.get(("@stop",), Place(file))
        source.wrong(("@stop",), "BAD_SYNTAX", str(error), "mend the JSON here")
    return source


class _Twice(Exception):  # noqa: N818 - ends the reading
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i]))
        message = f"{twice!r} stands twice"
        raise _Twice(message)
    return data
