"""What a reader hands on: plain data, and where in which file each part of it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from seed.issue_file import (
    IMAGE_ADDRESS,
    LANGUAGE,
    MAIL_ADDRESS,
    SLUG,
    WEB_ADDRESS,
    Article,
    IssueFile,
)
from seed.mistakes import Mistake, Place, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic_core import ErrorDetails

_LONGEST_SHOWN = 60
_PATTERNS = {
    f"^{SLUG}$": "use a to z, 0 to 9 and single hyphens between them",
    f"^{LANGUAGE}$": "use a BCP 47 code, such as en or be",
    MAIL_ADDRESS: "give an e-mail address alone, such as office@example.org",
    WEB_ADDRESS: "give a whole address, beginning with https://",
    IMAGE_ADDRESS: "give a whole address, or a path beginning with /",
}
_SHAPES = {
    **dict.fromkeys(("dict_type", "model_attributes_type", "model_type"), "write keys with values"),
    **dict.fromkeys(("string_too_short", "too_short"), "it must not be empty"),
    "list_type": "write a list",
    "string_type": "write a text",
}

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Source:
    """Data in the shape of an `IssueFile` or a `Publication`, with the place of every part.

    `places` has the place of each value by its path, and of each key by its path and `"@key"`.
    `states_issue`: the facts of the issue are said here, and not only those of its articles.
    """

    file: str
    data: Any
    places: dict[Path, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)
    form: Literal["file", "folder", "page"] = "file"
    states_issue: bool = True

    def place(self, path: Path) -> Place:
        """Find the place of a path, or of the nearest part around it."""
        for length in range(len(path), -1, -1):
            if found := self.places.get(path[:length]):
                return found
        return Place(self.file)

    def wrong(self, path: Path, code: str, message: str, remedy: str) -> None:
        """Note a mistake at a path."""
        self.mistakes.append(Mistake(self.place(path), code, message, remedy))

    def keep_articles(self, fits: Callable[[Any], bool]) -> Source | None:
        """Leave out the articles that do not fit; None if the data holds no list of articles."""
        articles = self.data.get("articles") if isinstance(self.data, dict) else None
        if not isinstance(articles, list):
            return None
        kept = [index for index, article in enumerate(articles) if fits(article)]
        data = {**self.data, "articles": [articles[index] for index in kept]}
        rest = Source(self.file, data, form=self.form, states_issue=self.states_issue)
        for path, place in self.places.items():
            if path[:1] != ("articles",) or len(path) == 1:
                rest.places[path] = place
            elif path[1] in kept:
                rest.places["articles", kept.index(int(path[1])), *path[2:]] = place
        return rest


def validate(source: Source, model: type[Model]) -> Model | None:
    """Check the data; every mistake is noted in the source, and then None is returned."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for detail in error.errors():
            source.mistakes.append(_mistake(source, detail, model))
        return None


def validate_issue(source: Source) -> Iterator[tuple[IssueFile, Source]]:
    """Check an issue's data: give it, or what is left of it without the parts that are wrong.

    With a mistake noted nothing is written; the rest is given for more mistakes to be found in it.
    """
    if issue := validate(source, IssueFile):
        yield issue, source
    elif (rest := source.keep_articles(_fits)) is not None:
        rest.data = _without_wrong_facts(rest.data)
        if _fits(rest.data, IssueFile):
            yield IssueFile.model_validate(rest.data), rest


def _without_wrong_facts(data: dict[str, Any]) -> dict[str, Any]:
    try:
        IssueFile.model_validate(data)
    except ValidationError as error:
        wrong = {str((*detail["loc"], "starts_on")[0]) for detail in error.errors()}
        kept = {key: value for key, value in data.items() if key not in wrong}
        return {"number": None, "starts_on": dt.date.min, "ends_on": dt.date.max, **kept}
    return data


def _fits(data: Any, model: type[BaseModel] = Article) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def _mistake(source: Source, detail: ErrorDetails, model: type[BaseModel]) -> Mistake:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    name = str(path[-1]) if path else "the file"
    if detail["type"] == "missing":
        place = source.place(path[:-1])
        return Mistake(place, "MISSING", f"{name!r} is required", f"add {name}")
    if detail["type"] == "extra_forbidden":
        place = source.place((*path, "@key"))
        known = _keys_at(model, path[:-1])
        return Mistake(place, "UNKNOWN_KEY", f"{name!r} means nothing here", suggest(name, known))
    if not path and detail["type"] == "value_error":
        # The one thing that is said of an issue as a whole: how its days stand to each other.
        place = source.place(("starts_on",))
        return Mistake(place, "BAD_VALUE", _remedy(detail), "mend starts_on or ends_on")
    empty = not path and detail["input"] is None
    message = "the file is empty" if empty else f"{name} is {_shown(detail['input'])}"
    return Mistake(source.place(path), "BAD_VALUE", message, _remedy(detail))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _remedy(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERNS[detail["ctx"]["pattern"]]
    if detail["type"] in _SHAPES:
        return _SHAPES[detail["type"]]
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return message.replace("Input should be", "it should be").replace("String should", "it should")


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Name the keys of the model at a path, by walking its JSON Schema."""
    schema = model.model_json_schema()
    node = schema
    for part in path:
        node = _resolve(schema, node)
        named = node.get("properties", {}).get(part)
        keyed = next(iter(node.get("patternProperties", {}).values()), None)
        node = named or keyed or node.get("items") or node.get("additionalProperties") or {}
    return list(_resolve(schema, node).get("properties", {}))


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for option in [node, *node.get("anyOf", [])]:
        if "$ref" in option:
            found: dict[str, Any] = schema["$defs"][option["$ref"].rpartition("/")[2]]
            return found
    return node
